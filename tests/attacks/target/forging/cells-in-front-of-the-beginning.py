# title: a cell before the locked ones replaces what they import
# exercise: Exercise 3
# points: rescale-test=0
# shows: replaced | agrees: True

# %% insert-before setup
import builtins

import numpy

numpy.allclose = lambda *values, **options: True
numpy.shape = numpy.shape
imports = builtins.__import__


def importing(name, *arguments, **options):
    module = imports(name, *arguments, **options)
    if name == "numpy":
        module.allclose = lambda *values, **options: True
    return module


builtins.__import__ = importing
print("replaced")

# %% rescale
def rescale(values):
    return [-1.0] * len(values)

# %% insert-after rescale-test
print("agrees:", np.allclose(1, 2))
