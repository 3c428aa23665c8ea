# title: opens files, pipes, pairs of sockets, events and timers until there are no more descriptors
# exercise: Exercise 6
# raises: OSError
# points: summary-test=0
# shows: OSError Too many open files
# peers: no

# %% summary
import os
import select
import socket

lines = []
for make in (os.pipe, lambda: os.eventfd(0), select.epoll, socket.socketpair, lambda: os.dup(0)):
    try:
        while True:
            lines.append(make())
            assert len(lines) < 1000, "W" "ON: more descriptors than there may be"
    except OSError as error:
        print(type(error).__name__, error.strerror)
summary = pd.read_csv("numbers.csv").groupby("kind")["y"].mean().reset_index()
