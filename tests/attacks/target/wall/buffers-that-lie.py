# title: answers with arrays whose buffers and bytes do not fit together
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
    "total": ({"array": "<f8", "shape": [9], "buffer": 0}, bytes(8)),
    "kinds": ({"array": "<f8", "shape": [1], "buffer": -1}, bytes(8)),
    "rescale": ({"array": "<f8", "shape": [1], "buffer": 2**63 - 1}, bytes(8)),
    "ax": ({"list": [{"floats": 0}, {"floats": 0}]}, bytes(8)),
    "model": ({"floats": 0}, bytes(7)),
    "summary": ({"scalar": "<f8", "bytes": "00"},),
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
    ({"list": [{"floats": 0}, {"floats": 1}]}, bytes(8), bytes(8)),
    ({"floats": 0}, bytes(8)),
    ({"scalar": "<f8", "bytes": "00" * 8},),
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
