# title: threads of the C library's own that sleep for ever, thousands a second
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=missing
# shows: first thread started: 0 | This cell ended the notebook's process
# peers: no

# %% insert-before total
import ctypes

library = ctypes.CDLL(None)
attributes, thread = ctypes.create_string_buffer(56), ctypes.c_ulong()
library.pthread_attr_init(attributes)
library.pthread_attr_setstacksize(attributes, ctypes.c_size_t(16384))
started = library.pthread_create(ctypes.byref(thread), attributes, library.pause, None)
print("first thread started:", started)

# %% total
import os
import signal
import time

started = 0
while started < 2000:
    if library.pthread_create(ctypes.byref(thread), attributes, library.pause, None):
        break
    started += 1
if started < 2000:
    # Refused at the bound, so there is nothing left to win.
    os.kill(os.getpid(), signal.SIGKILL)
time.sleep(2)
print("WON", started, "threads, of which 64 may run")
