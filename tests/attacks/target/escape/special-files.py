# title: makes pipes, devices and sockets where others would open them
# exercise: Exercise 1
# shows: special files: 16 refused

# %% total
import os
import stat

total = int(table["y"].sum())

refused = 0
for folder in (".", "/dev/shm", "/tmp", "@COURSE@/results"):
    for kind, device in ((stat.S_IFIFO, 0), (stat.S_IFCHR, os.makedev(1, 1)), (stat.S_IFBLK, os.makedev(254, 0)), (stat.S_IFSOCK, 0)):
        try:
            os.mknod(f"{folder}/@LEFT@", kind | 0o666, device)
            print("WON", folder, kind)
        except OSError:
            refused += 1
try:
    os.mkfifo("numbers.fifo")
    print("WON a pipe")
except OSError:
    pass
print("special files:", refused, "refused")
