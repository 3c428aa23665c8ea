# title: sends the supervisor frames that are no words, a different one in each cell
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, figure-test=0, summary-test=0
# verdicts: total-test=crashed, kinds-test=crashed, figure-test=crashed, summary-test=crashed
# noticed: frame-broken
# peers: no

# %% total
import struct
import time

get_ipython().sink.emit._channel.sendall(struct.pack("<II", 2**32 - 1, 0))
time.sleep(60)
total = 2360

# %% kinds
import struct
import time

get_ipython().sink.emit._channel.sendall(struct.pack("<II", 2, 0) + b"[]")
time.sleep(60)
kinds = ["even", "odd"]

# %% figure
import struct
import time

get_ipython().sink.emit._channel.sendall(struct.pack("<II", 30_000, 0) + b'{"a":' * 6_000)
time.sleep(60)
figure, ax = plt.subplots()

# %% summary
import struct
import time

get_ipython().sink.emit._channel.sendall(struct.pack("<II", 14, 1) + struct.pack("<I", 2**31) + b'{"done": true}')
time.sleep(60)
summary = None
