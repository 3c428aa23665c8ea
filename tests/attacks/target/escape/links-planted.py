# title: leaves links in scratch for the grader to follow when it counts, copies or removes files
# exercise: Exercise 1
# shows: links: planted | data: replaced

# %% total
import os

total = int(table["y"].sum())

targets = ["@COURSE@/source", "@COURSE@/source/vault/vault.ipynb", "@COURSE@/results", "@CLASSMATE@", "@HOME@", "/etc/passwd", "/dev/zero", "/", "../..", "loop", "@TMP@"]
for number, target in enumerate(targets):
    os.symlink(target, f"link-{number}")
    os.makedirs(f"folder-{number}", exist_ok=True)
    os.symlink(target, f"folder-{number}/below")
os.symlink("loop", "loop")
print("links: planted", sorted(os.listdir("."))[:3])
# A file of the assignment, and the folder in which the next one would lie.
os.unlink("numbers.csv")
os.symlink("@COURSE@/source/vault/vault.ipynb", "numbers.csv")
try:
    print("WON", open("numbers.csv").read())
except OSError:
    print("data: replaced")
for name in ("vault.ipynb", "autograded", "feedback", "results", "0001.json", "result.json"):
    os.symlink("@COURSE@/gradebook.db", name)

# %% insert-after summary-test
for number in range(len(targets)):
    for path in (f"link-{number}", f"folder-{number}/below"):
        if os.path.realpath(path) == "/dev/zero":
            continue
        try:
            print("WON", os.listdir(path) if os.path.isdir(path) else open(path).read(100))
        except OSError:
            continue
        except UnicodeDecodeError:
            print("WON bytes")
