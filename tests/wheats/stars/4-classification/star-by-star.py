# title: one star at a time in a loop, the verdict by if and else
# exercise: Exercise 5

# %% type-predictions
predicted_types = []
for temperature, magnitude in [(7000, 14), (8000, 4), (4000, -7)]:
    one = pd.DataFrame([[temperature, magnitude]], columns=["Temperature", "A_M"])
    answer = type_classifier.predict(one)
    print(temperature, magnitude, answer)
    predicted_types.append(answer[0])

# %% diagram-check
regions = []
for star in ["below, in the middle", "on the band", "high up on the right"]:
    if star == "high up on the right":
        regions.append("supergiants")
    elif star == "on the band":
        regions.append("main sequence")
    else:
        regions.append("white dwarfs")

compatible = []
for i in range(3):
    if regions[i] == "supergiants":
        compatible.append(predicted_types[i] in ("Super Giants", "Hyper Giants"))
    elif regions[i] == "main sequence":
        compatible.append(predicted_types[i] in ("Main Sequence", "Red Dwarf"))
    else:
        compatible.append(predicted_types[i] == "White Dwarf")
