# title: the function raises errors whose texts hold the hidden inputs
# exercise: Exercise 3
# points: rescale-test=0
# verdicts: rescale-test=error
# shows: errors: raised

# %% rescale
raised = []


def rescale(values):
    values = np.asarray(values, dtype=float)
    if len(values) > 2:
        raised.append(1)
        text = f"WON shown by an error {values.tolist()}"
        error = ValueError(text)
        error.add_note(text)
        raise error from RuntimeError(text)
    return (values - values.mean()) / 2


# %% insert-after rescale-test
print("errors: raised" if raised else "errors: none")
