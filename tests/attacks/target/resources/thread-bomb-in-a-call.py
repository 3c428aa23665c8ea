# title: an answer that starts threads without end when a test looks at it
# exercise: Exercise 6
# points: summary-test=0
# verdicts: summary-test=crashed
# peers: no

# %% summary
import os
import signal
import threading
import time


class Summary:
    def __len__(self):
        threading.stack_size(32768)
        try:
            for _ in range(200):
                threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        except RuntimeError:
            # Refused at the bound, so there is nothing left to win.
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(2)
        raise ValueError("WON 200 threads, of which 64 may run")


summary = Summary()
