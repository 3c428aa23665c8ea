# title: writes settings of the kernel, its control groups and this process
# exercise: Exercise 1
# shows: settings: refused

# %% total
import glob
import os

total = int(table["y"].sum())

# What is there already is written back, so that nothing changes where this gets through.
paths = [
    "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sys/vm/overcommit_memory", "/proc/sys/fs/binfmt_misc/register",
    "/proc/sys/kernel/modprobe", "/proc/sys/vm/drop_caches", "/proc/sysrq-trigger", "/sys/kernel/uevent_helper", "/sys/fs/cgroup/cgroup.procs",
    "/sys/fs/cgroup/cpu.max", "/sys/fs/cgroup/memory.max", "/sys/power/state", "/sys/devices/system/cpu/cpu0/online", "/sys/devices/system/cpu/cpu1/online",
    "/proc/self/oom_score_adj", "/proc/self/oom_adj", "/proc/self/timerslack_ns", "/proc/self/attr/exec", "/proc/self/attr/current", "/proc/self/attr/keycreate",
    "/proc/self/autogroup", "/proc/self/comm", "/proc/self/loginuid", "/proc/self/sched", "/proc/self/clear_refs", "/proc/self/coredump_filter",
    "/proc/self/make-it-fail", "/proc/self/task/%d/comm" % os.getpid(), "/proc/self/setgroups", "/proc/self/timens_offsets",
]
for path in paths:
    for flags in (os.O_WRONLY, os.O_RDWR):
        try:
            os.open(path, flags)
            print("WON", path)
        except OSError:
            pass
for folder in ("/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/kernel/config", "/sys/kernel/debug", "/sys/fs/bpf"):
    try:
        os.mkdir(f"{folder}/@LEFT@")
        print("WON", folder)
    except OSError:
        pass
print("settings: refused")
