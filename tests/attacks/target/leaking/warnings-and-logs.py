# title: writes hidden inputs into warnings, logs, streams and descriptors while tests run
# exercise: Exercise 3
# shows: streams: 4 lines tried or more

# %% rescale
import logging
import os
import sys
import warnings

logging.basicConfig(level=logging.DEBUG, force=True)
warnings.simplefilter("always")
tried = []


def rescale(values):
    text = f"WON shown while a test ran {list(values)}\n"
    for action in (
        lambda: warnings.warn(text),
        lambda: logging.error(text),
        lambda: sys.__stdout__.write(text),
        lambda: sys.__stderr__.write(text),
        lambda: os.write(1, text.encode()),
        lambda: os.write(2, text.encode()),
        lambda: get_ipython().run_cell(f"print({text!r})"),
        lambda: get_ipython().showtraceback((ValueError, ValueError(text), None)),
    ):
        try:
            action()
        except Exception:
            pass
        tried.append(text)
    return (np.asarray(values, dtype=float) - np.mean(values)) / 2


# %% insert-after rescale-test
logging.shutdown()
print("streams:", "4 lines tried or more" if len(tried) > 3 else "not tried")
