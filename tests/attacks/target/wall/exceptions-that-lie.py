# title: raises exceptions of hostile classes, with messages that steer terminals and quote the test
# exercise: Exercise 3
# points: kinds-test=0, rescale-public=0, rescale-test=0, summary-test=0
# verdicts: kinds-test=error, rescale-public=failed, rescale-test=error, summary-test=error
# noticed: answer-changed, function-differs
# shows: raised: 4
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

total = int(table["y"].sum())
trouble = {"handle": 9, "kind": "exception", "type": "__class__", "own": True, "can": [],
           "base": "BaseException", "library": ["autograder.answers.troubles", "NotSupported"]}
plain = {"class": None, "object": None, "args": None, "callback_turn": None, "type": "E"}
raised = {
    "kinds": {"raised": ["SystemExit", "KeyboardInterrupt"], "text": "\x1b[2J\x1b]0;x\x07"},
    "rescale-public": {"raised": ["AssertionError"], "text": "<b>passed</b>\x1b[2J" + "x" * 9000},
    "rescale-test": {"raised": ["ValueError"], "text": "", "class": trouble,
                     "object": {"handle": 10, "kind": "object", "can": [], "type": "E"}},
    "summary": {"raised": ["StopIteration"], "text": "\ud800", "type": "x" * 300},
}
genuine, said = Shelf._serve, []


def serve(shelf, frame):
    asked = frame.tree
    name = asked.get("name")
    if asked["op"] == "call":
        name = "rescale-test" if "rescale-public" in said else "rescale-public"
    if name in raised and name not in said:
        said.append(name)
        send(shelf._channel, Frame({"seq": asked["seq"], **plain, **raised[name]}))
    else:
        genuine(shelf, frame)


Shelf._serve = serve

# %% insert-after summary-test
print("raised:", len(said))
