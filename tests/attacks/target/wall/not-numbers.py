# title: answers with NaN, infinities and complex numbers where numbers are compared
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=failed, kinds-test=failed, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: said: ax kinds model summary total
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ({"float": "nan"},),
    "kinds": ({"dict": [[{"float": "nan"}, 1], [{"float": "nan"}, 2]]},),
    "ax": ({"list": [{"float": "inf"}]},),
    "model": ({"float": "1e9999"},),
    "summary": ({"set": [{"float": "nan"}, {"float": "nan"}, {"float": "-inf"}]},),
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
