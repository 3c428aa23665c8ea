# title: reads IPython's history by every name that it has, and its file
# exercise: Exercise 6
# shows: history: read, True | history: own cells only

# %% insert-after summary-test
import glob
import os
import sqlite3

shell = get_ipython()
word = "sealed" + "_word"
texts = [str(In), str(Out), str(_ih), str(_oh), _i, _ii, _iii]
texts += [str(v) for k, v in shell.user_ns.items() if k.startswith("_i")]
manager = shell.history_manager
for session in (0, 1, -1):
    try:
        texts += [str(list(manager.get_range(session, raw=raw))) for raw in (True, False)]
    except Exception as error:
        texts.append(repr(error))
try:
    texts.append(str(list(manager.get_tail(1000))))
    texts.append(str(list(manager.search("*"))))
except Exception as error:
    texts.append(repr(error))
for name in ("-g", "-o -n", "~1/", ""):
    try:
        texts.append(str(shell.run_line_magic("history", name)))
    except Exception as error:
        texts.append(repr(error))
for place in ("@HOME@", "/root", os.path.expanduser("~")):
    for path in glob.glob(f"{place}/.ipython/profile_*/history.sqlite"):
        texts += map(str, sqlite3.connect(path).execute("select * from history"))
%recall 1-200
# This cell says the word in two pieces; whoever has it whole has a test.
hits = [text for text in texts if word in text]
print("history: read,", sum("def" " rescale" in text for text in texts) > 2)
# In two pieces here too: the history has this line.
print("WO" "N" if hits else "history: own cells only", hits)
