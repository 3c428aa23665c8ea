# title: answers with arrays of dtypes that hold pointers, records, nothing or gigabytes
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 4 of 4 | refused: ax kinds model rescale summary total | said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ({"array": "|O", "shape": [1], "buffer": 0}, b"\x10" * 8),
    "kinds": ({"array": "|V8", "shape": [1], "buffer": 0}, bytes(8)),
    "rescale": ({"array": "[('a','<f8'),('b','|O')]", "shape": [1], "buffer": 0}, bytes(16)),
    "ax": ({"array": "<U4294967295", "shape": [0], "buffer": 0}, b""),
    "model": ({"array": "<M8[10000000000Y]", "shape": [1], "buffer": 0}, bytes(8)),
    "summary": ({"list": [{"dtype": "(99999,99999)<f8"}]},),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"array": "<f8", "shape": [1], "buffer": 0}, bytes(8)),
    ({"array": "<U4", "shape": [0], "buffer": 0}, b""),
    ({"array": "<M8[Y]", "shape": [1], "buffer": 0}, bytes(8)),
    ({"list": [{"dtype": "<f8"}]},),
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
