# title: formulas that ask MathJax or KaTeX for links, packages, styles and classes
# exercise: Exercise 7
# shows: formulas were shown

# %% essay
$\href{javascript:window.won=1}{x}$ $\require{action}\toggle{a}{b}\endtoggle$ $\class{earned}{99}$

$$\style{position:fixed;inset:0;background:white}{\text{19 of 19 points}}$$
$$\cssId{points}{\unicode{x41}} \includegraphics{http://127.0.0.1:@TCP@/katex} \url{javascript:window.won=1}$$
$$\htmlData{onclick=window.won=1}{y} \htmlStyle{position:fixed}{z} \def\x{\x\x}\x$$
\begin{align}<img src=x onerror=window.won=1>\end{align}
\\(<script>window.won=1</script>\\) $</script><script>window.won=1</script>$

# %% insert-before essay
from IPython.display import Latex, Math, display

display(Math(r"\href{javascript:window.won=1}{press}"))
display(Latex(r"$</span><script>window.won=1</script>$ \input{/etc/passwd} \write18{id}"))
display({"text/latex": "<img src=x onerror=window.won=1>"}, raw=True)
print("formulas were shown")
