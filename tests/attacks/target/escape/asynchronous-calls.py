# title: has the kernel open and connect on its behalf: io_uring and the older asynchronous calls
# exercise: Exercise 1
# shows: calls: 5 of 5 are EPERM

# %% total
import ctypes
import errno

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
codes = []
buffer = ctypes.create_string_buffer(4096)


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    codes.append(errno.errorcode[ctypes.get_errno()])
    if codes[-1] != "EPERM":
        print(name, codes[-1])


call("io_uring_setup", 425, 8, buffer)
call("io_uring_enter", 426, 0, 1, 0, 0, None, 0)
call("io_uring_register", 427, 0, 0, None, 0)
call("io_setup", 206, 8, buffer)
call("io_submit", 209, None, 0, buffer)
print("calls:", codes.count("EPERM"), "of", len(codes), "are EPERM")
