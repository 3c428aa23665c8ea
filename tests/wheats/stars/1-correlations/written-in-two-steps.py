# title: fills a list of fixed length step by step, with a swap
# exercise: Exercise 1

# %% highest-correlations
top_pairs = [None, None]
values = [0.0, 0.0]
numbers = stars.dtypes[stars.dtypes != object].index.intersection(["Size", "A_M", "Temperature", "Luminosity"])
i = 0
while i < len(numbers):
    j = 0
    while j < i:
        a, b = numbers[i], numbers[j]
        r = stars[[a, b]].corr().values[0, 1]
        if r < 0:
            r = -r
        if r > values[1]:
            values[1] = r
            top_pairs[1] = (a, b)
        if values[1] > values[0]:
            values[0], values[1] = values[1], values[0]
            top_pairs[0], top_pairs[1] = top_pairs[1], top_pairs[0]
        j += 1
    i += 1
