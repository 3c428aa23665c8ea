# title: answers with figures whose limits, scales, ticks and aspects are not numbers
# exercise: Exercise 4
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 6 of 6 | refused: ax kinds model rescale summary total | said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

import copy
from itertools import count

from matplotlib.figure import Figure

from autograder.answers.codec import Encoder

axes = Figure().subplots()
axes.plot([1, 2], [3, 4], "o-", label="a")
axes.scatter(table["x"], table["y"])
axes.bar([1, 2], [3, 4])
axes.pie([1, 2])
axes.set_ylabel("y")
axes.legend()
encoder, numbers = Encoder(), count(1)
honest = encoder(axes)


def changed(change):
    """Describe these axes, with a change, as those of another figure."""
    tree = copy.deepcopy(honest)
    tree["of"]["id"] = next(numbers)
    change(tree["of"]["axes"][0], tree["of"])
    return (tree, *encoder.buffers)


answers = {
    "total": changed(lambda axes, figure: axes["x"].update(limits=["nan", "inf"])),
    "kinds": changed(lambda axes, figure: axes["y"].update(scale="log", base=-1e299)),
    "rescale": changed(lambda axes, figure: axes.update(aspect="-inf")),
    "ax": changed(lambda axes, figure: axes["x"].update(rotation="nan")),
    "model": changed(lambda axes, figure: axes.update(position=["nan", 1e308, -1e308, "inf"])),
    "summary": changed(lambda axes, figure: axes["x"].update(shared_with=0)),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    changed(lambda axes, figure: axes["x"].update(limits=[0.0, 1.0])),
    changed(lambda axes, figure: axes["y"].update(scale="log", base=2.0)),
    changed(lambda axes, figure: axes.update(aspect=2.0)),
    changed(lambda axes, figure: axes["x"].update(rotation=45.0)),
    changed(lambda axes, figure: axes.update(position=[0.1, 0.1, 0.5, 0.5])),
    changed(lambda axes, figure: axes["x"].update(shared_with=None)),
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
