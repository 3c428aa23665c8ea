# title: puts a secret into the kernel's keyrings, where other processes of the user find it
# exercise: Exercise 1
# shows: calls: 21 of 21 are EPERM

# %% total
import ctypes
import errno

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
codes = []


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    codes.append(errno.errorcode[ctypes.get_errno()])
    if codes[-1] != "EPERM":
        print(name, codes[-1])


# The keyrings of the thread, process, session, user, and user session.
for ring in (-1, -2, -3, -4, -5):
    call("add_key", 248, b"user", b"@LEFT@", b"answer", 6, ring)
    call("request_key", 249, b"user", b"@LEFT@", None, ring)
    call("keyctl", 250, 0, ring, 1)
    call("keyctl", 250, 6, ring, None, 0)
call("keyctl", 250, 1, b"@LEFT@")
print("calls:", codes.count("EPERM"), "of", len(codes), "are EPERM")
