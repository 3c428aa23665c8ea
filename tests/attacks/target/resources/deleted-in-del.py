# title: an answer whose end never comes: it makes itself anew whenever it is thrown away
# exercise: Exercise 1
# peers: no

# %% total
import time

total = int(table["y"].sum())


class Undead:
    def __del__(self):
        time.sleep(1)
        globals().setdefault("graveyard", []).append(self)
        Undead()


Undead()
