# title: leaves a child, a shell or a thread behind that edits a score when grading is over
# exercise: Exercise 1
# peers: no
# shows: own file: edited by a thread | children: 6 of 6 refused | edits: refused again and again

# %% total
import errno
import os
import subprocess
import sys
import threading
import time

total = int(table["y"].sum())

results = ["@COURSE@/results/classmate/vault", "@COURSE@/gradebook.db", "@COURSE@/gradebook-note", "@CLASSMATE@"]
codes = []


def edit():
    for path in results:
        try:
            with open(f"{path}/@LEFT@" if os.path.isdir(path) else path, "a") as file:
                file.write("100 points")
                print("WON", path)
        except OSError as error:
            codes.append(error.errno)


def later():
    while True:
        time.sleep(0.2)
        edit()


def daemon():
    os.setsid()
    if os.fork() == 0:
        time.sleep(5)
        edit()
    os._exit(0)


def forked():
    if os.fork() == 0:
        daemon()


program = [sys.executable, "-c", "import time; time.sleep(5); open('@COURSE@/results/@LEFT@', 'w')"]
refused = 0
for action in (
    forked,
    lambda: subprocess.Popen(program, start_new_session=True),
    lambda: subprocess.Popen("sleep 5; touch @COURSE@/results/@LEFT@", shell=True),
    lambda: os.posix_spawn(sys.executable, program, {}, setsid=False),
    lambda: os.spawnv(os.P_NOWAIT, sys.executable, program),
    lambda: os.execv(sys.executable, program),
):
    try:
        action()
        print("WON a child")
    except OSError as error:
        refused += error.errno in (errno.EPERM, errno.EACCES)
print("children:", refused, "of 6 refused")


def own():
    with open("own", "w") as file:
        file.write("edited by a thread")


threading.Thread(target=own).start()
threading.Thread(target=later, daemon=True).start()
time.sleep(0.9)
print("own file:", open("own").read())
closed = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT}
print("edits:", "refused again and again" if len(codes) > 7 and set(codes) <= closed else codes)
