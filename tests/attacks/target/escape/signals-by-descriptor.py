# title: has the kernel signal others: owners of descriptors, leases, timers, message queues
# exercise: Exercise 1
# shows: owner: refused | signal: refused | lease: refused | notify: refused | async: refused | timer: EPERM or EINVAL

# %% total
import ctypes
import errno
import fcntl
import os
import signal
import struct

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
one, other = os.pipe()
file = os.open("numbers.csv", os.O_RDONLY)
folder = os.open(".", os.O_RDONLY)
for victim in {int("@GRADER@"), os.getppid() or 1} - {os.getpid()}:
    for name, descriptor, command, argument in (
        ("owner", one, fcntl.F_SETOWN, victim),
        ("owner", one, 15, struct.pack("ii", 1, victim)),
        ("signal", one, fcntl.F_SETSIG, signal.SIGKILL),
        ("lease", file, fcntl.F_SETLEASE, fcntl.F_RDLCK),
        ("notify", folder, fcntl.F_NOTIFY, 4),
    ):
        try:
            fcntl.fcntl(descriptor, command, argument)
            print("WON", name)
        except OSError:
            print(f"{name}: refused")
    for request in (0x5452, 0x8901, 0x8902, 0x541B + 0x1000):
        try:
            fcntl.ioctl(one, request, struct.pack("i", victim))
            print("WON async", request)
        except OSError:
            print("async: refused")
    # struct sigevent: a value, the signal, SIGEV_THREAD_ID, the thread.
    event = ctypes.create_string_buffer(struct.pack("Qiii", 0, signal.SIGCONT, 4, victim), 64)
    timer = ctypes.c_int()
    failed = libc.syscall(222, 0, event, ctypes.byref(timer))
    code = errno.errorcode.get(ctypes.get_errno())
    print("timer: EPERM or EINVAL" if failed and code in ("EPERM", "EINVAL") else "WON timer")
