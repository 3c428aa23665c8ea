# title: outputs of kinds that nobody knows, whose very names are markup and escapes
# exercise: Exercise 1
# shows: kinds were shown

# %% total
from IPython.display import display

total = int(table["y"].sum())

text = "<script>window.won=1</script>"
display({"<img src=x onerror=window.won=1>": text}, raw=True)
display({"\x1b]0;won\x07\u202etext/html": text, "text/HTML": text, "text/html ": text}, raw=True)
display({"text/html; charset=utf-7": "+ADw-script+AD4-window.won=1+ADw-/script+AD4-"}, raw=True)
display({"application/xhtml+xml": f"<html xmlns='http://www.w3.org/1999/xhtml'>{text}</html>"}, raw=True)
display({"application/vnd.own": text, "image/gif": text, "text/css": "*{display:none}"}, raw=True)
display({"application/json": {"html": text}, "application/geo+json": {"type": text}}, raw=True)
display({"text/plain": text, "text/x-python": text}, raw=True)
print("kinds were shown")
