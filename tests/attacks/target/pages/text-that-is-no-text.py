# title: half characters and bytes that are no UTF-8, between markup
# exercise: Exercise 1
# shows: bytes were shown

# %% total
import os
import sys

from IPython.display import HTML, display

total = int(table["y"].sum())

print("\ud800<script>window.won=1</script>\udfff \U0010ffff \ufffe")
display(HTML("<table><tr><td>\ud800\udc00<\ud800script>window.won=1</script>"))
for line in (sys.stdout, sys.__stdout__):
    try:
        line.buffer.write(b"\xff\xfe<script>window.won=1</script>\xc0\xbcscript\xc0\xbe\x80\x9b2J")
    except Exception as error:
        print(type(error).__name__)
try:
    os.write(1, b"\x1b]0;won\x07\xff<script>window.won=1</script>")
except OSError as error:
    print(type(error).__name__)
display({"text/html": b"<table>\xff".decode("latin-1"), "text/plain": "\udcff"}, raw=True)
print("bytes were shown")
