# title: a function that draws and returns, global variables, a try for the legend, prints everywhere
# exercise: Exercise 3

# %% extended-figure
def draw(lo, hi, how_many):
    global fig, last_x, last_y
    last_x = np.linspace(lo, hi, how_many)
    last_y = sine_model.predict(last_x.reshape(how_many, 1))
    fig, ax = plt.subplots()
    ax.step(last_x, last_y, where="mid", c="m")
    ax.errorbar(last_x, np.sin(last_x), yerr=0.05, c="c", errorevery=20)
    print("drawn:", len(last_x), "points")
    return ax


draw(-10, 20, 300)  # first try
plt.close()
a = draw(-10, 30, 400)
try:
    a.legend(["model"], ["sine"])
except Exception as problem:
    print("that was wrong:", problem)
a.legend(["the model", "the sine"])
a.set_xlabel("x")
plt.setp(a, ylabel="y")
figure = fig

# %% score-between
RESULT = 0


def score_between(low, high):
    global RESULT
    x = np.linspace(low, high, 1000)
    RESULT = r2_score(np.sin(x), sine_model.predict(x.reshape(-1, 1)))
    print("from", low, "to", high, "R2 =", RESULT)
    return RESULT

# %% scores
score_between(0, 20)
score_inside = RESULT
score_between(-10, 0)
score_left = RESULT
score_between(20, 30)
score_right = RESULT

# %% conclusion
print(score_inside > 0, score_left > 0, score_right > 0)
where_it_fails = ["inside", "outside", "everywhere", "nowhere"][1]
remedy = str("C")
