# title: looks for other processes, in /proc and by asking for numbers
# exercise: Exercise 1
# shows: processes: no listing, none looked into

# %% total
import os

total = int(table["y"].sum())

try:
    print("WON listing", os.listdir("/proc"))
except OSError:
    pass
inside = [f"/proc/{os.getpid()}", "/proc/self", "/proc/thread-self"]
for number in range(2, 3000):
    if number == os.getpid():
        continue
    for name in ("cmdline", "environ", "comm", "fd", "cwd"):
        try:
            path = f"/proc/{number}/{name}"
            found = os.listdir(path) if name in ("fd", "cwd") else open(path, "rb").read()
            print("WON", path, found)
        except OSError:
            pass
print("processes: no listing, none looked into")
