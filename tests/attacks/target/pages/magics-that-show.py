# title: magics that run scripts, frames and shells in a page
# exercise: Exercise 2
# shows: magics have run

# %% insert-before total
%%javascript
window.won=1;document.title='won';fetch('http://127.0.0.1:@TCP@/magic')

# %% insert-before kinds
%%html
<script>window.won=1</script><table><tr><td onclick="window.won=1">a</td></tr></table>

# %% insert-before rescale
%%svg
<svg xmlns="http://www.w3.org/2000/svg" onload="window.won=1"></svg>

# %% insert-before figure
%%latex
$\href{javascript:window.won=1}{x}$ <script>window.won=1</script>

# %% insert-before model
%%markdown
<script>window.won=1</script> [a](javascript:window.won=1)

# %% insert-before summary
print("magics have run")
