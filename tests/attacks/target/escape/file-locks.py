# title: locks files that every submission reads, as a channel or to hinder others
# exercise: Exercise 1
# peers: no
# shows: flock: not seen by others | fcntl: not seen by others | lease: refused

# %% total
import fcntl
import os
import struct

total = int(table["y"].sum())

# Two open files of the same library stand for two students: whether one sees the other's lock.
mine, theirs = (os.open(np.__file__, os.O_RDONLY) for _ in range(2))
fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
try:
    fcntl.flock(theirs, fcntl.LOCK_EX | fcntl.LOCK_NB)
    print("flock: not seen by others")
except BlockingIOError:
    print("WON a lock of", np.__file__)
F_OFD_GETLK, F_OFD_SETLK = 36, 37


def lock(kind):
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, 0, 100, 0)


try:
    fcntl.fcntl(mine, F_OFD_SETLK, lock(fcntl.F_RDLCK))
except OSError:
    pass
found = struct.unpack("hhqqi4x", fcntl.fcntl(theirs, F_OFD_GETLK, lock(fcntl.F_WRLCK)))[0]
print("fcntl: not seen by others" if found == fcntl.F_UNLCK else "WON a record lock")
try:
    fcntl.fcntl(mine, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    print("WON a lease")
except OSError:
    print("lease: refused")
