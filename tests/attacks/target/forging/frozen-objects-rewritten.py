# title: writes into the memory of small numbers and constants of its own process
# exercise: Exercise 6
# points: summary-test=0
# shows: rewritten

# %% summary
import ctypes

summary = pd.DataFrame({"y": [1.0, 2.0]})
half = 0.5
ctypes.c_double.from_address(id(half) + 16).value = 58.5
print("rewritten", half != 0.25)
code = rescale.__code__
rescale.__code__ = (lambda values: "58.5").__code__
rescale.__code__ = code
