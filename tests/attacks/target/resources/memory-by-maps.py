# title: maps anonymous memory, private and shared, and touches it
# exercise: Exercise 1
# shows: private: refused below 640 | shared: refused below 640 | a tebibyte: refused
# peers: no

# %% total
import mmap

total = int(table["y"].sum())
NORESERVE = 0x4000
maps = []


def taken(flags):
    maps.clear()
    try:
        while len(maps) < 10:
            maps.append(mmap.mmap(-1, 2**26, flags=flags | mmap.MAP_ANONYMOUS))
            np.frombuffer(maps[-1], dtype=np.uint8)[::4096] = 1
        return "WON 640 MB"
    except (OSError, MemoryError):
        return "refused below 640"


print("private:", taken(mmap.MAP_PRIVATE))
print("shared:", taken(mmap.MAP_SHARED))
try:
    mmap.mmap(-1, 2**40, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NORESERVE)
    print("WON a tebibyte")
except OSError as error:
    print("a tebibyte: refused", error.strerror)
maps.clear()
