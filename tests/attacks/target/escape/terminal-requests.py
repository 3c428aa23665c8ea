# title: pushes characters into terminals and makes other requests of devices
# exercise: Exercise 1
# shows: requests: 60 refused

# %% total
import fcntl
import os
import struct

total = int(table["y"].sum())

# TIOCSTI, TIOCLINUX, TIOCSCTTY, TIOCNOTTY, TIOCSETD, TIOCSWINSZ, TCSETS, TIOCCONS, FS_IOC_SETFLAGS, FICLONE, FIFREEZE, FS_IOC_SETVERSION
requests = [0x5412, 0x541C, 0x540E, 0x5422, 0x5423, 0x5414, 0x5402, 0x541D, 0x40086602, 0x40049409, 0xC0045877, 0x40087602]
handles = [0, 1, 2, os.open("numbers.csv", os.O_RDWR), os.open("/dev/null", os.O_RDWR)]
refused = 0
for handle in handles:
    for request in requests:
        try:
            fcntl.ioctl(handle, request, struct.pack("64s", b"x"))
            print("WON", handle, hex(request))
        except OSError:
            refused += 1
print("requests:", refused, "refused")
