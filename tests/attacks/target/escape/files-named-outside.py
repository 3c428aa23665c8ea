# title: asks whether files exist, how large they are and where links lead, and then to read them
# exercise: Exercise 1
# shows: own file: read | outside: 6 of 6 refused, nothing read

# %% total
import errno
import os

home = os.getcwd()
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


def contents(path):
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
                yield way()
            except OSError:
                pass
    try:
        os.chdir(os.path.dirname(path))
        # An empty folder in the place of the real one tells nothing.
        yield from filter(None, [os.listdir(".")])
    except OSError:
        pass
    try:
        yield open(os.path.basename(path), "rb").read(100)
    except OSError:
        pass
    os.chdir(home)


print("own file:", "read" if len(list(contents(f"{home}/numbers.csv"))) > 9 else "not read")
# That files exist can be learnt without the right to open them. Their contents cannot.
paths = ["@COURSE@/source/vault/vault.ipynb", "@CLASSMATE@", "@COURSE@/nbgrader_config.py", "@HOME@/.netrc", "/etc/shadow", "/etc/passwd"]
count = sum(refused(path, lambda: open(path, "rb").read(100)) for path in paths)
found = [each for path in paths for each in contents(path)]
print(f"outside: {count} of {len(paths)} refused,", f"WON {found}" if found else "nothing read")
