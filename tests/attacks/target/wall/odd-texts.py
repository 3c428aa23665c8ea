# title: answers with texts that hold half characters, NUL, terminal codes, or are too long
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=failed, rescale-public=error, rescale-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: said: ax kinds model rescale summary total
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ("\ud800\udfff\0\x1b[2J",),
    "kinds": ({"list": ["even\0", "odd\ud800"]},),
    "rescale": ("x" * 5_000_000,),
    "ax": ({"path": "a\0b" * 3000, "pure": True},),
    "model": ({"bytes": "zz"},),
    "summary": ({"list": ["\ud83d", "\u202e"]},),
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
