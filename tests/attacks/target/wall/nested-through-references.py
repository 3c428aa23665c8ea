# title: answers that are nested fifteen thousand deep, though no tree is: freeing them would need more stack than there is
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 5 of 5 | refused: ax kinds model summary total | said: ax kinds model summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf


def defaultdict(inner):
    return {"defaultdict": [[1, inner]], "factory": None}


def chain(first, around):
    """Each value is built in a list, and holds the one before it."""
    return {"list": [first, *(around({"same": n}) for n in range(1, 15_000))]}


answers = {
    "total": (chain({"objects": [1], "shape": [1]}, lambda n: {"objects": [n], "shape": [1]}),),
    "kinds": (chain({"list": []}, lambda n: {"list": [n]}),),
    "ax": (chain({"deque": [], "most": None}, lambda n: {"deque": [n], "most": None}),),
    "model": (chain({"defaultdict": [], "factory": None}, defaultdict),),
    "summary": (chain({"set": []}, lambda n: {"dict": [[1, n]]}),),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"list": [{"objects": [1], "shape": [1]}, {"objects": [{"same": 1}], "shape": [1]}]},),
    ({"list": [{"list": []}, {"list": [{"same": 1}]}]},),
    ({"list": [{"deque": [], "most": None}, {"deque": [{"same": 1}], "most": None}]},),
    ({"list": [{"defaultdict": [], "factory": None}, defaultdict({"same": 1})]},),
    ({"list": [{"set": []}, {"dict": [[1, {"same": 1}]]}]},),
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
