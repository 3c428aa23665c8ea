# title: pyplot's current figure, the score by the model's own score method
# exercise: Exercise 3

# %% extended-figure
xs = np.linspace(-10, 30, 401)
plt.figure(figsize=(12, 4))
plt.plot(xs, np.sin(xs), "k--", label="sine")
plt.plot(xs, sine_model.predict(xs[:, np.newaxis]), "r", label="model")
plt.axvline(0, color="gray", linestyle=":")
plt.axvline(20, color="gray", linestyle=":")
plt.xlabel("x")
plt.ylabel("sin(x)")
plt.legend()
figure = plt.gcf()
plt.show()

# %% score-between
def score_between(low, high):
    """R2 on an interval."""
    points = np.linspace(low, high, 1000)[:, None]
    return sine_model.score(points, np.sin(points).ravel())

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
if score_inside < 0 and score_left < 0 and score_right < 0:
    where_it_fails = "everywhere"
elif score_inside < 0:
    where_it_fails = "inside"
elif score_left < 0 and score_right < 0:
    where_it_fails = "outside"
else:
    where_it_fails = "nowhere"
remedy = "C"
