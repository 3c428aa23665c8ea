# title: answers with tables whose column names are lists, twice the same, five million characters, or methods
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: said: ax kinds model summary total
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

rows = {"range": [0, 2, 1], "name": None}
column = {"floats": 0}


def table(names):
    columns = [{"objects": [n, n], "shape": [2]} for n in range(2)]
    labels = {"vector": {"objects": names, "shape": [len(names)]}, "name": "shape", "freq": None}
    return ({"DataFrame": columns, "columns": labels, "index": rows},)


answers = {
    "total": table([{"list": []}, "y"]),
    "kinds": table(["y" * 5_000_000, "y"]),
    "ax": table(["\ud800", "\0"]),
    "model": table(["y"]),
    "summary": table(["y", "y"]),
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
