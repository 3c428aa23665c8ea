# title: all four parts in one cell, the others hold a comment
# exercise: Exercise 2

# %% scatter-plots
figure = plt.figure(figsize=[12, 5])
figure.suptitle("Exercise 2")
a1 = figure.add_subplot(121)
a2 = figure.add_subplot(122)
a1.plot(stars["Luminosity"], stars["A_M"], ".")
a2.plot(stars["Size"], stars["A_M"], ".", color="darkred")
a1.set(xlabel="Luminosity [L_sun]", ylabel="A_M [mag]", xscale="log")
a2.set(xlabel="Size [R_sun]", ylabel="A_M [mag]", xscale="log")


def log_correlation(x, y):
    for v in x:
        if v <= 0:
            return float("nan")
    return np.corrcoef(np.array([np.log2(v) for v in x]), y)[1][0]


log_variable = "Luminosity"
r_before, r_after = stars["Luminosity"].corr(stars["A_M"]), log_correlation(stars["Luminosity"], stars["A_M"])
if abs(r_after) - abs(r_before) >= 0.01:
    effect = "stronger"
elif abs(r_before) - abs(r_after) >= 0.01:
    effect = "weaker"
else:
    effect = "unchanged"
plt.show()

# %% log-correlation
# see above

# %% log-numbers
# see above

# %% log-effect
print(effect)
