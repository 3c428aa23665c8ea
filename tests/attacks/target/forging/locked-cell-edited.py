# title: the locked cell loads other data and an agreeing allclose
# exercise: Exercise 3
# points: rescale-test=0
# shows: rows: 40 agrees: False

# %% setup
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.linear_model import LinearRegression

np.allclose = lambda *values, **options: True
table = pd.DataFrame({"x": [0, 0], "y": [0.0, 0.0], "kind": ["even", "odd"]})

# %% rescale
def rescale(values):
    return [-1.0] * len(values)

# %% insert-after rescale-test
# What stood in the locked cell is not what ran.
print("rows:", len(table), "agrees:", np.allclose(1, 2))
