# title: a timer's signal sets the answer anew a thousand times a second
# exercise: Exercise 1
# points: total-test=0
# shows: ticking

# %% total
import signal

total = 1


def change(*_):
    global total
    total = 2


signal.signal(signal.SIGALRM, change)
signal.signal(signal.SIGVTALRM, change)
signal.setitimer(signal.ITIMER_VIRTUAL, 0.001, 0.001)
while total == 1:
    pass
print("ticking")
