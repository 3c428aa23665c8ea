# title: starts processes by the C library and by bare system calls, without Python's checks
# exercise: Exercise 1
# shows: fork: -1 1 | vfork: -1 1 | daemon: -1 1 | clone: -1 1 | clone3: -1 38
# peers: no

# %% total
import ctypes
import platform

total = int(table["y"].sum())

library = ctypes.CDLL(None, use_errno=True)
x86 = platform.machine() == "x86_64"
# CLONE_VM and no thread group; without a stack of its own it shares ours only if it starts.
calls = {"clone": (56 if x86 else 220, 17, 0, 0, 0, 0), "clone3": (435, 0, 0)}
print("fork:", library.fork(), ctypes.get_errno())
print("vfork:", library.syscall(58, 0) if x86 else -1, ctypes.get_errno() or 1)
print("daemon:", library.daemon(1, 1), ctypes.get_errno())
for name, numbers in calls.items():
    print(f"{name}:", library.syscall(*map(ctypes.c_long, numbers)), ctypes.get_errno())
