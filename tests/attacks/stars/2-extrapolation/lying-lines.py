# title: lines whose data are asked for in Python and answered by a method of their own
# exercise: Exercise 3
# based-on: shortest-extrapolation
# points: extended-figure-model=0, extended-figure-range=0, extended-figure-sine=0

# %% extended-figure
from matplotlib.lines import Line2D


class Wide(Line2D):
    curve = None

    def get_xydata(self):
        x = np.linspace(-10, 30, 800)
        return np.column_stack([x, self.curve(x)])


figure, ax = plt.subplots()
for name, curve in (("sine", np.sin), ("model", network_output)):
    line = Wide([0, 1], [0, 1], label=name)
    line.curve = curve
    ax.add_line(line)
ax.plot(sine_x, network_output(sine_x), color="C0")
ax.set(xlim=(-10, 30), xlabel="x", ylabel="y")
ax.legend()
