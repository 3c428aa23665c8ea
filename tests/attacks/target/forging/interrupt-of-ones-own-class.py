# title: subclasses of KeyboardInterrupt and GeneratorExit, in a cell and while the test asks
# exercise: Exercise 3
# raises: KeyboardInterrupt
# points: total-test=0, rescale-public=0, rescale-test=0
# verdicts: rescale-public=error, rescale-test=error

# %% total
class Interrupt(KeyboardInterrupt):
    pass


Interrupt.__name__ = "KeyboardInterrupt"
total = 1
raise Interrupt("stopped by the grader")

# %% rescale
class Enough(GeneratorExit):
    pass


def rescale(values):
    raise (Enough if len(values) > 2 else Interrupt)("stopped by the grader")
