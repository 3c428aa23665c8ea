# title: opens terminals, disks, memory, the kernel's log and other devices
# exercise: Exercise 1
# shows: devices: 96 of 96 refused | null: read and written | zero: read only

# %% total
import errno
import os

total = int(table["y"].sum())


def refused(path, action):
    try:
        print("WON", path, action())
    except OSError as error:
        # Closed where it can be seen, and otherwise not there at all.
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or not os.path.lexists(path):
            return True
        print(path, error)
    return False


def opened(name, flags):
    handle = os.open(f"/dev/{name}", flags | os.O_NONBLOCK)
    # The standard streams lead to /dev/null, by whatever name.
    if os.fstat(handle).st_rdev == os.makedev(1, 3):
        raise PermissionError(errno.EACCES, "only /dev/null")
    return handle


names = "tty tty0 console ptmx pts/0 pts/ptmx kmsg mem kmem port full fuse kvm net/tun loop-control loop0 vda vda1 sda nvme0n1 fb0 input/event0 snd/seq userfaultfd vhost-vsock vsock hwrng rtc0 cpu_dma_latency stdin stdout fd/0".split()
tries = [(name, flags) for name in names for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR)]
count = sum(refused(f"/dev/{name}", lambda: opened(name, flags)) for name, flags in tries)
print(f"devices: {count} of {len(tries)} refused")
os.close(os.open("/dev/null", os.O_RDWR))
print("null: read and written")
for name in ("zero", "urandom"):
    os.close(os.open(f"/dev/{name}", os.O_RDONLY))
    if refused(f"/dev/{name}", lambda: os.open(f"/dev/{name}", os.O_WRONLY)):
        print(f"{name}: read only")
