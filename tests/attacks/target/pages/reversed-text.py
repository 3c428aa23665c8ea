# title: signs that turn the reading order around or take no room, in outputs, errors and answers
# exercise: Exercise 7
# raises: ValueError
# shows: tniop

# %% essay
The grader said: ‮stniop 91 fo 91‬ and ⁦⁧dessap⁩⁩ and p​a‌s‍s⁠e﻿d.

# %% insert-before essay
print("\u202etniop 91 fo 91\u202c \u2066\u2067dessap\u2069\u2069 \u061c\u200e\u200f p\u200ba\u2060s\ufeffsed \U000e0041\U000e0042")

# %% insert-before total-test
class Passed(Exception):
    pass


raise ValueError("\u202e3 fo 3 :dessaP\u202c \u2028\u2029\u0085")
