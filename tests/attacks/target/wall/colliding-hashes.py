# title: answers with sets, dicts and categories whose keys all have one hash
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 6 of 6 | refused: ax kinds model rescale summary total | said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

M = 2**61 - 1  # whole numbers are hashed modulo this one
numbers = np.arange(0, 2**40, 2**40 // 500_000).astype("<i8").tobytes()
vector = {"array": "<i8", "shape": [len(numbers) // 8], "buffer": 1}
few = {"vector": {**vector, "shape": [1]}, "name": None, "freq": None}
labels = {"vector": vector, "name": None, "freq": None}

answers = {
    "total": ({"set": [{"int": hex(n * M)} for n in range(1, 20_000)]},),
    "kinds": ({"dict": [[{"int": hex(n * M)}, 0] for n in range(1, 20_000)]},),
    "rescale": ({"Counter": [[{"int": hex(n * M)}, 0] for n in range(1, 20_000)]},),
    "ax": ({"frozenset": [{"int": hex(n * M)} for n in range(1, 20_000)]},),
    "model": ({"Index": {"levels": [labels], "names": [None],
                         "codes": [{"array": "|i1", "shape": [1], "buffer": 0}]}}, b"\0", numbers),
    "summary": ({"Series": {"codes": {"array": "|i1", "shape": [1], "buffer": 0},
                            "categories": labels, "ordered": False},
                 "index": {"range": [0, 1, 1], "name": None}, "name": None}, b"\0", numbers),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"set": [{"int": hex(n + 2**64)} for n in range(1, 20_000)]},),
    ({"dict": [[{"int": hex(n + 2**64)}, 0] for n in range(1, 20_000)]},),
    ({"Counter": [[{"int": hex(n + 2**64)}, 0] for n in range(1, 20_000)]},),
    ({"frozenset": [{"int": hex(n + 2**64)} for n in range(1, 20_000)]},),
    ({"Index": {"levels": [few], "names": [None],
                "codes": [{"array": "|i1", "shape": [1], "buffer": 0}]}}, b"\0", bytes(8)),
    ({"Series": {"codes": {"array": "|i1", "shape": [1], "buffer": 0},
                 "categories": few, "ordered": False},
      "index": {"range": [0, 1, 1], "name": None}, "name": None}, b"\0", bytes(8)),
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
