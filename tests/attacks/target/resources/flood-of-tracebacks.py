# title: exceptions with huge arguments, huge chains and huge notes
# exercise: Exercise 1
# raises: RuntimeError
# shows: the rest of this cell's output was left out
# points: kinds-test=0, rescale-public=0, rescale-test=0
# peers: no
# cost: long

# %% total
total = int(table["y"].sum())
raise ValueError("x" * 20_000_000)

# %% kinds
def chain(depth):
    try:
        if depth:
            chain(depth - 1)
        raise ValueError(depth)
    except ValueError as error:
        error.add_note("n" * 100_000)
        raise RuntimeError("again" * 1000) from error


chain(100)

# %% rescale
def rescale(values):
    raise type("E" * 1_000_000, (ValueError,), {})("x" * 20_000_000)
