# title: renames, links and exchanges files between its scratch and other folders
# exercise: Exercise 1
# peers: no
# shows: moved: refused | linked: refused | linked by descriptor: refused

# %% total
import ctypes
import os

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
folder = os.path.dirname(np.__file__)
others = [folder + "/version.py", "@CLASSMATE@", "@COURSE@/source/vault/vault.ipynb", "/etc/passwd", "@TMP@"]
open("mine", "w").write("mine")
for path in others:
    for name, action in (
        ("moved", lambda: os.rename(path, "theirs")),
        ("moved", lambda: os.rename("mine", path)),
        ("moved", lambda: os.rename("mine", os.path.dirname(path) + "/@LEFT@")),
        ("moved", lambda: os.rename(os.path.dirname(path), "folder")),
        ("linked", lambda: os.link(path, "theirs")),
        ("linked", lambda: os.link("mine", os.path.dirname(path) + "/@LEFT@")),
        ("linked", lambda: os.symlink("mine", os.path.dirname(path) + "/@LEFT@")),
    ):
        try:
            action()
            print("WON", name, path)
        except OSError:
            print(f"{name}: refused")
    # Exchange, in one step.
    if libc.syscall(316, -100, b"mine", -100, path.encode(), 2) == 0:
        print("WON exchanged", path)
    handle = os.open(path, os.O_PATH) if os.path.exists(path) else -1
    for old, name, flags in ((handle, b"", 0x1000), (-100, f"/proc/self/fd/{handle}".encode(), 0x400)):
        if libc.syscall(265, old, name, -100, b"theirs", flags) == 0:
            print("WON linked by descriptor", path)
        else:
            print("linked by descriptor: refused")
try:
    os.rename(os.getcwd(), os.getcwd() + "@LEFT@")
    print("WON its own folder")
except OSError:
    pass
