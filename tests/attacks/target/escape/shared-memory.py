# title: makes shared memory, semaphores and message queues that another submission could open
# exercise: Exercise 1
# peers: no
# shows: shm_open: refused | shmget: EPERM | semget: EPERM | msgget: EPERM | mq_open: EPERM | memfd: EPERM

# %% total
import ctypes
import errno
import multiprocessing
import os
from multiprocessing import shared_memory

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(128)


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    else:
        print(f"{name}: {errno.errorcode[ctypes.get_errno()]}")


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
    except (OSError, EOFError):
        print("shm_open: refused")
key = 0x4C454654
call("shmget", 29, key, 4096, 0o1666)
call("shmat", 30, 0, None, 0)
call("shmctl", 31, 0, 14, buffer)
call("semget", 64, key, 1, 0o1666)
call("msgget", 68, key, 0o1666)
call("mq_open", 240, b"@LEFT@", 66, 0o666, None)
call("memfd", 319, b"@LEFT@", 0)
