# title: one step of Python's that takes for ever: a power with ten million digits as text
# exercise: Exercise 1
# raises: KeyboardInterrupt
# points: total-test=0
# peers: no
# cost: long

# %% total
import sys

sys.set_int_max_str_digits(0)
total = len(str(7 ** (2**26)))
