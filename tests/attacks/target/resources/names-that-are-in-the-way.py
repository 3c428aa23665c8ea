# title: files of strange names, links in a circle and links that lead outside
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
print("made")
