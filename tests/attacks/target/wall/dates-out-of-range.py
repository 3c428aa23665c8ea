# title: answers with dates, zones and spans that no calendar has
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

answers = {
    "total": ({"date": "99999-99-99"},),
    "kinds": ({"datetime": "2024-01-01T00:00:00", "zone": "../../../etc/passwd", "fold": 7},),
    "rescale": ({"timedelta": [2**62, 2**62, 2**62]},),
    "ax": ({"time": "00:00", "zone": 10**9},),
    "model": ({"Period": {"int": hex(2**63)}, "frequency": "D"},),
    "summary": ({"Timestamp": {"scalar": "<M8[Y]", "bytes": "ff" * 7 + "7f"}, "zone": "Asia/Tokyo"},),
}


def decodes(tree, *buffers):
    try:
        decode(Frame(tree, buffers))
        return True
    except BrokenFrame:
        return False


# Twins that are right: the same tags and places, but nothing is wrong with them.
twins = [
    ({"date": "2024-01-01"},),
    ({"datetime": "2024-01-01T00:00:00", "zone": "Europe/Berlin", "fold": 0},),
    ({"timedelta": [1, 2, 3]},),
    ({"time": "00:00", "zone": None},),
    ({"Period": 5, "frequency": "D"},),
    ({"Timestamp": {"scalar": "<M8[ns]", "bytes": "00" * 8}, "zone": "Asia/Tokyo"},),
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
