# title: unpacks a few kilobytes that become gigabytes
# exercise: Exercise 6
# points: summary-test=0
# verdicts: summary-test=memory
# shows: MemoryError
# raises: MemoryError
# peers: no
# cost: long

# %% summary
import zlib

small = zlib.compress(bytes(300 * 2**20))
unpacked = b"".join(zlib.decompress(small) for _ in range(8))
summary = table.groupby("kind")["y"].mean().reset_index()
