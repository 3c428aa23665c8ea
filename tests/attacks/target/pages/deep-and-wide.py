# title: outputs and text with thousands of nested and unended tags, to stop whatever cleans them
# exercise: Exercise 7
# shows: deep text was shown

# %% insert-before essay
from IPython.display import HTML, Markdown, display

print("deep text was shown")
display(HTML("<table>" + "<div>" * 50_000 + "<script>window.won=1</script>"))
display(HTML("<table>" + "<tr><td><table>" * 1900 + "<script>window.won=1</script>"))
display(HTML("<table>" + "<b><i>" * 2900 + "<img src=x onerror=window.won=1>"))
display(HTML("<table>" + "&" * 100_000 + "<img src=x onerror=window.won=1>"))
display(Markdown("<b>" * 6000 + "<script>window.won=1</script>"))
display(Markdown("*a **b " * 2500 + "<script>window.won=1</script>"))
print("<script>window.won=1</script>" * 2000)
print("\x1b]" + "x" * 100_000)
