# title: raises its own limits, lowers its niceness, and asks for a real-time schedule
# exercise: Exercise 1
# shows: AS ValueError | CPU ValueError | NPROC ValueError | prlimit: -1 | nice: 0 | scheduler: PermissionError
# peers: no

# %% total
import ctypes
import os
import resource

total = int(table["y"].sum())

for name in ("AS", "CPU", "FSIZE", "NOFILE", "NPROC", "CORE", "MEMLOCK", "STACK"):
    which = getattr(resource, f"RLIMIT_{name}")
    try:
        resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print("WON", name)
    except (ValueError, OSError) as error:
        print(name, type(error).__name__)
library = ctypes.CDLL(None)
print("prlimit:", library.prlimit(0, resource.RLIMIT_AS, (ctypes.c_ulong * 2)(2**40, 2**40), None))
# Said to be done, and not done: some libraries ask for it.
print("nice:", os.nice(-20))
try:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
    print("WON scheduler")
except OSError as error:
    print("scheduler:", type(error).__name__)
