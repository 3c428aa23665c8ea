# title: the shell's own function for running a cell is replaced by one that skips tests
# exercise: Exercise 1
# points: total-test=0
# shows: replaced: True left out: True

# %% total
total, skipped = 1, []
shell = get_ipython()
run_cell_async = shell.run_cell_async


async def run_no_test(source, *arguments, **options):
    if "assert" in source:
        skipped.append(source)
        source, options["transformed_cell"] = "", ""
    return await run_cell_async(source, *arguments, **options)


shell.run_cell_async = run_no_test
shell.run_cell = lambda *arguments, **options: None

# %% insert-after total-test
# The function in its new form leaves this cell out.
assert total == 0
print("this cell was run")

# %% insert-before kinds
print("replaced:", shell.run_cell_async is run_no_test, "left out:", len(skipped) > 0)
