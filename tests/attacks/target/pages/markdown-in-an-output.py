# title: markdown that is an output, with HTML, pictures from elsewhere and attachments that are not there
# exercise: Exercise 1
# shows: markdown was shown

# %% total
from IPython.display import Markdown, display

total = int(table["y"].sum())

for text in (
    "<script>window.won=1</script>",
    "<img src=x onerror=window.won=1>",
    "[a](javascript:window.won=1) ![b](http://127.0.0.1:@TCP@/b) ![c](attachment:none.png)",
    "```mermaid\n<script>window.won=1</script>\n```",
    "<div>\n\n<script>window.won=1</script>\n\n</div>",
    "![d](data:image/svg+xml;base64,PHN2Zy8+) ![e](data:text/html,<script>window.won=1</script>)",
    "> " * 200 + "deep",
    "[" * 500 + "]" * 500,
):
    display(Markdown(text))
    display({"text/markdown": text}, raw=True)
print("markdown was shown")
