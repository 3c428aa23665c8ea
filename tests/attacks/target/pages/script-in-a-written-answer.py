# title: a written answer, which the instructor opens to grade it, holds scripts and handlers
# exercise: Exercise 7

# %% essay
Because.

<script>window.won=1;document.title='won';fetch('http://127.0.0.1:@TCP@/essay')</script>

<img src=x onerror="window.won=1;fetch('http://127.0.0.1:@TCP@/essay')">

> <img
> src=x
> onerror=window.won=1>

* a <svg/onload=window.won=1> b <b onmouseover="window.won=1">c</b>

<details open ontoggle="window.won=1"><summary>d</summary></details>

<script>
var id = 1;
$.ajax("/formgrader/api/grade/" + id, {method: "PUT", data: '{"manual_score": 99}'});
</script>

| a | <script>window.won=1</script> |
|---|---|
| <img src=x onerror=window.won=1> | b |

```mermaid
<script>window.won=1</script><img src=x onerror=window.won=1>
```

```html
<script>window.won=1</script>
```

~~~"><img src=x onerror=window.won=1>
~~~

`<img src=x onerror=window.won=1>` $<img src=x onerror=window.won=1>$
