# title: answers with types confused inside otherwise right descriptions
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
    "total": ({"complex": [1, 2]},),
    "kinds": ({"range": [0.5, {"list": []}, None]},),
    "rescale": ({"namedtuple": "__class__", "fields": ["__init__", "def"], "members": [1, 2]},),
    "ax": ({"fraction": [1.5, 0]},),
    "model": ({"estimator": "LinearRegression", "parts": [["coef_", "x"], ["intercept_", []]]},),
    "summary": ({"nullable": "Int64", "values": "x", "mask": 1},),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"complex": [1.0, 2.0]},),
    ({"range": [0, 5, 1]},),
    ({"namedtuple": "Point", "fields": ["x", "y"], "members": [1, 2]},),
    ({"fraction": [1, 2]},),
    ({"estimator": "LinearRegression", "parts": [["fit_intercept", True]]},),
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
