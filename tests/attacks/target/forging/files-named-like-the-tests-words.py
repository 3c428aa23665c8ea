# title: files whose names are words of the tests, so that a test might seem to look at them
# exercise: Exercise 2
# points: kinds-test=0

# %% kinds
for name in ("even", "odd", "there are two", "y", "kind"):
    with open(name, "w") as file:
        file.write("1")
kinds = ["prime"]
