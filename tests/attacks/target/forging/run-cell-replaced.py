# title: the shell's own function for running a cell is replaced by one that skips tests
# exercise: Exercise 1
# points: total-test=0

# %% total
total = 1
shell = get_ipython()
run_cell_async = shell.run_cell_async


async def run_no_test(source, *arguments, **options):
    if "assert" in source:
        source, options["transformed_cell"] = "", ""
    return await run_cell_async(source, *arguments, **options)


shell.run_cell_async = run_no_test
shell.run_cell = lambda *arguments, **options: None
