# title: answers with integers of a million digits, and texts that are none
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 3 of 3 | refused: ax kinds model summary total | said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ({"int": "0x" + "f" * 830_000},),
    "kinds": ({"int": "__import__"},),
    "rescale": ({"int": "0x" + "1" * 262_144},),
    "ax": (10**400,),
    "model": ({"fraction": [{"int": "0x" + "f" * 200_000}, {"int": "0x" + "e" * 200_000}]},),
    "summary": ({"int": "1_" * 1000},),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"int": "0x" + "f" * 8300},),
    ({"fraction": [{"int": "0x" + "f" * 2000}, {"int": "0x" + "e" * 2000}]},),
    (10**17,),
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
