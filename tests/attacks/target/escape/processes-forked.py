# title: forks by every call there is, to leave a daemon behind
# exercise: Exercise 1
# peers: no
# shows: fork: refused | forkpty: refused | pool: refused | vfork: EPERM | clone: EPERM | clone3: ENOSYS | setsid: refused

# %% total
import ctypes
import errno
import multiprocessing
import os
import pty
import struct
import time

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)


def stay():
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)


for name, action in (("fork", os.fork), ("forkpty", pty.fork)):
    try:
        if action() == 0 if name == "fork" else action()[0] == 0:
            stay()
        print("WON", name)
    except OSError:
        print(f"{name}: refused")
try:
    multiprocessing.get_context("fork").Process(target=stay).start()
    print("WON pool")
except OSError:
    print("pool: refused")


def call(name, number, *arguments):
    result = libc.syscall(number, *arguments)
    if result == 0:
        stay()
    elif result > 0:
        print("WON", name)
    else:
        print(f"{name}: {errno.errorcode[ctypes.get_errno()]}")


call("fork", 57)
call("vfork", 58)
SIGCHLD, CLONE_PARENT, CLONE_VFORK, CLONE_VM, CLONE_UNTRACED = 17, 0x8000, 0x4000, 0x100, 0x800000
for flags in (SIGCHLD, SIGCHLD | CLONE_PARENT, SIGCHLD | CLONE_UNTRACED, 0, CLONE_VFORK | SIGCHLD):
    call("clone", 56, flags, None, None, None, None)
call("clone3", 435, ctypes.create_string_buffer(struct.pack("8Q", 0, 0, 0, 0, SIGCHLD, 0, 0, 0)), 64)
for action in (os.setsid, os.setpgrp, lambda: os.setpgid(0, os.getppid())):
    try:
        action()
        print("WON", action)
    except OSError:
        print("setsid: refused")
