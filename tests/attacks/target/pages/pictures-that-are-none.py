# title: HTML and SVG called PNG and JPEG, and sizes and names of pictures that are markup
# exercise: Exercise 4
# shows: no pictures were shown

# %% insert-after figure
import base64

from IPython.display import display

text = "<script>window.won=1</script><svg onload=window.won=1>"
real = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 40).decode()
display({"image/png": text}, raw=True)
display({"image/png": base64.b64encode(text.encode()).decode()}, raw=True)
display({"image/jpeg": 'x" onerror="window.won=1'}, raw=True)
display({"image/png": real + '" onerror="window.won=1'}, raw=True)
display({"image/png": real, "text/plain": '" onload="window.won=1'}, raw=True)
for wrong in (
    {"image/png": {"width": "1 onload=window.won=1 onerror=window.won=1", "height": 1}},
    {"image/png": {"alt": '"><script>window.won=1</script>', "unconfined": True}},
    {"width": "1 onerror=window.won=1", "height": "1 onload=window.won=1"},
    {"filenames": {"image/png": "http://127.0.0.1:@TCP@/named"}},
    {"needs_background": "x onload=window.won=1", "tags": ["<script>window.won=1</script>"]},
):
    display({"image/png": real}, raw=True, metadata=wrong)
print("no pictures were shown")
