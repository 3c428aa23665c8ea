# title: looks into the temporary folders of the grader and of other submissions
# exercise: Exercise 1
# shows: temporary: refused

# %% total
import glob
import os
import tempfile

total = int(table["y"].sum())

own = os.getcwd()
found = []
for folder in ("@TMP@", "/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock", "/run/user/0", os.path.dirname(own), os.path.dirname(os.path.dirname(own))):
    for path in (folder, f"{own}/../..{folder}"):
        try:
            found += [f"{path}/{name}" for name in os.listdir(path)]
        except OSError:
            pass
        for action in (
            lambda: open(f"{path}/@LEFT@", "x"),
            lambda: os.mkdir(f"{path}/@LEFT@"),
            lambda: os.symlink("/etc", f"{path}/@LEFT@"),
            lambda: tempfile.mkstemp(prefix="@LEFT@", dir=path),
        ):
            try:
                print("WON", path, action())
            except OSError:
                pass
found += glob.glob("@TMP@/*/*") + glob.glob("@TMP@/*.log") + glob.glob("/tmp/**/numbers.csv", recursive=True)
print("WON" if found else "temporary: refused", found)
