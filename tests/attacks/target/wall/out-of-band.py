# title: sends bytes out of band in the midst of a reply
# exercise: Exercise 1
# peers: no

# %% total
import socket

from autograder.answers.shelf import Shelf

total = int(table["y"].sum())
genuine = Shelf._serve


def serve(shelf, frame):
    if frame.tree.get("name") == "total":
        shelf._channel.send(b"!", socket.MSG_OOB)
    genuine(shelf, frame)


Shelf._serve = serve
