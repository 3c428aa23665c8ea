# title: links in a written answer that run or load something, in many spellings
# exercise: Exercise 7

# %% essay
[a](javascript:window.won=1) [b](JaVaScRiPt:window.won=1) [c](java&#x0A;script:window.won=1)
[d](&#106;avascript:window.won=1) [e](<javascript:window.won=1>) [f](vbscript:x)
[g](data:text/html;base64,PHNjcmlwdD53aW5kb3cud29uPTE8L3NjcmlwdD4=) [h](file:///etc/passwd)
[i](blob:x) [j](\\\\127.0.0.1\share) [k](//127.0.0.1:@TCP@/k) [l](/formgrader/api/students)
[m][m] [n]: javascript:window.won=1 <javascript:window.won=1>

[m]: javascript:window.won=1 "title' onclick='window.won=1"

<a href="java	script:window.won=1" target=_top>o</a> <a href=" javascript:window.won=1">p</a>
<a href="&#1;javascript:window.won=1">q</a> <a href="https://elsewhere.example/" ping="http://127.0.0.1:@TCP@/r" rel=opener>r</a>
<a href="https://elsewhere.example/" download onclick="window.won=1" style="position:fixed;inset:0">s</a>
<math href="javascript:window.won=1"><mi xlink:href="javascript:window.won=1">t</mi></math>
<area href="javascript:window.won=1"> <form action="javascript:window.won=1"><button>u</button></form>
