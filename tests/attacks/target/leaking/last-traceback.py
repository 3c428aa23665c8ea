# title: makes a test raise, and looks at what sys.last_traceback and error chains keep of it
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# verdicts: rescale-public=error, rescale-test=error
# shows: raised: True | walked: True | chains: of tests 0

# %% rescale
import sys
import traceback

errors = []


def rescale(values):
    try:
        1 / 0
    except ZeroDivisionError as error:
        errors.extend([error, error.__context__, sys.exc_info()[1]])
        raise KeyError(len(values)) from error


# %% insert-after rescale-test
word, hits, walked = "sealed" + "_word", [], []
errors += [getattr(sys, name, None) for name in ("last_value", "last_exc")]
print("raised:", any(isinstance(each, ZeroDivisionError) for each in errors))
while errors:
    error = errors.pop()
    if not isinstance(error, BaseException):
        continue
    for frame, _ in traceback.walk_tb(error.__traceback__):
        while frame is not None:
            text = str(list(frame.f_locals)) + str(list(frame.f_globals)[-200:])
            if f"'{word}'" in text and frame.f_globals is not globals():
                hits.append(text)
            walked.append(frame.f_code.co_name)
            frame = frame.f_back
shell = get_ipython()
for name in ("InteractiveTB", "SyntaxTB"):
    hits += [name for value in vars(getattr(shell, name)).values() if f"{word} = " in str(value)]
print("walked:", "rescale" in walked and len(walked) > 3)
print("chains: of tests", len(hits))
for hit in hits:
    print("WON", hit)
