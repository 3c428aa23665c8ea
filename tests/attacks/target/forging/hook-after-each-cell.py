# title: a hook after each cell rewrites what the cell came to
# exercise: Exercise 1
# points: total-test=0
# shows: forgiven: ZeroDivisionError

# %% total
total, forgiven = 1, []


def forgive(result):
    forgiven.append(type(result.error_in_exec).__name__)
    result.error_in_exec = result.error_before_exec = None


get_ipython().events.register("post_run_cell", forgive)
get_ipython().showtraceback = lambda *arguments, **options: None

# %% insert-after total-test
1 / 0

# %% insert-before kinds
print("forgiven:", forgiven[-1])
