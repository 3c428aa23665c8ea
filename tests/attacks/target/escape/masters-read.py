# title: reads masters, and what a course keeps of their tests and solutions
# exercise: Exercise 1
# shows: masters: refused

# %% total
import glob
import os

total = int(table["y"].sum())

known = [
    f"@COURSE@/{folder}"
    for folder in (
        "source/vault/vault.ipynb",
        "source/vault/numbers.csv",
        "source_with_tests/vault/vault.ipynb",
        "release/vault/vault.ipynb",
        "nbgrader_config.py",
    )
]
known += glob.glob("@COURSE@/**", recursive=True) + glob.glob("../**/*.ipynb", recursive=True)
for path in known:
    for way in (path, os.path.relpath(path), f"/proc/self/root{path}", f"//{path}", f"/proc/self/cwd/../..{path}"):
        try:
            print("WON", way, open(way, errors="replace").read()[:2000])
        except IsADirectoryError:
            pass
        except OSError:
            continue
print("masters: refused")
