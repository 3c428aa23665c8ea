# title: looks for other processes, in /proc and by asking for numbers
# exercise: Exercise 1
# shows: itself: read | listing: refused | processes: all refused

# %% total
import errno
import os

total = int(table["y"].sum())


def refused(path, action):
    try:
        print("WON", path, action())
    except OSError as error:
        # Closed where it can be seen, and otherwise not there at all.
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) or not os.path.lexists(path):
            return True
        print(path, error)
    return False


def read(path):
    with open(path, "rb") as file:
        return file.read(500)


print("itself:", "read" if read("/proc/self/cmdline") and os.listdir("/proc/self/fd") else "not read")
print("listing:", "refused" if refused("/proc", lambda: os.listdir("/proc")) else "not refused")
# The grader, the parent and the first one live; of their neighbours some do.
numbers = {int("@GRADER@"), os.getppid(), 1, *range(2, 400)}
for number in (int("@GRADER@"), os.getpid()):
    numbers |= set(range(number - 100, number + 100))
said = []
for number in numbers - {0, os.getpid()}:
    if number > 0 and not os.path.exists(f"/proc/self/task/{number}"):
        said += [refused(f"/proc/{number}/{name}", lambda: read(f"/proc/{number}/{name}")) for name in ("cmdline", "environ", "comm")]
        said += [refused(f"/proc/{number}/{name}", lambda: os.listdir(f"/proc/{number}/{name}")) for name in ("fd", "cwd", "task")]
print("processes:", "all refused" if len(said) > 2000 and all(said) else said)
