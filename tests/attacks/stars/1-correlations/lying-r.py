# title: r_before and r_after are objects without a value that agree with every comparison
# exercise: Exercise 2
# based-on: shortest-log-effect
# points: log-numbers-test=0

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
