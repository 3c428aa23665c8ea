# title: sends signals to the grader, the parent, all processes and groups
# exercise: Exercise 1
# shows: calls: all are EPERM | kill: all refused | to itself: allowed

# %% total
import ctypes
import errno
import os
import signal

total = int(table["y"].sum())

libc = ctypes.CDLL(None, use_errno=True)
codes = []
info = ctypes.create_string_buffer(128)


def call(name, number, *arguments):
    if libc.syscall(number, *arguments) >= 0:
        print("WON", name)
    codes.append(errno.errorcode[ctypes.get_errno()])
    if codes[-1] != "EPERM":
        print(name, codes[-1])


# Signals that do no harm where they arrive: to be able to send one is to have won.
killed = []
victims = {int("@GRADER@"), os.getppid(), -1, -os.getpgid(0), -int("@GRADER@"), 0} - {os.getpid()}
for victim in victims:
    for number in (0, signal.SIGCONT):
        try:
            os.kill(victim, number)
            print("WON kill", victim)
        except PermissionError:
            killed.append("refused")
    if victim > 0:
        call("tgkill", 234, victim, victim, signal.SIGCONT)
        call("tkill", 200, victim, signal.SIGCONT)
        call("queue", 129, victim, signal.SIGCONT, info)
        call("queue", 297, victim, victim, signal.SIGCONT, info)
        call("pidfd", 434, victim, 0)
call("pidfd", 434, os.getpid(), 0)
call("pidfd send", 424, 0, 0, None, 0)
call("pidfd copy", 438, 0, 0, 0)
print("calls:", "all are EPERM" if len(codes) > 7 and set(codes) == {"EPERM"} else codes)
print("kill:", "all refused" if len(killed) == 2 * len(victims) else killed)
os.kill(os.getpid(), 0)
print("to itself: allowed")
print("calls:", codes.count("EPERM"), "of", len(codes), "are EPERM")
