# title: a DataFrame with one row for each pair
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
top_pairs = pd.DataFrame({"one": ["Luminosity", "Size"], "other": ["A_M", "A_M"]})
