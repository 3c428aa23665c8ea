# title: leaves files whose names are no text, or steer terminals
# exercise: Exercise 1
# shows: names: left

# %% total
import os

total = int(table["y"].sum())

for name in (b"\xff\xfe@LEFT@", b"\x1b[2J", b"new\nline", b"-rf", b" ", b"x" * 255, "é".encode("latin-1"), b"*", b"~"):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
os.mkdir(b"\xffolder")
os.symlink(b"\xff" * 1000, "nowhere")
print("names: left")
