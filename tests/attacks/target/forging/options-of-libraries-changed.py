# title: changes options of NumPy, pandas, Matplotlib, warnings and locale: right is right
# exercise: Exercise 1
# shows: changed

# %% total
import decimal
import locale
import os
import random
import warnings

total = int(table["y"].sum())
np.seterr(all="raise")
np.set_printoptions(precision=1, threshold=2)
np.random.seed(1)
random.seed(1)
pd.set_option("display.max_rows", 1)
pd.set_option("mode.chained_assignment", "raise")
warnings.simplefilter("error")
plt.rcParams.update({"axes.labelsize": 2, "axes.grid": True})
decimal.getcontext().prec = 1
os.environ.update({"LC_ALL": "C", "PYTHONHASHSEED": "5", "MPLBACKEND": "pdf", "TZ": "Asia/Tokyo"})
locale.setlocale(locale.LC_ALL, "C")
os.umask(0o777)
os.umask(0o022)
print("changed")
