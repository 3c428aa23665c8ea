# title: traces other processes, and reads and writes their memory
# exercise: Exercise 1
# peers: no
# shows: calls: all are EPERM

# %% total
import ctypes
import errno
import os

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
codes = []
buffer = ctypes.create_string_buffer(64)


class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


piece = Piece(ctypes.addressof(buffer), 64)


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    codes.append(errno.errorcode[ctypes.get_errno()])
    if codes[-1] != "EPERM":
        print(name, codes[-1])


call("traceme", 101, 0, 0, None, None)
# The last one is itself: there is such a process in every jail.
for victim in (int("@GRADER@"), os.getppid(), 1, os.getpid()):
    call("attach", 101, 16, victim, None, None)
    call("seize", 101, 0x4206, victim, None, None)
    call("readv", 310, victim, ctypes.byref(piece), 1, ctypes.byref(piece), 1, 0)
    call("writev", 311, victim, ctypes.byref(piece), 1, ctypes.byref(piece), 1, 0)
    call("kcmp", 312, os.getpid(), victim, 0, 0, 0)
    call("move pages", 279, victim, 0, None, None, None, 0)
print("calls:", "all are EPERM" if len(codes) > 12 and set(codes) == {"EPERM"} else codes)
