# title: a timer's signal sets the answer anew a thousand times a second
# exercise: Exercise 1
# points: total-test=0
# shows: ticking: 2 | went on: True

# %% total
import signal

total, ticks = 1, 0


def change(*_):
    global total, ticks
    total, ticks = 2, ticks + 1


signal.signal(signal.SIGALRM, change)
signal.signal(signal.SIGVTALRM, change)
signal.setitimer(signal.ITIMER_VIRTUAL, 0.001, 0.001)
while total == 1:
    pass
print("ticking:", total)
ticks_then = ticks

# %% insert-after total-test
import time

until = time.process_time() + 0.5
while ticks < ticks_then + 20 and time.process_time() < until:
    pass
print("went on:", ticks >= ticks_then + 20)
