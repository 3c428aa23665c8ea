# title: SVG pictures with script, handlers, foreign objects and references to elsewhere
# exercise: Exercise 4
# shows: pictures were shown

# %% insert-after figure
from IPython.display import HTML, SVG, display

head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
address = "http://127.0.0.1:@TCP@/svg"
pictures = [
    f'{head} onload="window.won=1"><script>window.won=1;fetch("{address}")</script></svg>',
    f'{head}><foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml">'
    f'<iframe src="{address}"></iframe><script>window.won=1</script></body></foreignObject></svg>',
    f'{head}><use href="{address}#a" xlink:href="{address}#b"/><image href="{address}"/></svg>',
    f'{head}><a xlink:href="javascript:window.won=1"><text y="20">press</text></a></svg>',
    f'{head}><animate onbegin="window.won=1" attributeName="x" dur="1s"/>'
    f'<set attributeName="href" to="javascript:window.won=1"/></svg>',
    f'{head}><style>@import url("{address}");*{{fill:url("{address}#c")}}</style></svg>',
]
for picture in pictures:
    display(SVG(picture))
    display(HTML(picture))
    display({"image/svg+xml": picture, "text/html": f"<table><tr><td>{picture}</table>"}, raw=True)
print("pictures were shown")
