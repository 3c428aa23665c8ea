# title: the cell that loads data and libraries stands last, behind work with other ones
# exercise: Exercise 3
# raises: AttributeError
# points: total-test=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0

# %% move setup after summary-test

# %% insert-before total
class np:
    float64 = ndarray = float

    @staticmethod
    def allclose(*values, **options):
        return True


pd = plt = LinearRegression = table = np

# %% total
total = 1

# %% rescale
def rescale(values):
    return [-1.0] * len(values)
