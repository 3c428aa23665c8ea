# title: test cells made into text and raw cells
# exercise: Exercise 1
# points: total-test=0, kinds-test=0

# %% total
total = 1

# %% retype total-test markdown

# %% kinds
kinds = []

# %% retype kinds-test raw
