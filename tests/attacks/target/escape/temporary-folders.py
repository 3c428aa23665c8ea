# title: looks into the temporary folders of the grader and of other submissions
# exercise: Exercise 1
# shows: own folder: 2 of 2 ways | temporary: all refused | found: nothing

# %% total
import errno
import glob
import os
import tempfile

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


own = os.getcwd()
up = "/.." * own.count("/")
print("own folder:", sum("numbers.csv" in os.listdir(path) for path in (own, f"{own}{up}{own}")), "of 2 ways")
os.mkdir(f"{own}{up}{own}/@LEFT@")


def listed(path):
    names = os.listdir(path)
    if not names:
        raise PermissionError(errno.EACCES, "an empty folder in the place of the real one")
    return names


said = []
for folder in ("@TMP@", "/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock", "/run/user/0", os.path.dirname(own), os.path.dirname(os.path.dirname(own))):
    for path in (folder, f"{own}{up}{folder}"):
        for action in (
            lambda: listed(path),
            lambda: open(f"{path}/@LEFT@", "x"),
            lambda: os.mkdir(f"{path}/@LEFT@"),
            lambda: os.symlink("/etc", f"{path}/@LEFT@"),
            lambda: tempfile.mkstemp(prefix="@LEFT@", dir=path),
        ):
            said.append(refused(path, action))
print("temporary:", "all refused" if len(said) == 90 and all(said) else said)
found = glob.glob("@TMP@/*/*") + glob.glob("@TMP@/*.log") + glob.glob("/tmp/**/numbers.csv", recursive=True)
# What lies in its own folder is its own.
found = [path for path in found if not path.startswith(own)]
print("found:", f"WON {found}" if found else "nothing")
