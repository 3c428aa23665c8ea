# title: leaves by the magic links of /proc: root, cwd, exe, descriptors, maps and threads
# exercise: Exercise 1
# shows: own file by 8 of 8 links | files: 64 of 64 refused | from the root: 4 of 4 refused | folders: 48 of 48 refused | others: 2 of 2 refused

# %% total
import errno
import os
import threading

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


me = f"/proc/{os.getpid()}"
handle = os.open("/", os.O_PATH)
own = os.open(".", os.O_PATH)
up = "/.." * os.getcwd().count("/")
bases = ("/proc/self", me, f"{me}/task/{threading.get_native_id()}", "/proc/thread-self")
here = [f"{base}/{name}/numbers.csv" for base in bases for name in ("cwd", f"fd/{own}")]
print("own file by", sum(bool(open(path).read()) for path in here), "of", len(here), "links")
roots = [f"{base}/{name}" for base in bases for name in ("root", f"cwd{up}", f"fd/{handle}", f"fd/{own}{up}")]
paths = ("/etc/passwd", "@COURSE@/source/vault/vault.ipynb", "@CLASSMATE@", "@HOME@/.netrc")
tries = {
    "files": [(root + path, lambda name: open(name).read(100)) for root in roots for path in paths],
    "from the root": [(path, lambda name: os.open(name.lstrip("/"), os.O_RDONLY, dir_fd=handle)) for path in paths],
    "folders": [(name, action) for root in roots for name, action in ((root, os.listdir), (f"{root}/etc", os.listdir), (root, lambda name: os.mkdir(f"{name}/@LEFT@")))],
    "others": [(name, lambda name: open(name, "r+b")) for name in ("/proc/self/map_files/1-2", "/proc/self/ns/net")],
}
for way, each in tries.items():
    count = sum(refused(path, lambda: action(path)) for path, action in each)
    print(f"{way}: {count} of {len(each)} refused")
