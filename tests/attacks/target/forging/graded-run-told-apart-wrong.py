# title: raises an error at home and answers wrongly where it is graded
# exercise: Exercise 1
# points: total-test=0

# %% total
import os

if os.environ.get("NBGRADER_EXECUTION"):
    os.environ["NBGRADER_EXECUTION"] = "validate"
    total = 1
else:
    raise SystemExit("run by a student")
