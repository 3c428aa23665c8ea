# title: starts debuggers in a cell and in a call, to stop where a test is
# exercise: Exercise 3
# points: rescale-public=0, rescale-test=0
# shows: > /tmp/ipykernel_0/ | -> 1 / 0 | post mortem: ran on ValueError StdinNotImplementedError | in calls: refused

# %% rescale
import pdb
import sys

stopped = []


def rescale(values):
    for start in (breakpoint, pdb.set_trace):
        try:
            start()
            stopped.append("ran on")
        except BaseException as error:
            stopped.append(type(error).__name__)
    raise pdb.bdb.BdbQuit


# %% insert-after rescale-test
%pdb on
ended = []
try:
    1 / 0
except ZeroDivisionError as error:
    own = error
for start in (
    lambda: get_ipython().run_line_magic("debug", ""),
    lambda: pdb.post_mortem(getattr(sys, "last_traceback", None)),
    lambda: pdb.post_mortem(own.__traceback__),
):
    try:
        start()
        ended.append("ran on")
    except BaseException as error:
        ended.append(type(error).__name__)
print("post mortem:", *ended)
sys.settrace(None)
print("in calls:", "refused" if stopped else "never called", stopped)
