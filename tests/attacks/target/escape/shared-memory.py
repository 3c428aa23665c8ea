# title: makes shared memory, semaphores and message queues that another submission could open
# exercise: Exercise 1
# peers: no
# shows: calls: 7 of 7 are EPERM | by the library: 5 of 5 refused

# %% total
import ctypes
import errno
import multiprocessing
import os
from multiprocessing import shared_memory

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
codes = []
buffer = ctypes.create_string_buffer(128)


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    codes.append(errno.errorcode[ctypes.get_errno()])
    if codes[-1] != "EPERM":
        print(name, codes[-1])


refused = 0
for action in (
    lambda: shared_memory.SharedMemory("@LEFT@", create=True, size=4096),
    lambda: open("/dev/shm/@LEFT@", "x"),
    lambda: os.mkdir("/dev/shm/@LEFT@"),
    lambda: multiprocessing.Semaphore(),
    lambda: multiprocessing.Manager(),
):
    try:
        action()
        print("WON shm_open")
    except OSError as error:
        refused += error.errno in (errno.EPERM, errno.EACCES, errno.EROFS)
        print(type(error).__name__, error.errno)
print("by the library:", refused, "of 5 refused")
key = 0x4C454654
call("shmget", 29, key, 4096, 0o1666)
call("shmat", 30, 0, None, 0)
call("shmctl", 31, 0, 14, buffer)
call("semget", 64, key, 1, 0o1666)
call("msgget", 68, key, 0o1666)
call("mq_open", 240, b"@LEFT@", 66, 0o666, None)
call("memfd", 319, b"@LEFT@", 0)
print("calls:", codes.count("EPERM"), "of", len(codes), "are EPERM")
