# title: becomes another user, takes back capabilities, changes its personality
# exercise: Exercise 1
# shows: user: refused | capabilities: EPERM | personality: EPERM | effective: 0

# %% total
import ctypes
import errno
import os
import struct

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
for action in (
    lambda: os.setuid(0),
    lambda: os.setuid(os.getuid()),
    lambda: os.seteuid(1000),
    lambda: os.setreuid(0, 0),
    lambda: os.setresuid(0, 0, 0),
    lambda: os.setgid(0),
    lambda: os.setregid(0, 0),
    lambda: os.setresgid(0, 0, 0),
    lambda: os.setgroups([0, 4, 27]),
    lambda: os.initgroups("root", 0),
):
    try:
        action()
        print("WON user")
    except OSError:
        print("user: refused")


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    else:
        print(f"{name}: {errno.errorcode[ctypes.get_errno()]}")


header = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0), 8)
every = ctypes.create_string_buffer(struct.pack("6I", *[0xFFFFFFFF] * 6), 24)
call("capabilities", 126, header, every)
call("capabilities", 126, header, ctypes.create_string_buffer(24))
call("personality", 135, 0x0040000)
call("personality", 135, 0xFFFFFFFF)
call("setfsuid", 122, 0)
call("setfsgid", 123, 0)
lines = dict(line.split(":\t") for line in open("/proc/self/status").read().splitlines())
print("effective:", int(lines["CapEff"], 16) | int(lines["CapPrm"], 16) | int(lines["CapAmb"], 16))
