# title: moves the end of the heap by brk, and asks malloc for half a gigabyte
# exercise: Exercise 1
# shows: sbrk: refused | malloc: refused | mremap: refused
# peers: no

# %% total
import ctypes
import mmap

total = int(table["y"].sum())

library = ctypes.CDLL(None, use_errno=True)
library.sbrk.restype = library.malloc.restype = ctypes.c_void_p
moved = library.sbrk(ctypes.c_ssize_t(600 * 2**20))
print("sbrk:", "refused" if moved == 2**64 - 1 else "WON")
print("malloc:", "WON" if library.malloc(ctypes.c_size_t(500 * 2**20)) else "refused")
small = mmap.mmap(-1, 4096)
try:
    small.resize(600 * 2**20)
    print("WON mremap")
except (OSError, ValueError, SystemError):
    print("mremap: refused")
