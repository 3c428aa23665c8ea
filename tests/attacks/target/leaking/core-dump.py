# title: asks for a core dump of itself, and for a higher limit on it
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=crashed
# peers: no
# shows: ended the notebook's process | limit: refused

# %% insert-before total
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 40, 1 << 40))
    print("WON a higher limit")
except (OSError, ValueError):
    print("limit: refused")
try:
    with open("/proc/self/coredump_filter", "w") as file:
        file.write("0x7f")
    print("WON the filter")
except OSError:
    print("filter: refused")

# %% total
import os

total = int(table["y"].sum())
os.abort()

# %% insert-after summary-test
import glob

for pattern in ("core*", "/core*", "/tmp/core*", "/var/crash/*", "/var/lib/systemd/coredump/*"):
    for path in glob.glob(pattern):
        print("WON", path)
