# title: renames, links and exchanges files between its scratch and other folders
# exercise: Exercise 1
# peers: no
# shows: own files: renamed, exchanged | moved: 30 of 30 refused | exchanged: 5 of 5 refused | linked by descriptor: all refused | its own folder: refused

# %% total
import ctypes
import errno
import os

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)


def refused(path, action):
    try:
        action()
        print("WON", path)
    except OSError as error:
        # Other folders are other file systems or mounts, too: EXDEV comes before the jail's word.
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EXDEV) or not os.path.lexists(path):
            return True
        print(path, error)
    return False


def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def exchange(one, other):
    call(316, -100, one.encode(), -100, other.encode(), 2)


for name in ("mine", "second"):
    with open(name, "w") as file:
        file.write(name)
os.rename("mine", "moved")
os.rename("moved", "mine")
exchange("mine", "second")
print("own files: renamed,", "exchanged" if open("mine").read() == "second" else "not exchanged")
library = os.path.dirname(np.__file__)
others = [library + "/version.py", "@CLASSMATE@", "@COURSE@/source/vault/vault.ipynb", "/etc/passwd", "@HOME@/.netrc"]
moved = exchanged = 0
linked = []
for path in others:
    folder = os.path.dirname(path)
    for place, action in (
        (path, lambda: os.rename(path, "theirs")),
        (path, lambda: os.rename("mine", path)),
        (folder, lambda: os.rename("mine", folder + "/@LEFT@")),
        (folder, lambda: os.rename(folder, "folder")),
        (path, lambda: os.link(path, "theirs")),
        (folder, lambda: os.symlink("mine", folder + "/@LEFT@")),
    ):
        moved += refused(place, action)
    exchanged += refused(path, lambda: exchange("mine", path))
    if os.path.exists(path):
        handle = os.open(path, os.O_PATH)
        for old, name, flags in ((handle, b"", 0x1000), (-100, f"/proc/self/fd/{handle}".encode(), 0x400)):
            linked.append(refused(path, lambda: call(265, old, name, -100, b"theirs", flags)))
print(f"moved: {moved} of {6 * len(others)} refused")
print(f"exchanged: {exchanged} of {len(others)} refused")
# The library is there in every jail.
print("linked by descriptor:", "all refused" if linked and all(linked) else linked)
if refused(os.getcwd(), lambda: os.rename(os.getcwd(), os.getcwd() + "@LEFT@")):
    print("its own folder: refused")
