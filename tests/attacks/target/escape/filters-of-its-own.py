# title: installs its own seccomp filter and Landlock rules over those that bind it
# exercise: Exercise 1
# shows: seccomp: EPERM | listener: EPERM | by prctl: refused | landlock: EPERM

# %% total
import ctypes
import errno
import struct

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
allow = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0x7FFF0000), 8)


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


program = Program(1, ctypes.addressof(allow))


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    else:
        print(f"{name}: {errno.errorcode[ctypes.get_errno()]}")


call("seccomp", 317, 1, 0, ctypes.byref(program))
call("seccomp", 317, 0, 0, None)
# A listener would answer the calls of its threads in the kernel's place.
call("listener", 317, 1, 8, ctypes.byref(program))
print("by prctl: refused" if libc.prctl(22, 2, ctypes.byref(program), 0, 0) else "WON prctl")
call("landlock", 444, None, 0, 1)
call("landlock", 444, ctypes.create_string_buffer(struct.pack("QQQ", 1, 0, 0)), 24, 0)
call("landlock", 445, 0, 1, allow, 0)
call("landlock", 446, 0, 0)
