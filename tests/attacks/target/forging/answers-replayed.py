# title: sends an old answer once more, as the answer to another question
# exercise: Exercise 1
# points: total-test=0, kinds-test=0
# peers: no
# noticed: frame-broken

# %% total
import autograder.answers.shelf as shelf

total, sent = 1, []
send = shelf.send


def send_an_old_one(channel, frame, **options):
    sent.append(sent[0] if frame.tree.get("ok") == {"list": ["prime"]} else frame)
    send(channel, sent[-1], **options)


shelf.send = send_an_old_one

# %% kinds
kinds = ["prime"]
