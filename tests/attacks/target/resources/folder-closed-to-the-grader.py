# title: folders without rights, so that nobody can measure or remove what is in them
# exercise: Exercise 6
# raises: KeyboardInterrupt
# points: summary-test=0
# peers: no
# cost: long

# %% summary
import os
import time

os.makedirs("a/b")
open("a/b/file", "w").close()
os.umask(0o777)
os.mkdir("a/closed")
open("a/unreadable", "w").close()
time.sleep(86400)
summary = table.groupby("kind")["y"].mean().reset_index()
