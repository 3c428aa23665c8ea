# title: odd names, a style of its own, and the names of the demonstration used for other things
# exercise: Exercise 3

# %% extended-figure
plt.style.use("ggplot")
plt.rcParams["lines.linewidth"] = 3
x = y = left = right = sine_figure = None
große_spanne = np.linspace(-10, 30, 500)
ŷ = sine_model.predict(große_spanne.reshape(-1, 1))
sine_y = np.sin(große_spanne)
plt.figure()
plt.plot(große_spanne, ŷ, label="Model (MLP)")
plt.plot(große_spanne, sine_y, label="Sine (wahr)")
plt.title("Außerhalb")
plt.ylabel("$\\hat{y}$, $y$")
plt.xlabel("$x$")
plt.legend()
figure = plt.gcf()
plt.show()
plt.close("all")

# %% score-between
def score_between(low, high):
    # ¯\_(ツ)_/¯ why is it negative??
    große_spanne = np.linspace(low, high, 1000)
    return sine_model.score(große_spanne.reshape(-1, 1), np.sin(große_spanne))

# %% scores
score_inside = score_between(0, 20); score_left = score_between(-10, 0); score_right = score_between(20, 30)
sine_score = score_inside
score_inside

# %% conclusion
# inside: fine. left: terrible. right: terrible!
where_it_fails = 'outside'  # not "everywhere"
remedy = """C"""
