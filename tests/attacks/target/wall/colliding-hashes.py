# title: answers with sets, dicts and categories whose keys all have one hash
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

M = 2**61 - 1  # whole numbers are hashed modulo this one
numbers = np.arange(0, 2**40, 2**40 // 500_000).astype("<i8").tobytes()
vector = {"array": "<i8", "shape": [len(numbers) // 8], "buffer": 1}
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
