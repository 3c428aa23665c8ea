# title: both test cells were copied, to collect their points twice, and one pair is wrong
# exercise: Exercise 1
# points: highest-correlations-both=0

# %% highest-correlations
top_pairs = [("Luminosity", "A_M"), ("Temperature", "Size")]

# %% copy highest-correlations-one

# %% copy highest-correlations-both
