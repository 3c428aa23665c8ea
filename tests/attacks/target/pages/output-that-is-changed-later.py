# title: a display that was harmless when it was shown, and is a script after an update
# exercise: Exercise 2
# shows: it was changed

# %% total
from IPython.display import HTML, clear_output, display

total = int(table["y"].sum())
first = display(HTML("<table><tr><td>nothing</td></tr></table>"), display_id="<b onclick=window.won=1>")

# %% kinds
kinds = ["even", "odd"]
first.update(HTML("<table><tr><td><script>window.won=1</script><img src=x onerror=window.won=1></td></tr></table>"))
display(HTML("gone"))
clear_output(wait=True)
print("it was changed")
