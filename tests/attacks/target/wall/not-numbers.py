# title: answers with NaN, infinities and complex numbers where numbers are compared
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, figure-test=0, model-test=0, summary-test=0
# verdicts: total-test=failed, kinds-test=failed, figure-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# shows: twins: 4 of 4 | refused: model | said: ax kinds model summary total
# peers: no

# %% total
from autograder.answers.decoder import decode
from autograder.answers.frames import BrokenFrame, Frame, send
from autograder.answers.shelf import Shelf

answers = {
    "total": ({"float": "nan"},),
    "kinds": ({"dict": [[{"float": "nan"}, 1], [{"float": "nan"}, 2]]},),
    "ax": ({"list": [{"float": "inf"}]},),
    "model": ({"float": "1e9999"},),
    "summary": ({"set": [{"float": "nan"}, {"float": "nan"}, {"float": "-inf"}]},),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"float": "nan"},),
    ({"float": "inf"},),
    ({"float": "-inf"},),
    (1.5,),
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
