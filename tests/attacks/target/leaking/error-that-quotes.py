# title: answers of types with which the library's own error in a hidden line quotes what is expected
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, summary-test=0
# verdicts: total-test=error
# shows: at home: Python integer 7531 out of bounds for uint8

# %% total
# NumPy says of a number that does not fit which number that is.
total = np.uint8(1)
try:
    total - 7531
except OverflowError as error:
    print("at home:", error)

# %% kinds
kinds = np.array(["even", "odd", "prime"])

# %% summary
summary = pd.DataFrame({"y": pd.Categorical(["low", "high"])})
