# title: answers with arrays whose strides, buffers and bytes do not fit together
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ({"array": "<f8", "shape": [9], "strides": [0], "buffer": 0}, bytes(8)),
    "kinds": ({"array": "<f8", "shape": [1], "buffer": -1}, bytes(8)),
    "rescale": ({"array": "<f8", "shape": [1], "buffer": 2**63 - 1}, bytes(8)),
    "ax": ({"list": [{"floats": 0}, {"floats": 0}]}, bytes(8)),
    "model": ({"floats": 0}, bytes(7)),
    "summary": ({"scalar": "<f8", "bytes": "00"},),
}
genuine, said = Shelf._serve, []


def serve(shelf, frame):
    asked = frame.tree
    name = asked.get("name")
    if asked["op"] == "fetch" and name in answers:
        said.append(name)
        tree, *buffers = answers[name]
        send(shelf._channel, Frame({"seq": asked["seq"], "ok": tree}, tuple(buffers)))
    else:
        genuine(shelf, frame)


Shelf._serve = serve

# %% insert-after summary-test
print("said:", *sorted(set(said)))
