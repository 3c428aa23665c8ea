# title: changes what binds it: parent-death signal, dumpability, subreaper, limits, priority
# exercise: Exercise 1
# shows: prctl: 10 refused | limits: refused | affinity of others: refused | still bound: yes

# %% total
import ctypes
import os
import resource

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
options = {
    "PR_SET_PDEATHSIG": (1, 0),
    "PR_SET_DUMPABLE": (4, 1),
    "PR_SET_KEEPCAPS": (8, 1),
    "PR_SET_SECCOMP": (22, 0),
    "PR_CAPBSET_DROP": (24, 0),
    "PR_SET_SECUREBITS": (28, 0),
    "PR_SET_CHILD_SUBREAPER": (36, 1),
    "PR_CAP_AMBIENT": (47, 2, 21),
    "PR_SET_MM": (35, 8, 0),
    "PR_SET_PTRACER": (0x59616D61, -1),
}
refused = 0
for name, arguments in options.items():
    if libc.prctl(*(ctypes.c_ulong(each) for each in (*arguments, 0, 0, 0, 0)[:5])) == 0:
        print("WON", name)
    else:
        refused += 1
print("prctl:", refused, "refused")
for limit in range(16):
    for number in (0, int("@GRADER@"), os.getppid() or 1):
        try:
            resource.prlimit(number, limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            print("WON limit", limit, number)
        except (OSError, ValueError):
            print("limits: refused")
for number in (int("@GRADER@"), os.getppid() or 1):
    try:
        if number != os.getpid():
            os.sched_setaffinity(number, {0})
            print("WON affinity")
    except OSError:
        pass
    try:
        os.sched_setscheduler(number, os.SCHED_FIFO, os.sched_param(1))
        print("WON scheduler")
    except OSError:
        print("affinity of others: refused")
status = open("/proc/self/status").read()
bound = "Seccomp:\t2" in status and "NoNewPrivs:\t1" in status
print("still bound:", "yes" if bound else "no")
