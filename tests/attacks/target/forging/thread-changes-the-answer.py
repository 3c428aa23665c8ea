# title: a thread changes the answers all the time, from one look to the next
# exercise: Exercise 1
# points: total-test=0, kinds-test=0
# shows: running | changed: True
# noticed: answer-changed

# %% total
import threading
from itertools import count

total, kinds, changed, turns = 1, ["even"], threading.Event(), 0


def change():
    global total, turns
    for turns in count(1):
        total = turns % 2 + 1
        kinds[:] = ["even"] if turns % 2 else ["odd", "even"]
        changed.set()
        wanted.wait()
        wanted.clear()


def answer(*arguments, **options):
    send(*arguments, **options)
    changed.clear()
    wanted.set()
    changed.wait(1)


wanted = threading.Event()
try:
    # Where this grader asks: wait for the other thread between two answers.
    from autograder.answers import shelf

    send, shelf.send = shelf.send, answer
except ImportError:
    wanted.wait = lambda: threading.Event().wait(0.001)
threading.Thread(target=change, daemon=True).start()
print("running")

# %% kinds
print("see above")

# %% insert-after kinds-test
print("changed:", turns > 2)
