# title: SystemExit before the answer is bound
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
raise SystemExit(0)

top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]
