# title: replaces builtins in their own module
# exercise: Exercise 6
# points: summary-test=0
# shows: sorted: []

# %% summary
import builtins

builtins.sorted = lambda values: []
builtins.AssertionError = type("Fine", (Exception,), {})
print("sorted:", sorted([3, 1]))
summary = pd.DataFrame({"y": [1.0, 2.0]})
