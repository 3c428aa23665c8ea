# title: begins a reply and closes the wall; shuts down one direction after a right reply
# exercise: Exercise 1
# points: total-test=0, summary-test=0
# verdicts: total-test=crashed, model-test=passed, summary-test=crashed
# noticed: process-ended
# peers: no

# %% total
import socket
import struct

from autograder.answers.shelf import Shelf

genuine = Shelf._serve


def serve(shelf, frame):
    name = frame.tree.get("name")
    if name == "total":
        shelf._channel.sendall(struct.pack("<II", 1000, 0) + b'{"seq":')
        shelf._channel.shutdown(socket.SHUT_WR)
        return
    genuine(shelf, frame)
    if name == "model":
        shelf._channel.shutdown(socket.SHUT_RD)


Shelf._serve = serve
