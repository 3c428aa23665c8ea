# title: answers with lists and dicts that hold themselves
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=failed, figure-test=error, model-test=failed, summary-test=error
# shows: twins: 3 of 3 | said: ax kinds model summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ({"list": [{"same": 0}]},),
    "kinds": ({"list": [{"same": 0}, {"same": 0}]},),
    "ax": ({"dict": [[1, {"same": 0}]]},),
    "model": ({"deque": [{"same": 0}], "most": 1},),
    "summary": ({"dict": [["y", {"same": 0}], ["x", {"same": 0}]]},),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"list": [{"same": 0}]},),
    ({"dict": [[1, {"same": 0}]]},),
    ({"deque": [{"same": 0}], "most": 1},),
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
