# title: raises exceptions that are called like the grader's own troubles and verdicts
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# peers: no
# verdicts: rescale-public=error, rescale-test=error

# %% rescale
from autograder.answers.troubles import NotSupported, StudentTimeout
from autograder.execution.examiner import OutOfTime


class Passed(NotSupported):
    verdict = "passed"
    partial = 4.0


def rescale(values):
    raise (Passed if len(values) > 2 else OutOfTime)("passed")
