# title: reads what the kernel tells of its parent process and of the first one
# exercise: Exercise 1
# shows: parents: refused

# %% total
import os

total = int(table["y"].sum())

for number in {os.getppid(), os.getpgid(0) - 1, os.getpid() - 1, 1, "self/../1", "thread-self/../../../1"} - {os.getpid()}:
    folder = f"/proc/{number}"
    for name in "environ cmdline mem maps auxv stat status io limits mountinfo comm fdinfo/0 net/unix".split():
        if number == 1 and name in ("stat", "status", "cmdline") and os.getpid() == 1:
            continue
        try:
            with open(f"{folder}/{name}", "rb") as file:
                if os.getpid() != 1:
                    print("WON", number, name, file.read(500))
        except OSError:
            pass
    for name in ("cwd", "root", "exe", *(f"fd/{n}" for n in range(12))):
        try:
            if os.getpid() != 1:
                print("WON", number, name, os.readlink(f"{folder}/{name}"))
        except OSError:
            pass
print("parents: refused")
