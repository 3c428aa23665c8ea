# title: asks IPython for the source of everything by ?, ??, %psource and %pfile
# exercise: Exercise 6
# shows: rescale: its source was given | sources: own only

# %% insert-after summary-test
rescale??
get_ipython?
%psource rescale
%pfile get_ipython
%pinfo2 display
import inspect

word = "sealed" + "_word"
texts = []
names = ["rescale", "display", "exit", "In", "Out"]
for value in [globals().get(name) for name in names]:
    for ask in (inspect.getsource, inspect.getfile, inspect.getcomments, inspect.getdoc):
        try:
            texts.append(str(ask(value)))
        except Exception:
            pass
for name in names:
    try:
        texts.append(str(get_ipython().object_inspect_text(name, 2)))
    except Exception:
        pass
hits = [text for text in texts if word in text and "get_ipython().object" not in text]
own = [text for text in texts if text.startswith("def" + " rescale")]
print("rescale:", "its source was given" if own else "nothing was given")
print("WON" if hits else "sources: own only", hits)
