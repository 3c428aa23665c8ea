# title: signals itself without end, by timers that ring as fast as they can
# exercise: Exercise 1
# points: total-test=0
# peers: no
# cost: long

# %% total
import os
import signal

rung = 0


def ring(number, frame):
    global rung
    rung += 1
    os.kill(os.getpid(), signal.SIGUSR1)


signal.signal(signal.SIGUSR1, ring)
signal.signal(signal.SIGALRM, ring)
signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)
os.kill(os.getpid(), signal.SIGUSR1)
while True:
    pass
total = int(table["y"].sum())
