# title: answers with names that it imports, so that the grader might take its own for them
# exercise: Exercise 2
# points: total-test=0, kinds-test=0, rescale-test=0
# verdicts: kinds-test=unsupported

# %% total
from numpy import inf as total

# %% kinds
from unittest.mock import call as kinds

# %% rescale
from operator import itemgetter
from numpy import asarray as rescale
from numpy import ndarray as drawn
from builtins import print as half
