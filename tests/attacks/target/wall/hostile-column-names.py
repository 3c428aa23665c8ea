# title: answers with tables whose column names are lists, twice the same, five million characters, or methods
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 1 of 1 | refused: kinds model | said: ax kinds model summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

rows = {"range": [0, 2, 1], "name": None}
column = {"floats": 0}


def described(names):
    columns = [{"objects": [n, n], "shape": [2]} for n in range(2)]
    labels = {"vector": {"objects": names, "shape": [len(names)]}, "name": "shape", "freq": None}
    return ({"DataFrame": columns, "columns": labels, "index": rows},)


answers = {
    "total": described([{"list": []}, "y"]),
    "kinds": described(["y" * 5_000_000, "y"]),
    "ax": described(["\ud800", "\0"]),
    "model": described(["y"]),
    "summary": described(["y", "y"]),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    described(["x", "y"]),
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
