# title: fills the buffers of all the pipes and pairs of sockets that it may have
# exercise: Exercise 1
# shows: full below 100 MB
# peers: no

# %% total
import os
import socket

total = int(table["y"].sum())
written = 0
lines = []
try:
    while True:
        reading, writing = os.pipe() if len(lines) < 60 else map(
            socket.socket.detach, socket.socketpair()
        )
        lines += [reading, writing]
        os.set_blocking(writing, False)
        try:
            while True:
                written += os.write(writing, bytes(2**16))
        except BlockingIOError:
            pass
except OSError:
    pass
print("full below 100 MB" if written < 100e6 else "WON", written)
for line in lines:
    os.close(line)
