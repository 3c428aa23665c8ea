# title: sends each answer twice, and an old answer for a new question
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, figure-test=0, model-test=0, summary-test=0
# peers: no

# %% total
import autograder.answers.shelf as shelf

total, sent = 1, []
send = shelf.send


def send_twice(channel, frame, **options):
    sent.append(frame)
    send(channel, sent[0], **options)
    send(channel, frame, **options)


shelf.send = send_twice
