# title: pictures, fonts, frames and hints that would tell somebody that the page was opened
# exercise: Exercise 7
# shows: pixels were shown

# %% essay
![pixel](http://127.0.0.1:@TCP@/md) ![p](//127.0.0.1:@TCP@/md) ![r][r] ![u](file:///etc/passwd)

[r]: http://127.0.0.1:@TCP@/ref

<img src="http://127.0.0.1:@TCP@/img"> <img srcset="http://127.0.0.1:@TCP@/set 1x" src="">
<picture><source srcset="http://127.0.0.1:@TCP@/source"></picture> <input type=image src="http://127.0.0.1:@TCP@/input">
<video poster="http://127.0.0.1:@TCP@/poster" src="http://127.0.0.1:@TCP@/video" autoplay></video>
<audio src="http://127.0.0.1:@TCP@/audio" autoplay></audio> <track src="http://127.0.0.1:@TCP@/track">
<table background="http://127.0.0.1:@TCP@/table"><tr><td background="http://127.0.0.1:@TCP@/td">a</table>
<link rel=prefetch href="http://127.0.0.1:@TCP@/prefetch"><link rel=dns-prefetch href="//127.0.0.1:@TCP@">
<link rel=preload as=image href="http://127.0.0.1:@TCP@/preload"><link rel=icon href="http://127.0.0.1:@TCP@/icon">
<meta http-equiv=refresh content="0;url=http://127.0.0.1:@TCP@/refresh"><base href="http://127.0.0.1:@TCP@/">
<body background="http://127.0.0.1:@TCP@/body"> <q cite="http://127.0.0.1:@TCP@/cite">b</q>

# %% insert-before essay
from IPython.display import HTML, Image, Markdown, display

display(Image(url="http://127.0.0.1:@TCP@/image"))
display(HTML('<table><tr><td><img src="http://127.0.0.1:@TCP@/cell"></td></tr></table>'))
display(HTML('<img src="http://127.0.0.1:@TCP@/html">'))
display(Markdown("![a](http://127.0.0.1:@TCP@/markdown)"))
display({"text/html": '<iframe src="http://127.0.0.1:@TCP@/frame"></iframe>'}, raw=True)
print("pixels were shown")
