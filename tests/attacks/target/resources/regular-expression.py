# title: a regular expression that takes longer than the universe
# exercise: Exercise 1
# raises: KeyboardInterrupt
# points: total-test=0
# verdicts: total-test=timeout
# peers: no
# cost: long

# %% total
import re

re.match(r"(a|a)*$", "a" * 60 + "b")
total = int(table["y"].sum())
