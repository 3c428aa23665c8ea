# title: a folder without rights, with files of strange names, and links in a circle
# exercise: Exercise 1
# shows: made
# peers: no

# %% total
import os

total = int(table["y"].sum())
os.makedirs(os.path.join("a", "b", "c"))
for name in (b"\xff\xfe", b"new\nline", b"-rf", b" ", b"$(id)", b"x" * 255):
    open(os.path.join(b"a", name), "w").close()
os.symlink(".", "a/b/here")
os.symlink("/", "a/b/root")
os.umask(0o777)
os.mkdir("a/b/closed")
open("a/b/unreadable", "w").close()
print("made")
