# title: makes a program in memory or in scratch and starts it by its descriptor
# exercise: Exercise 1
# shows: memfd: EPERM | from scratch: refused | by descriptor: refused

# %% total
import ctypes
import errno
import os

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(319, b"@LEFT@", 1) >= 0:
    print("WON memfd")
else:
    print("memfd:", errno.errorcode[ctypes.get_errno()])
with open("program", "w") as file:
    file.write("#!/bin/sh\necho WON\n")
os.chmod("program", 0o755)
null = (ctypes.c_char_p * 1)(None)
for path in ("program", "./program", os.path.realpath("program")):
    try:
        os.execv(path, [path])
        print("WON from scratch")
    except OSError:
        print("from scratch: refused")
handle = os.open("program", os.O_RDONLY)
for action in (
    lambda: os.execve(handle, ["program"], {}),
    lambda: os.execv(f"/proc/self/fd/{handle}", ["program"]),
):
    try:
        action()
    except OSError:
        print("by descriptor: refused")
if libc.syscall(322, handle, b"", null, null, 0x1000) == 0:
    print("WON execveat")
