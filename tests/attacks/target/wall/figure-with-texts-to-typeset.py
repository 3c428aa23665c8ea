# title: draws the right plot with texts that would take for ever to typeset; nothing typesets them
# exercise: Exercise 4
# verdicts: figure-test=passed
# shows: said: ax
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

total = int(table["y"].sum())
BOMB = "$" + r"\\frac{1}{" * 700 + "x" + "}" * 700 + "$"
import copy
from itertools import count

from matplotlib.figure import Figure

from autograder.answers.codec import Encoder

axes = Figure().subplots()
axes.scatter(table["x"], table["y"])
axes.set_ylabel("y")
axes.set_title("t")
encoder, numbers = Encoder(), count(1)
honest = encoder(axes)


def changed(change):
    """Describe these axes, with a change, as those of another figure."""
    tree = copy.deepcopy(honest)
    tree["of"]["id"] = next(numbers)
    change(tree["of"]["axes"][0], tree["of"])
    return (tree, *encoder.buffers)


answers = {
    "ax": changed(lambda axes, figure: axes["titles"]["center"].update(text=BOMB)),
}
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
