# title: opens terminals, disks, memory, the kernel's log and other devices
# exercise: Exercise 1
# shows: devices: refused | null and zero: as they are

# %% total
import os

total = int(table["y"].sum())

names = "tty tty0 console ptmx pts/0 pts/ptmx kmsg mem kmem port random full shm mqueue fuse kvm net/tun loop-control loop0 vda vda1 sda nvme0n1 fb0 input/event0 snd/seq userfaultfd vhost-vsock vsock hwrng rtc0 cpu_dma_latency stdin stdout fd/0".split()
for name in names:
    for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
        try:
            handle = os.open(f"/dev/{name}", flags | os.O_NONBLOCK)
        except OSError:
            continue
        # The standard streams lead to /dev/null, by whatever name.
        if os.fstat(handle).st_rdev != os.makedev(1, 3):
            print("WON", name, flags)
print("devices: refused")
for name in ("zero", "urandom"):
    try:
        os.open(f"/dev/{name}", os.O_WRONLY)
        print("WON", name)
    except OSError:
        pass
print("null and zero: as they are")
