# title: answers with indexes, categories and extension columns whose parts contradict each other
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

plain = {"range": [0, 1, 1], "name": None}
codes = {"array": "|i1", "shape": [1], "buffer": 0}
rest = {"index": plain, "name": None}

answers = {
    "total": ({"Index": {"levels": [plain], "codes": [codes], "names": [None]}}, b"\x7f"),
    "kinds": ({"Series": {"codes": codes, "categories": plain, "ordered": True}, **rest}, b"\x7f"),
    "rescale": ({"Index": {"vector": {"objects": [1], "shape": [1]}, "name": None, "freq": "D"}},),
    "ax": ({"Series": {"texts": [1, 2], "storage": "pyarrow", "NA": True}, **rest},),
    "model": ({"Series": {"left": {"objects": ["b"], "shape": [1]}, "right":
               {"objects": [1], "shape": [1]}, "closed": "left"}, **rest},),
    "summary": ({"DataFrame": [{"nullable": "Int64", "values": codes, "mask": codes}],
                 "columns": plain, "index": plain}, b"\0"),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"Index": {"levels": [plain], "codes": [codes], "names": [None]}}, b"\0"),
    ({"Series": {"codes": codes, "categories": plain, "ordered": True}, **rest}, b"\0"),
    ({"Index": {"vector": {"objects": [1], "shape": [1]}, "name": None, "freq": None}},),
    ({"Series": {"texts": ["a"], "storage": "python", "NA": True}, **rest},),
    ({"Series": {"left": codes, "right": {**codes, "buffer": 1}, "closed": "left"}, **rest},
     b"\0", b"\1"),
    ({"DataFrame": [{"nullable": "Int64", "values": {**codes, "array": "<i8"},
                     "mask": {"array": "|b1", "shape": [1], "buffer": 1}}],
      "columns": plain, "index": plain}, bytes(8), b"\0"),
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
