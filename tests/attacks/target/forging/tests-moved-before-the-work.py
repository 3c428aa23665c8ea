# title: test cells stand in front of everything, where nothing can be wrong yet
# exercise: Exercise 1
# points: total-test=0, summary-test=0
# verdicts: total-test=missing, summary-test=missing

# %% total
total = 1

# %% move total-test before setup

# %% move summary-test before total
