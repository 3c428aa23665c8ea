# title: an exception with a class name, a message and a source line that command a terminal or a page
# exercise: Exercise 2
# raises: <script>
# points: kinds-test=0
# shows: the message

# %% kinds
kinds = []
name = "\x1b]0;won\x07\x1b[2J\u202e<script>window.won=1</script>"
Broken = type(name, (Exception,), {"__module__": "<img src=x onerror=window.won=1>\x1b[31m"})
error = Broken(name, "the message")
error.add_note(name)
raise error from ValueError(name) # </script><script>window.won=1</script>
