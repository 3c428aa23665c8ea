# title: both test cells were replaced by ones that always pass
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
top_pairs = [("Temperature", "Size"), ("Temperature", "Luminosity")]

# %% replace highest-correlations-one
assert True

# %% replace highest-correlations-both
assert len(top_pairs) == 2
