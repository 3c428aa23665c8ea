# title: an answer that starts threads without end when a test looks at it
# exercise: Exercise 6
# points: summary-test=0
# peers: no
# cost: long

# %% summary
import threading
import time


class Summary:
    def __len__(self):
        threading.stack_size(32768)
        while True:
            try:
                threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
            except BaseException:
                pass


summary = Summary()
