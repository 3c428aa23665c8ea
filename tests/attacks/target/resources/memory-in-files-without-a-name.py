# title: memory in memfd, in shared memory by name, by System V and by message queues
# exercise: Exercise 1
# shows: memfd: PermissionError | /dev/shm: PermissionError | shared_memory: PermissionError | shmget: -1 | semget: -1 | mq_open: -1 | secret: -1
# peers: no

# %% total
import ctypes
import os
from multiprocessing import shared_memory

total = int(table["y"].sum())


def attempt(name, action):
    try:
        print(f"WON {name}", action())
    except OSError as error:
        print(f"{name}: {type(error).__name__}")


attempt("memfd", lambda: os.memfd_create("@LEFT@"))
attempt("/dev/shm", lambda: open("/dev/shm/@LEFT@", "w"))
attempt("shared_memory", lambda: shared_memory.SharedMemory("@LEFT@", create=True, size=2**28))
library = ctypes.CDLL(None)
print("shmget:", library.shmget(7, ctypes.c_size_t(2**28), 0o1600))
print("semget:", library.semget(7, 100, 0o1600))
print("mq_open:", library.mq_open(b"/@LEFT@", os.O_CREAT | os.O_RDWR, 0o600, None))
print("secret:", library.syscall(447, 0))
