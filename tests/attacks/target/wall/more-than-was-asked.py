# title: adds to each right reply a state for the examiner's random numbers, prints, and fields that nobody knows
# exercise: Exercise 3
# shows: sent more
# peers: no

# %% total
from autograder.answers.frames import Frame, send
from autograder.answers.shelf import Shelf

total = int(table["y"].sum())
more = {
    "random": [[3, [1] * 625, None], ["MT19937", [1] * 624, 0, 0, 0.0]],
    "out": "x" * 100_000,
    "err": "\x1b[2J",
    "trace": ["x"] * 1000,
    "verdict": "passed",
    "partial": 1e308,
    "op": "fetch",
    "turn": 1,
    "__class__": "x",
}


def more_sent(shelf, seq, reply, printed):
    send(shelf._channel, Frame({"seq": seq, **more, **reply.tree}, reply.buffers))
    sent.append(seq)


sent = []
Shelf._send = more_sent

# %% insert-after summary-test
print("sent more" if len(sent) > 6 else f"sent only {sent}")
