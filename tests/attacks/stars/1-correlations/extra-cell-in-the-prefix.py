# title: a new cell between the locked ones, and a right answer
# exercise: Exercise 1

# %% highest-correlations
top_pairs = [("Luminosity", "A_M"), ("Size", "A_M")]

# %% insert-before load-data
print("my own notes")
my_favourite = "white dwarfs"
