# title: starts processes in every way that Python knows, each of which would start more
# exercise: Exercise 1
# shows: fork: PermissionError | multiprocessing: PermissionError | subprocess: PermissionError | posix_spawn: PermissionError | pty: OSError | system: 32512
# peers: no

# %% total
import multiprocessing
import os
import pty
import subprocess
import sys

total = int(table["y"].sum())


def bomb():
    while True:
        os.fork()


def attempt(name, action):
    try:
        print(f"WON {name}", action())
    except OSError as error:
        print(f"{name}: {type(error).__name__}")


attempt("fork", os.fork)
attempt("multiprocessing", multiprocessing.get_context("fork").Process(target=bomb).start)
attempt("subprocess", lambda: subprocess.Popen([sys.executable, "-c", "while True: pass"]))
attempt("posix_spawn", lambda: os.posix_spawn(sys.executable, ["python", "-c", ""], {}))
attempt("pty", pty.fork)
print("system:", os.system("sleep 1000 &"))
