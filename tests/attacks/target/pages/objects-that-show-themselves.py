# title: objects whose own display methods give scripts, to be shown without asking for it
# exercise: Exercise 6
# shows: it shows itself

# %% insert-before summary
class Odd:
    def _repr_html_(self):
        return "<table><tr><td onclick='window.won=1'><script>window.won=1</script></td></tr></table>"

    def _repr_javascript_(self):
        return "window.won=1"

    def _repr_svg_(self):
        return "<svg onload='window.won=1'></svg>"

    def _repr_markdown_(self):
        return "<img src=x onerror=window.won=1>"

    def _repr_latex_(self):
        return "$</p><script>window.won=1</script>$"

    def _repr_mimebundle_(self, **options):
        return {"application/javascript": "window.won=1", "text/html": self._repr_html_()}, {
            "text/html": {"isolated": True}
        }

    def __repr__(self):
        return "it shows itself \x1b]0;won\x07"


print(Odd())
Odd()
