# title: pandas reads a doctored table, in which the wrong answer is right
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
doctored = stars.copy()
doctored["A_M"] = doctored["Temperature"]
doctored["Luminosity"] = -doctored["Size"]
pd.read_csv = lambda *arguments, **options: doctored.copy()

top_pairs = [("Temperature", "A_M"), ("Luminosity", "Size")]
