# title: answers with texts that hold half characters, NUL, terminal codes, or are too long
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=failed, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 4 of 4 | refused: ax model rescale | said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ("\ud800\udfff\0\x1b[2J",),
    "kinds": ({"list": ["even\0", "odd\ud800"]},),
    "rescale": ("x" * 5_000_000,),
    "ax": ({"path": "a\0b" * 3000, "pure": True},),
    "model": ({"bytes": "zz"},),
    "summary": ({"list": ["\ud83d", "\u202e"]},),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ("x" * 4_000_000,),
    ({"path": "a/b", "pure": True},),
    ({"bytes": "00"},),
    ({"list": ["even", "odd"]},),
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
