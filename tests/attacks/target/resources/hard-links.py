# title: hard links of one file without end, and of the data and of what others own
# exercise: Exercise 1
# points: total-test=0
# verdicts: total-test=missing
# shows: /etc/passwd: refused | first link made | This cell ended the notebook's process
# peers: no

# %% insert-before total
import os

for path in ("/etc/passwd", "@CLASSMATE@", "@COURSE@/nbgrader_config.py"):
    try:
        os.link(path, "@LEFT@")
        print("WON", path)
    except OSError:
        print(f"{path}: refused")
open("own", "w").close()
os.link("own", "link")
print("first link made")

# %% total
import os
import signal
import time

made = 1
try:
    while made < 4500:
        os.link("own", f"link-{made}")
        made += 1
except OSError:
    pass
if made < 4500:
    # Refused at the bound, so there is nothing left to win.
    os.kill(os.getpid(), signal.SIGKILL)
time.sleep(2)
print("WON", made, "links, of which two thousand may be made")
