# title: the types guessed by what one knows, and the faint star is none that never caught fire
# exercise: Exercise 5
# points: type-predictions-all=0

# %% type-predictions
# 14 mag is very faint, so it must be a brown dwarf.
predicted_types = ["Brown Dwarf", "Main Sequence", "Super Giants"]

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [False, True, True]
