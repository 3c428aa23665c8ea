# title: reads and writes the gradebook, the results and marks, as files and as a database
# exercise: Exercise 1
# shows: gradebook: refused | results: refused | written: refused

# %% total
import os
import sqlite3

total = int(table["y"].sum())

book = "@COURSE@/gradebook.db"
for address in (f"file:{book}?mode=ro", f"file:{book}?immutable=1", f"file:{book}"):
    try:
        rows = sqlite3.connect(address, uri=True).execute("select * from sqlite_master").fetchall()
        print("WON gradebook", rows)
    except sqlite3.Error:
        print("gradebook: refused")
for path in ("@COURSE@/gradebook-note", "@COURSE@/results/classmate/vault/0001.json", "@COURSE@/gradebook.db.lock"):
    try:
        print("WON", open(path, "rb").read()[:2000])
    except OSError:
        print("results: refused")
for path in (book, book + "-journal", "@COURSE@/results/classmate/vault/@LEFT@.json", "@COURSE@/results/@LEFT@"):
    for mode in ("r+b", "ab", "xb"):
        try:
            open(path, mode).close()
            print("WON written", path, mode)
        except OSError:
            print("written: refused")
for action in (os.mkdir, os.rmdir, os.unlink):
    try:
        action("@COURSE@/results/@LEFT@")
        print("WON", action)
    except OSError:
        print("written: refused")
