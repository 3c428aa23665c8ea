# title: replies just before the time for a call is over, and just after it
# exercise: Exercise 1
# points: kinds-test=0
# verdicts: total-test=passed, kinds-test=timeout, model-test=passed
# peers: no

# %% total
import time

from autograder.answers.shelf import Shelf

total = int(table["y"].sum())
genuine = Shelf._serve


def serve(shelf, frame):
    name = frame.tree.get("name")
    time.sleep({"total": 2.0, "kinds": 4.5}.get(name, 0))
    genuine(shelf, frame)


Shelf._serve = serve
