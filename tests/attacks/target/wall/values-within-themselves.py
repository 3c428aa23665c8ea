# title: answers with lists and dicts that hold themselves
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=failed, figure-test=error, model-test=failed, summary-test=error
# shows: said: ax kinds model summary total
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ({"list": [{"same": 0}]},),
    "kinds": ({"list": [{"same": 0}, {"same": 0}]},),
    "ax": ({"dict": [[1, {"same": 0}]]},),
    "model": ({"deque": [{"same": 0}], "most": 1},),
    "summary": ({"dict": [["y", {"same": 0}], ["x", {"same": 0}]]},),
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
