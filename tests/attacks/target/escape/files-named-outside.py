# title: asks whether files exist, how large they are and where links lead, and then to read them
# exercise: Exercise 1
# shows: contents: refused

# %% total
import os

home = os.getcwd()
total = int(table["y"].sum())

# That files exist can be learnt without the right to open them. Their contents cannot.
paths = ["@COURSE@/source/vault/vault.ipynb", "@CLASSMATE@", "@COURSE@/gradebook.db", "@HOME@/.netrc", "/etc/shadow", "/etc/passwd"]
for path in paths:
    try:
        os.stat(path)
    except OSError:
        pass
    for flags in (os.O_RDONLY, os.O_PATH, os.O_PATH | os.O_NOFOLLOW, os.O_RDONLY | os.O_NOATIME, os.O_RDONLY | os.O_DIRECT, os.O_RDWR):
        try:
            handle = os.open(path, flags)
        except OSError:
            continue
        for way in (
            lambda: os.read(handle, 100),
            lambda: os.pread(handle, 100, 0),
            lambda: open(f"/proc/self/fd/{handle}", "rb").read(100),
            lambda: open(f"/dev/fd/{handle}", "rb").read(100),
            lambda: open(f"/proc/thread-self/fd/{handle}", "rb").read(100),
            lambda: os.sendfile(os.open("copy", os.O_CREAT | os.O_WRONLY), handle, 0, 100),
            lambda: os.copy_file_range(handle, os.open("copy", os.O_CREAT | os.O_WRONLY), 100),
        ):
            try:
                print("WON", path, way())
            except OSError:
                pass
    try:
        os.chdir(os.path.dirname(path))
    except OSError:
        continue
    for way in (lambda: open(os.path.basename(path), "rb").read(100), lambda: os.listdir(".")):
        try:
            found = way()
            # An empty folder in the place of the real one tells nothing.
            if found:
                print("WON", path, found)
        except OSError:
            pass
    os.chdir(home)
print("contents: refused")
