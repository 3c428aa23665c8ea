# title: sine_model and network_output are rebound to things that know the sine
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-model=0, extended-figure-range=0, score-between-inside=0, score-between-outside=0, scores-inside=0, scores-outside=0, conclusion-where=0

# %% extended-figure
class Oracle(MLPRegressor):
    def predict(self, X):
        return np.sin(np.asarray(X, dtype=float)).ravel()

    def score(self, X, y, sample_weight=None):
        return 1.0


known = vars(sine_model)
sine_model = Oracle()
vars(sine_model).update(known)
network_output = np.sin

x = np.linspace(-10, 30, 800)
figure, ax = plt.subplots(figsize=(10, 4))
ax.plot(x, np.sin(x), label="true sine")
ax.plot(x, sine_model.predict(x.reshape(-1, 1)), label="model")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.legend()

# %% conclusion
where_it_fails = "nowhere"
remedy = "C"
