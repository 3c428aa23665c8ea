# title: added cells that each take a little less than they may: the whole notebook has a limit
# exercise: Exercise 6
# points: summary-test=0
# verdicts: summary-test=timeout
# peers: no
# cost: long

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)

# %% insert-after summary
import time

time.sleep(3.5)
