# title: asks for a core dump of itself, and for a higher limit on it
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=crashed
# peers: no
# shows: ended the notebook's process | limit: refused | limit now: (1, 1) | limit then: (1, 1) | own: ['core-own'] | filter: refused

# %% insert-before total
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 40, 1 << 40))
    print("WON a higher limit")
except (OSError, ValueError):
    print("limit: refused")
print("limit now:", resource.getrlimit(resource.RLIMIT_CORE))
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
import resource

print("limit then:", resource.getrlimit(resource.RLIMIT_CORE))
open("core-own", "w").close()
print("own:", glob.glob("core*"))

for pattern in ("core*", "/core*", "/tmp/core*", "/var/crash/*", "/var/lib/systemd/coredump/*"):
    for path in set(glob.glob(pattern)) - {"core-own"}:
        print("WON", path)
