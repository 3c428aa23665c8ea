# title: reads and replaces another student's submission, its copy and its page
# exercise: Exercise 1
# shows: submission: refused | copy: refused | page: refused | listing: refused | replaced: refused

# %% total
import os

total = int(table["y"].sum())

theirs = "@CLASSMATE@"
places = {
    "submission": theirs,
    "copy": "@COURSE@/autograded/classmate/vault/vault.ipynb",
    "page": "@COURSE@/feedback/classmate/vault/vault.html",
}
for name, path in places.items():
    try:
        print("WON", name, open(path).read())
    except OSError:
        print(f"{name}: refused")
for folder in ("@COURSE@/submitted", "@COURSE@/autograded", os.path.dirname(theirs), "@COURSE@"):
    try:
        print("WON listing", os.listdir(folder))
    except OSError:
        print("listing: refused")
for action in (
    lambda: open(theirs, "a").close(),
    lambda: os.replace("numbers.csv", theirs),
    lambda: os.rename(theirs, "theirs.ipynb"),
    lambda: os.unlink(theirs),
    lambda: os.link(theirs, "theirs.ipynb"),
    lambda: os.truncate(theirs, 0),
):
    try:
        action()
        print("WON replaced")
    except OSError:
        print("replaced: refused")
