# title: the answers printed, then typed; the verdicts typed too
# exercise: Exercise 5

# %% type-predictions
# First I print them ...
print(type_classifier.predict(pd.DataFrame({"Temperature": [7000, 8000, 4000], "A_M": [14, 4, -7]})))
# ... and then I write down what I see.
predicted_types = ["White Dwarf", "Main Sequence", "Super Giants"]

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [True, True, True]
