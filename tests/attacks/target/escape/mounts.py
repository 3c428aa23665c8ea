# title: mounts, unmounts and moves the root, by old and by new calls
# exercise: Exercise 1
# peers: no
# shows: calls: 16 of 16 are EPERM | statmount ENOSYS | listmount ENOSYS

# %% total
import ctypes
import errno
import os

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
codes = []
buffer = ctypes.create_string_buffer(128)
os.makedirs("place", exist_ok=True)


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    codes.append(errno.errorcode[ctypes.get_errno()])
    if codes[-1] != "EPERM":
        print(name, codes[-1])


call("mount", 165, b"tmpfs", b"place", b"tmpfs", 0, None)
call("mount", 165, b"@COURSE@", b"place", None, 4096, None)
call("mount", 165, b"proc", b"place", b"proc", 0, None)
call("mount", 165, None, b"/", None, 32 | 4096, None)
call("umount", 166, b"/proc", 2)
call("umount", 166, os.getcwd().encode(), 2)
call("pivot_root", 155, b".", b"place")
call("chroot", 161, b"place")
call("fsopen", 430, b"tmpfs", 0)
call("fsconfig", 431, 0, 6, None, None, 0)
call("fsmount", 432, 0, 0, 0)
call("fspick", 433, -100, b"/", 0)
call("open_tree", 428, -100, b"/", 1)
call("open_tree", 428, -100, b"/etc", 0)
call("move_mount", 429, 0, b"", -100, b"place", 4)
call("mount_setattr", 442, -100, b"/", 0, buffer, 32)
call("statmount", 457, buffer, buffer, 128, 0)
call("listmount", 458, buffer, buffer, 1, 0)
print("calls:", codes.count("EPERM"), "of", len(codes) - 2, "are EPERM")
