# title: watches other folders for what happens in them
# exercise: Exercise 1
# shows: calls: 6 of 6 are EPERM | dnotify of its own folder: EPERM

# %% total
import ctypes
import errno
import fcntl
import os

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
codes = []


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    codes.append(errno.errorcode[ctypes.get_errno()])
    if codes[-1] != "EPERM":
        print(name, codes[-1])


call("inotify", 253)
call("inotify", 294, 0)
call("inotify", 254, 0, b"@COURSE@", 0xFFF)
call("fanotify", 300, 0, 0)
call("fanotify", 301, 0, 1, 0x20, -100, b"@COURSE@")
call("lookup", 212, 0, None, 0)
for folder in ("@COURSE@", "@TMP@", "/usr/lib", "."):
    try:
        fcntl.fcntl(os.open(folder, os.O_RDONLY), fcntl.F_NOTIFY, 0x3F)
        print("WON dnotify")
    except OSError as error:
        if folder == ".":
            print("dnotify of its own folder:", errno.errorcode[error.errno])
print("calls:", codes.count("EPERM"), "of", len(codes), "are EPERM")
