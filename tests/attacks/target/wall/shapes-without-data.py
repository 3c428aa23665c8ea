# title: answers with arrays of giant and negative shapes that have no data
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 5 of 5 | refused: ax kinds model rescale summary total | said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ({"array": "<f8", "shape": [2**40], "buffer": 0}, b""),
    # The product of these is 0 where numbers have 64 bits.
    "kinds": ({"array": "<i8", "shape": [2**32, 2**32], "buffer": 0}, b""),
    "rescale": ({"array": "<f8", "shape": [-1], "buffer": 0}, bytes(8)),
    "ax": ({"objects": [], "shape": [0, 2**62]},),
    "model": ({"array": "<f8", "shape": [1] * 40, "buffer": 0}, bytes(8)),
    "summary": ({"Index": {"range": [0, 2**62, 1], "name": None}},),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"array": "<f8", "shape": [2], "buffer": 0}, bytes(16)),
    ({"array": "<i8", "shape": [2, 0], "buffer": 0}, b""),
    ({"objects": [], "shape": [0, 2**20]},),
    ({"array": "<f8", "shape": [1] * 8, "buffer": 0}, bytes(8)),
    ({"Index": {"range": [0, 2**20, 1], "name": None}},),
]
print("twins:", sum(decodes(*each) for each in twins), "of", len(twins))
print("refused:", *sorted(name for name, each in answers.items() if not decodes(*each)))
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
