# title: starts programs by every way that Python and IPython have
# exercise: Exercise 1
# raises: OSError | PermissionError
# shows: exec: refused | spawn: refused | subprocess: refused | magic: nothing ran | library: refused

# %% total
import asyncio
import ctypes
import os
import pty
import subprocess
import sys

total = int(table["y"].sum())

command = ["/bin/sh", "-c", "echo WO" + "N > /dev/tty; touch ran; touch /tmp/@LEFT@"]
for name, action in (
    ("exec", lambda: os.execv("/bin/sh", command)),
    ("exec", lambda: os.execv(sys.executable, [sys.executable, "-c", "open('ran', 'w')"])),
    ("exec", lambda: os.execv("/lib64/ld-linux-x86-64.so.2", ["ld", "/bin/sh", *command[1:]])),
    ("exec", lambda: os.execvpe("sh", command, {"LD_PRELOAD": "x.so"})),
    ("spawn", lambda: os.posix_spawn("/bin/sh", command, {})),
    ("spawn", lambda: os.spawnv(os.P_WAIT, "/bin/sh", command)),
    ("spawn", lambda: pty.spawn(command)),
    ("subprocess", lambda: subprocess.run(command)),
    ("subprocess", lambda: subprocess.run(command, close_fds=False, start_new_session=True)),
    ("subprocess", lambda: subprocess.check_output("echo hello; touch ran", shell=True)),
    ("subprocess", lambda: os.popen("touch ran").read()),
):
    try:
        print(name, "returned", action())
    except OSError:
        print(f"{name}: refused")
print("library:", "refused" if ctypes.CDLL(None).system(b"touch ran") != 0 else "WON")

# %% insert-after total
!touch ran

# %% insert-before total-test
%%bash
touch ran

# %% insert-after total-test
for magic in ("sx touch ran", "system touch ran", "script bash -c 'touch ran'"):
    try:
        get_ipython().run_line_magic(*magic.split(" ", 1))
    except Exception as error:
        print(type(error).__name__)
import os

print("WON" if os.path.exists("ran") else "magic: nothing ran")
