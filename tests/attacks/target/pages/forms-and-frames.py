# title: frames, objects and forms, which ask for a password in the instructor's page
# exercise: Exercise 7
# shows: a form was shown

# %% essay
<iframe src="javascript:window.top.won=1"></iframe>
<iframe srcdoc="<script>window.top.won=1</script>"></iframe>
<object data="data:text/html,<script>window.top.won=1</script>"></object>
<embed src="http://127.0.0.1:@TCP@/embed"> <applet code=a></applet> <frameset onload=window.won=1>
<form action="http://127.0.0.1:@TCP@/form" method=post><input name=password type=password autofocus onfocus="window.won=1">
<button formaction="javascript:window.won=1">Sign in again</button></form>
<button type=submit form=x onclick="window.won=1">Full credit</button>
<dialog open>Your session has ended</dialog> <marquee onstart=window.won=1>m</marquee>
<template><script>window.won=1</script></template> <portal src="http://127.0.0.1:@TCP@/portal"></portal>

# %% insert-before essay
from IPython.display import HTML, IFrame, display

display(IFrame("http://127.0.0.1:@TCP@/iframe", 300, 200))
display(HTML('<form action="http://127.0.0.1:@TCP@/post"><input name=password></form>'))
display(
    {"text/html": "<script>window.top.won=1</script>"},
    raw=True,
    metadata={"text/html": {"isolated": True}},
)
print("a form was shown")
