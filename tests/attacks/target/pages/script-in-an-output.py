# title: outputs of HTML hold scripts, in five notations
# exercise: Exercise 1
# shows: five scripts were shown

# %% total
from IPython.display import HTML, display

total = int(table["y"].sum())

call = "window.won=1;document.title='won';fetch('http://127.0.0.1:@TCP@/script')"
display(HTML(f"<script>{call}</script>"))
display(HTML(f"<ScRiPt type=module>{call}</sCrIpT >"))
display(HTML(f"<script src='http://127.0.0.1:@TCP@/script.js'></script>"))
display(HTML(f"<scr<script>ipt>{call}</scr</script>ipt>"))
display({"text/html": f"<script>{call}</script>"}, raw=True)
print("five scripts were shown")
