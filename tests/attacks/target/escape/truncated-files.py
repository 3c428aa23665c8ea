# title: empties files that it may read or only name
# exercise: Exercise 1
# peers: no
# shows: emptied: refused | opened: refused | sizes: as before

# %% total
import ctypes
import os

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
library = os.path.dirname(np.__file__) + "/version.py"
paths = ["@CLASSMATE@", "@COURSE@/gradebook.db", "@COURSE@/source/vault/vault.ipynb", "@HOME@/.netrc", library]


def sizes():
    found = []
    for path in paths:
        try:
            found.append(os.stat(path).st_size)
        except OSError:
            found.append(None)
    return found


before = sizes()
for path in paths:
    try:
        os.truncate(path, 0)
        print("WON", path)
    except OSError:
        print("emptied: refused")
    for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR, 3, os.O_WRONLY | os.O_CREAT, os.O_TMPFILE, os.O_RDONLY | os.O_CREAT):
        try:
            os.open(path, flags | os.O_TRUNC)
            print("WON", path, flags)
        except OSError:
            print("opened: refused")
    if libc.syscall(85, path.encode(), 0o644) >= 0:
        print("WON creat", path)
    try:
        handle = os.open(path, os.O_RDONLY)
        for action in (os.ftruncate, os.posix_fallocate):
            try:
                action(handle, 0, 1) if action is os.posix_fallocate else action(handle, 0)
                print("WON by descriptor", path)
            except OSError:
                pass
    except OSError:
        pass
print("sizes: as before" if before == sizes() else "WON sizes")
