# title: answers, types and errors of a function whose texts command what explains them
# exercise: Exercise 1
# points: total-test=0, kinds-test=0, rescale-public=0, rescale-test=0, model-test=0
# shows: answers are ready

# %% total
trick = "\x1b]0;won\x07\x1b[2J\x9b31m\r\u202e<script>window.won=1</script><img src=x onerror=window.won=1>\0[red]a[/]"
total = trick

# %% kinds
kinds = [trick, trick.encode(), {trick: trick}]

# %% rescale
Odd = type(trick.replace("\0", ""), (Exception,), {})


def rescale(values):
    print(trick)
    raise Odd(trick)


# %% model
class Shown:
    def __repr__(self):
        print(trick)
        return trick

    def __getattr__(self, name):
        raise Odd(trick)

    def predict(self, rows):
        raise Odd(trick)


model = Shown()
print("answers are ready")
