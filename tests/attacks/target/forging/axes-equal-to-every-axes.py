# title: no axes at all, but an object with always equal points
# exercise: Exercise 4
# points: figure-test=0
# verdicts: figure-test=unsupported

# %% figure
class Equal:
    def __eq__(self, other):
        return True

    def __array__(self, *arguments, **options):
        return np.zeros((40, 2))


class Points:
    def get_offsets(self):
        return Equal()


class Drawing:
    collections = [Points()]

    def get_ylabel(self):
        return "y"


figure = ax = Drawing()
