# title: says of a call that it changed arguments that were never given, or one of them twice
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# verdicts: rescale-public=error, rescale-test=error
# noticed: frame-broken
# shows: calls: 2
# peers: no

# %% rescale
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf


def rescale(values):
    return (np.array(values) - np.mean(values)) / 2


lies = [
    {"ok": {"argument": 0}, "changed": [[7, {"list": []}]]},
    {"ok": {"argument": 0}, "changed": [[0, {"list": [1.0]}], [0, {"dict": []}]]},
]
genuine, calls = Shelf._serve, []


def serve(shelf, frame):
    asked = frame.tree
    if asked["op"] == "call" and len(calls) < len(lies):
        send(shelf._channel, Frame({"seq": asked["seq"], **lies[len(calls)]}))
        calls.append(asked)
    else:
        genuine(shelf, frame)


Shelf._serve = serve

# %% insert-after summary-test
print("calls:", len(calls))
