# title: leaves by the magic links of /proc: root, cwd, exe, descriptors, maps and threads
# exercise: Exercise 1
# shows: by links: refused

# %% total
import os
import threading

total = int(table["y"].sum())

me = f"/proc/{os.getpid()}"
handle = os.open("/", os.O_PATH)
above = os.open("..", os.O_PATH)
roots = [f"{base}/{name}" for base in ("/proc/self", me, f"{me}/task/{threading.get_native_id()}", "/proc/thread-self") for name in ("root", "cwd/../../../../../../..", f"fd/{handle}", f"fd/{above}/../../../../..")]
for root in roots:
    for path in ("/etc/passwd", "@COURSE@/source/vault/vault.ipynb", "@CLASSMATE@", "@HOME@/.netrc"):
        try:
            print("WON", open(root + path).read(100))
        except OSError:
            pass
        try:
            print("WON", os.open(root.split("/")[-1] + path, os.O_RDONLY, dir_fd=handle))
        except OSError:
            pass
    for action in (lambda: os.listdir(root), lambda: os.listdir(root + "/etc"), lambda: os.mkdir(f"{root}/@LEFT@")):
        try:
            print("WON", root, action())
        except OSError:
            pass
for path in ("/etc/passwd", "@CLASSMATE@"):
    try:
        print("WON", os.open(path.lstrip("/"), os.O_RDONLY, dir_fd=handle))
    except OSError:
        pass
for base in ("/proc/self/map_files", "/proc/self/ns", "/proc/self/exe"):
    try:
        open(base, "r+b")
        print("WON", base)
    except OSError:
        pass
print("by links: refused")
