# title: the stars alone, in colours
# exercise: Exercise 6
# based-on: shortest-classifier
# points: boundaries-areas=0

# %% boundaries
boundaries, ax = plt.subplots()
sns.scatterplot(data=stars, x="Temperature", y="A_M", hue="Spectral_Class", ax=ax)
