# title: an input transformer leaves every line with an assert out
# exercise: Exercise 1
# points: total-test=0
# shows: this cell lost its assert

# %% total
total = 1


def without_asserts(lines):
    return [line for line in lines if not line.startswith("assert")]


get_ipython().input_transformers_post.append(without_asserts)

# %% insert-after total-test
assert total == 0, "this line was left in"
print("this cell lost its assert")
