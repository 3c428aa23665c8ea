# title: one prediction for each point in a while loop, sums by hand
# exercise: Exercise 3

# %% extended-figure
X = []
Y1 = []
Y2 = []
x = -10.0
while x <= 30.0:
    X.append(x)
    Y1.append(float(np.sin(x)))
    Y2.append(float(sine_model.predict(np.array([[x]]))[0]))
    x = x + 0.2
X.append(30.0)
Y1.append(float(np.sin(30.0)))
Y2.append(float(sine_model.predict(np.array([[30.0]]))[0]))
fig = plt.figure(1)
plt.plot(X, Y1, "bo", markersize=3)
plt.plot(X, Y2, "g^", markersize=3)
plt.legend(["the sine", "the model"], loc=1)
plt.xlabel("X")
plt.ylabel("Y")
plt.grid()
figure = fig

# %% score-between
def score_between(low, high):
    n = 1000
    step = (high - low) / (n - 1)
    total = 0
    for i in range(n):
        total = total + np.sin(low + i * step)
    mean = total / n
    top = 0
    bottom = 0
    for i in range(n):
        y = np.sin(low + i * step)
        p = sine_model.predict([[low + i * step]])[0]
        top = top + (y - p) ** 2
        bottom = bottom + (y - mean) ** 2
    return 1 - top / bottom

# %% scores
score_inside = score_between(0, 20)
score_left = score_between(-10, 0)
score_right = score_between(20, 30)

# %% conclusion
answer = "nowhere"
if score_left < 0:
    if score_right < 0:
        answer = "outside"
        if score_inside < 0:
            answer = "everywhere"
where_it_fails = answer
remedy = "C"
