# title: answers with arrays that hold themselves, where NumPy would compute until the stack ends
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
    "total": ({"objects": [{"same": 0}], "shape": [1]},),
    "kinds": ({"objects": [{"list": [{"same": 0}]}], "shape": [1]},),
    "rescale": ({"objects": [{"objects": [{"same": 0}], "shape": [1]}], "shape": [1]},),
    "ax": ({"list": [{"objects": [{"dict": [[1, {"same": 1}]]}], "shape": []}]},),
    "model": ({"tuple": [{"objects": [{"same": 0}], "shape": []}]},),
    "summary": ({"Series": {"objects": [{"objects": [{"same": 0}], "shape": [1]}], "shape": [1]},
                 "index": {"range": [0, 1, 1], "name": None}, "name": None},),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"objects": [{"list": [1]}], "shape": [1]},),
    ({"list": [{"objects": [{"dict": [[1, {"same": 0}]]}], "shape": []}]},),
    ({"tuple": [{"objects": [1], "shape": []}]},),
    ({"Series": {"objects": [{"objects": [1], "shape": [1]}], "shape": [1]},
      "index": {"range": [0, 1, 1], "name": None}, "name": None},),
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
