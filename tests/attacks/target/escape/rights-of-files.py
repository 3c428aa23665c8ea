# title: changes rights, owners and times of files that it can reach
# exercise: Exercise 1
# shows: rights: as before

# %% total
import os

total = int(table["y"].sum())

paths = ["@COURSE@/source", "@COURSE@", "@CLASSMATE@", "@HOME@", "/etc/passwd", "/dev/null", "/dev/zero", np.__file__, os.path.dirname(np.__file__), os.path.dirname(os.getcwd()), "/tmp", "@SOCKET@"]


def rights():
    found = []
    for path in paths:
        try:
            status = os.stat(path)
            found.append((status.st_mode, status.st_uid, status.st_gid, status.st_mtime_ns))
        except OSError:
            found.append(None)
    return found


before = rights()
for path in paths:
    for action in (
        lambda: os.chmod(path, 0o777),
        lambda: os.chown(path, os.getuid(), 12345),
        lambda: os.lchown(path, 12345, -1),
        lambda: os.utime(path, (0, 0)),
        lambda: os.setxattr(path, "user.left", b"@LEFT@"),
        lambda: os.chmod(os.open(path, os.O_PATH), 0o777),
    ):
        try:
            action()
        except OSError:
            pass
after = rights()
# Other programs use these folders and devices too: only what was asked for counts.
changed = [
    p for p, b, a in zip(paths, before, after)
    if b and a and (a[0] != b[0] or a[1] != b[1] or a[2] != b[2] or a[3] == 0)
]
print("WON" if changed else "rights: as before", changed)
