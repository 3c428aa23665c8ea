# title: the tag skip-execution on both test cells, and a wrong answer
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
top_pairs = [("Temperature", "Size"), ("Temperature", "Luminosity")]

# %% tag highest-correlations-one skip-execution

# %% tag highest-correlations-both skip-execution
