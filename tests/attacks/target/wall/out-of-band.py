# title: sends bytes out of band before a reply
# exercise: Exercise 1
# shows: out of band: 1
# peers: no

# %% total
import socket

from autograder.answers.shelf import Shelf

total = int(table["y"].sum())
genuine, sent = Shelf._serve, []


def serve(shelf, frame):
    if frame.tree.get("name") == "total":
        sent.append(shelf._channel.send(b"!", socket.MSG_OOB))
    genuine(shelf, frame)


Shelf._serve = serve

# %% insert-after summary-test
print("out of band:", *sent)
