# title: the release's stub was left above the answer, so that the cell stops there
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
# YOUR CODE HERE
raise NotImplementedError()

top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]
