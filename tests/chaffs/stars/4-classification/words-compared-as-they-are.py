# title: the word of the type compared with the word of the region, so that nothing fits
# exercise: Exercise 5
# based-on: shortest-predictions
# points: diagram-check-verdict=0

# %% diagram-check
regions = ["white dwarfs", "main sequence", "supergiants"]
compatible = [kind == region for kind, region in zip(predicted_types, regions)]
