# title: the notebook says that it is of another language, kernel and version
# exercise: Exercise 1
# points: total-test=0

# %% total
total = 1

# %% notebook {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}, "language_info": {"name": "R"}}

# %% notebook {"nbgrader": {"grade": 3000}, "otter": {"tests": []}, "jupytext": {"main_language": "bash"}}
