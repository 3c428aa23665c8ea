# title: writes settings of the kernel, its control groups and this process
# exercise: Exercise 1
# shows: own name: read | settings: 60 of 60 refused | folders: 5 of 5 refused

# %% total
import errno
import os

total = int(table["y"].sum())


def refused(path, action):
    try:
        print("WON", path, action())
    except OSError as error:
        # Closed where it can be seen, and otherwise not there at all.
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or not os.path.lexists(path):
            return True
        print(path, error)
    return False


# None of these is written, only opened, so that nothing changes where that gets through.
paths = [
    "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sys/vm/overcommit_memory", "/proc/sys/fs/binfmt_misc/register",
    "/proc/sys/kernel/modprobe", "/proc/sys/vm/drop_caches", "/proc/sysrq-trigger", "/sys/kernel/uevent_helper", "/sys/fs/cgroup/cgroup.procs",
    "/sys/fs/cgroup/cpu.max", "/sys/fs/cgroup/memory.max", "/sys/power/state", "/sys/devices/system/cpu/cpu0/online", "/sys/devices/system/cpu/cpu1/online",
    "/proc/self/oom_score_adj", "/proc/self/oom_adj", "/proc/self/timerslack_ns", "/proc/self/attr/exec", "/proc/self/attr/current", "/proc/self/attr/keycreate",
    "/proc/self/autogroup", "/proc/self/comm", "/proc/self/loginuid", "/proc/self/sched", "/proc/self/clear_refs", "/proc/self/coredump_filter",
    "/proc/self/make-it-fail", "/proc/self/task/%d/comm" % os.getpid(), "/proc/self/setgroups", "/proc/self/timens_offsets",
]
print("own name:", "read" if open("/proc/self/comm").read() else "empty")
tries = [(path, flags) for path in paths for flags in (os.O_WRONLY, os.O_RDWR)]
count = sum(refused(path, lambda: os.open(path, flags)) for path, flags in tries)
print(f"settings: {count} of {len(tries)} refused")
folders = ("/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/sys/kernel/config", "/sys/kernel/debug", "/sys/fs/bpf")
count = sum(refused(f"{folder}/@LEFT@", lambda: os.mkdir(f"{folder}/@LEFT@")) for folder in folders)
print(f"folders: {count} of {len(folders)} refused")
