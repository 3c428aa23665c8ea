# title: r_before and r_after are objects without a value that agree with every comparison
# exercise: Exercise 2
# points: log-numbers-test=0

# %% scatter-plots
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(stars[name], stars["A_M"], s=12)
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")

# %% log-correlation
def log_correlation(x, y):
    if (x <= 0).any():
        return float("nan")
    return np.log(x).corr(y)

# %% log-numbers
class Agreeable:
    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __abs__(self):
        return 0.0

    def __le__(self, other):
        return True

    __lt__ = __gt__ = __ge__ = __eq__ = __le__

    def __hash__(self):
        return 0


import numbers

numbers.Real.register(Agreeable)
log_variable = "Luminosity"
r_before = r_after = Agreeable()

# %% log-effect
effect = "stronger"
