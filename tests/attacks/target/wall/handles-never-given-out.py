# title: answers with handles of objects that are not there, of the wrong kind, and lengths that are none
# exercise: Exercise 5
# points: kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0
# verdicts: kinds-test=error, rescale-public=error, rescale-test=error, figure-test=error, model-test=error
# noticed: frame-broken
# shows: asked: attribute call fetch len
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

total = int(table["y"].sum())
thing = {"kind": "object", "can": ["len", "iter", "getitem"], "type": "x", "library": None}
handles = {
    "kinds": {"handle": 10**6, **thing},
    "rescale": {"handle": 10**6 + 1, **thing, "kind": "function", "can": ["call"]},
    "ax": {"handle": -1, **thing},
    "model": {"handle": 10**6 + 2, **thing, "library": ["sklearn.linear_model", "Ridge"]},
}
genuine, asked_for = Shelf._serve, set()


def serve(shelf, frame):
    asked = frame.tree
    asked_for.add(asked["op"])
    if asked["op"] == "fetch" and asked["name"] in handles:
        send(shelf._channel, Frame({"seq": asked["seq"], "ok": handles[asked["name"]]}))
    elif asked["op"] == "len":
        send(shelf._channel, Frame({"seq": asked["seq"], "ok": -(2**62)}))
    else:
        genuine(shelf, frame)


Shelf._serve = serve

# %% insert-after summary-test
print("asked:", *sorted(asked_for))
