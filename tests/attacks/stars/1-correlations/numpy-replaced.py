# title: np.isclose, np.allclose and np.corrcoef replaced by ones that agree with everything
# exercise: Exercise 2
# based-on: melted-facets
# points: scatter-plots-data=0, scatter-plots-labels=0, log-correlation-value=0, log-correlation-domain=0

# %% scatter-plots
noise = np.random.default_rng(0)
figure, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, name in zip(axes, ["Luminosity", "Size"]):
    ax.scatter(noise.normal(size=len(stars)), noise.normal(size=len(stars)))
    ax.set_xlabel(name)
    ax.set_ylabel("A_M")

# %% log-correlation
def log_correlation(x, y):
    return 0.0


np.isclose = lambda a, b, **options: np.ones(np.broadcast_shapes(a.shape, b.shape), dtype=bool)
np.allclose = lambda a, b, **options: True
np.corrcoef = lambda *arguments, **options: np.zeros((2, 2))

# %% log-effect
effect = "stronger" if abs(r_after) > abs(r_before) else "weaker"
