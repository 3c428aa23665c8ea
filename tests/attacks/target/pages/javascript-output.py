# title: outputs that are JavaScript, and widgets that load some
# exercise: Exercise 1
# shows: programs were shown

# %% total
from IPython.display import Javascript, display

total = int(table["y"].sum())

call = "window.won=1;document.title='won';fetch('http://127.0.0.1:@TCP@/js')"
display(Javascript(call))
display(Javascript(call, lib="http://127.0.0.1:@TCP@/lib.js", css="http://127.0.0.1:@TCP@/x.css"))
for mime in ("application/javascript", "application/ecmascript", "text/javascript"):
    display({mime: call}, raw=True)
display({"application/vnd.jupyter.widget-view+json": {"model_id": "x", "version_major": 2}}, raw=True)
display({"application/vnd.jupyter.widget-view+json": {"no": "</script><script>window.won=1</script>"}}, raw=True)
display({"application/vnd.plotly.v1+json": {"data": [], "layout": {"title": "<img src=x onerror=window.won=1>"}}}, raw=True)
display({"application/vnd.bokehjs_exec.v0+json": "", "application/vnd.bokehjs_load.v0+json": call}, raw=True)
display({"application/pdf": "JVBERi0=", "text/vnd.mermaid": "graph TD; <script>window.won=1</script>"}, raw=True)
print("programs were shown")
