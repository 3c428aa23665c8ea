# title: has the kernel open and connect on its behalf: io_uring and the older asynchronous calls
# exercise: Exercise 1
# shows: io_uring_setup: EPERM | io_uring_enter: EPERM | io_uring_register: EPERM | io_setup: EPERM

# %% total
import ctypes
import errno

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(4096)


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    else:
        print(f"{name}: {errno.errorcode[ctypes.get_errno()]}")


call("io_uring_setup", 425, 8, buffer)
call("io_uring_enter", 426, 0, 1, 0, 0, None, 0)
call("io_uring_register", 427, 0, 0, None, 0)
call("io_setup", 206, 8, buffer)
call("io_submit", 209, None, 0, buffer)
