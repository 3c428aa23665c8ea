# title: a heatmap is drawn, the strongest cells read off and typed as lists
# exercise: Exercise 1

# %% highest-correlations
plt.figure(figsize=(5, 4))
sns.heatmap(stars.corr(numeric_only=True), annot=True, cmap="coolwarm", vmin=-1, vmax=1)
plt.title("Which ones are strongest??")
plt.show()

# Answer: -0.6 and -0.55, both with the magnitude.  (minus counts too!!)
top_pairs = [["Luminosity", "A_M"], ["Size", "A_M"]]
