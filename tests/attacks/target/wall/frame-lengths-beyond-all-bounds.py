# title: answers with frames whose first numbers announce gigabytes of text and thousands of millions of buffers
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, model-test=0, summary-test=0
# verdicts: total-test=error, kinds-test=error, model-test=error, summary-test=error
# noticed: frame-broken
# peers: no

# %% total
import struct

from autograder.answers.shelf import Shelf

FOUR_GIB = 2**32 - 1
sent = {
    "total": struct.pack("<II", FOUR_GIB, 0),
    "kinds": struct.pack("<II", 2, FOUR_GIB),
    "model": struct.pack("<II", 2, 65_536) + struct.pack("<I", FOUR_GIB) * 65_536,
    "summary": struct.pack("<Q", 2**63),
}
genuine = Shelf._serve


def serve(shelf, frame):
    name = frame.tree.get("name")
    if frame.tree["op"] == "fetch" and name in sent:
        shelf._channel.sendall(sent[name])
    else:
        genuine(shelf, frame)


Shelf._serve = serve
