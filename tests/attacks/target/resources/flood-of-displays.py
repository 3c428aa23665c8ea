# title: rich outputs: huge ones, tens of thousands of small ones, updates and clearings
# exercise: Exercise 1
# shows: the rest of this cell's output was left out
# peers: no
# cost: long

# %% total
from IPython.display import HTML, Image, clear_output, display, update_display

total = int(table["y"].sum())

# %% kinds
kinds = ["even", "odd"]
for number in range(3000):
    display(number, display_id="same")
for number in range(3000):
    update_display(number, display_id="same")
for _ in range(30000):
    clear_output(wait=True)

# %% rescale
def rescale(values):
    display(HTML("<p>" * 1_000_000))
    return (np.array(values) - np.mean(values)) / 2


display(HTML("<p>" * 20_000_000))
display(Image(data=bytes(20_000_000), format="png"))
display({"application/json": {"a": list(range(1_000_000))}}, raw=True)
