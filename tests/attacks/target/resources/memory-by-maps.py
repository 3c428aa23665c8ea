# title: maps anonymous memory, private and shared, and touches it
# exercise: Exercise 1
# shows: private: refused below 500 | shared: refused below 500 | a tebibyte: refused
# peers: no

# %% total
import mmap

NORESERVE = 0x4000
total = int(table["y"].sum())


def taken(flags):
    maps = []
    try:
        while len(maps) < 500:
            maps.append(mmap.mmap(-1, 2**20, flags=flags | mmap.MAP_ANONYMOUS))
            maps[-1][:] = bytes(2**20)
        return "WON 500 MB"
    except (OSError, MemoryError):
        return "refused below 500"


print("private:", taken(mmap.MAP_PRIVATE))
print("shared:", taken(mmap.MAP_SHARED))
try:
    mmap.mmap(-1, 2**40, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NORESERVE)
    print("WON a tebibyte")
except OSError as error:
    print("a tebibyte: refused", error.strerror)
