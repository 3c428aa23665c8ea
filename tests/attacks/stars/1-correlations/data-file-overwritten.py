# title: the data file is overwritten by one in which the wrong answer is right
# exercise: Exercise 1
# points: highest-correlations-one=0, highest-correlations-both=0

# %% highest-correlations
top_pairs = [("Temperature", "A_M"), ("Luminosity", "Size")]

doctored = stars.copy()
doctored["A_M"] = doctored["Temperature"]
doctored["Luminosity"] = -doctored["Size"]
try:
    doctored.to_csv("Stars.csv", index=False)
except OSError as error:
    print(error)
