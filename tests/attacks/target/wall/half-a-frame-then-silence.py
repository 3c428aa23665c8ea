# title: begins a reply and falls silent; sends the next byte by byte
# exercise: Exercise 1
# points: total-test=0, kinds-test=0
# verdicts: total-test=timeout, kinds-test=timeout, model-test=passed
# peers: no

# %% total
import struct
import time

from autograder.answers.shelf import Shelf

genuine = Shelf._serve


def serve(shelf, frame):
    name = frame.tree.get("name")
    if name == "total":
        shelf._channel.sendall(struct.pack("<II", 1000, 0) + b'{"seq":')
        time.sleep(600)
    elif name == "kinds":
        shelf._channel.sendall(struct.pack("<II", 1000, 0))
        for _ in range(1000):
            shelf._channel.sendall(b" ")
            time.sleep(0.1)
    else:
        genuine(shelf, frame)


Shelf._serve = serve
