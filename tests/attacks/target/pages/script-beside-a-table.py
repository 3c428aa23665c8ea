# title: a table, which pages show as it is, with a script, handlers and styles in it
# exercise: Exercise 6
# shows: shown beside a table

# %% summary
from IPython.display import HTML, display

summary = table.groupby("kind", as_index=False)["y"].mean()

call = "window.won=1;fetch(&quot;http://127.0.0.1:@TCP@/table&quot;)"
display(
    HTML(
        f'<table onmouseover="{call}" style="position:fixed;inset:0" background="http://127.0.0.1:@TCP@/a">'
        f'<caption><script>window.won=1</script><img src=x onerror="{call}"></caption>'
        f'<tr><td onclick="{call}" tabindex=1 autofocus onfocus="{call}" id="points" class="earned">7</td>'
        f'<td><svg onload="{call}"><rect width=9 height=9></rect></svg></td>'
        f'<td><details open ontoggle="{call}"><summary>s</summary></details></td>'
        f'<td><a href="javascript:window.won=1">x</a><a href="https://elsewhere.example/">y</a></td></tr>'
        f'<style>body{{display:none}}</style></table><script>window.won=1</script>'
    )
)
print("shown beside a table")
