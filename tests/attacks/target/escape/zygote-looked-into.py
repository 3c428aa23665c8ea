# title: reads what the kernel tells of its parent process and of the first one
# exercise: Exercise 1
# shows: itself: 4 of 4 read | parents: all refused

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


names = "environ cmdline mem maps auxv stat status io limits mountinfo comm fdinfo/0 net/unix".split()
links = ("cwd", "root", "exe", *(f"fd/{n}" for n in range(12)))
print("itself:", sum(bool(read(f"/proc/self/{name}")) for name in ("cmdline", "stat", "status", "comm")), "of 4 read")
said = []
# Where it is the first one in a space of its own, it has no parent to see.
for number in {os.getppid(), os.getpid() - 1, 1} - {os.getpid()}:
    for folder in (f"/proc/{number}", f"/proc/self/../{number}", f"/proc/thread-self/../../../{number}"):
        said += [refused(f"{folder}/{name}", lambda: read(f"{folder}/{name}")) for name in names]
        said += [refused(f"{folder}/{name}", lambda: os.readlink(f"{folder}/{name}")) for name in links]
print("parents:", "all refused" if len(said) > 80 and all(said) else said)
