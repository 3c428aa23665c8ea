"""Two small assignments of the benchmark's own, and what students hand in for them.

A `Lesson` is one master, and its works: the sources of the solution cells by grade id, right ones
and wrong ones. The cells that come first import what real courses import.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from compiler_course import check, code, lines, locked, markdown, notebook, solution

from autograder.assignment import BEGIN_HIDDEN, END_HIDDEN
from autograder.notebook import Cell, Notebook

Work = Mapping[str, str]
"""The sources of the solution cells, by grade id; what is left out stays as it was released."""


@dataclass(frozen=True)
class Lesson:
    """Hold an assignment of one notebook, and what students make of it."""

    name: str
    master: Notebook
    works: tuple[Work, ...]


def _solved(text: str, grade_id: str) -> Cell:
    return solution(lines("### BEGIN SOLUTION", text, "### END SOLUTION"), grade_id)


def _checked(public: str, hidden: str, grade_id: str, points: int) -> Cell:
    text = lines(public, f"### {BEGIN_HIDDEN}", hidden, f"### {END_HIDDEN}")
    return check(text, grade_id, points)


# ---- a few statements

_TABLE = """import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

plt.rcParams["figure.figsize"] = (6, 4)
table = pd.DataFrame(
    {
        "city": ["Bergen", "Lima", "Perth", "Quito"] * 30,
        "day": np.repeat(np.arange(30), 4),
    }
)
table["degrees"] = table["day"] / 10 + table["city"].map(len)"""
_MEANS = 'means = table.groupby("city")["degrees"].mean()'
_WARMEST = """def warmest(table):
    return table.groupby("city")["degrees"].mean().idxmax()"""
_MEANS_CHECK = (
    'assert len(means) == 4, "one mean for each city"',
    lines(
        'assert abs(means["Lima"] - 5.45) < 1e-9, "look at the mean of Lima again"',
        'assert abs(means["Bergen"] - 7.45) < 1e-9, "look at the mean of Bergen again"',
    ),
)
_WARMEST_CHECK = (
    'assert warmest(table) == "Bergen", "Bergen is the warmest"',
    lines(
        'other = pd.DataFrame({"city": ["A", "B", "B"], "degrees": [9.0, 30.0, -30.0]})',
        'assert warmest(other) == "A", "the mean counts, not the warmest day"',
    ),
)
_OTHER_MEANS = """means = {}
for city in table["city"].unique():
    means[city] = table.loc[table["city"] == city, "degrees"].mean()
means = pd.Series(means)
means"""
_OTHER_WARMEST = """def warmest(table):
    means = table.pivot_table(index="city", values="degrees")["degrees"]
    return means.sort_values().index[-1]
print(warmest(table))"""
LIGHT = Lesson(
    "light",
    notebook(
        markdown("# Temperatures"),
        locked(_TABLE, "setup"),
        markdown("## Exercise 1\n\nThe mean temperature of each city, as `means`."),
        _solved(_MEANS, "means"),
        _checked(*_MEANS_CHECK, "test_means", 2),
        markdown("## Exercise 2\n\nA function that names the city with the highest mean."),
        _solved(_WARMEST, "warmest"),
        _checked(*_WARMEST_CHECK, "test_warmest", 3),
    ),
    (
        {"means": _MEANS, "warmest": _WARMEST},
        {"means": _OTHER_MEANS, "warmest": _OTHER_WARMEST},
        {
            "means": f"{_MEANS}\nmeans",
            "warmest": _WARMEST.replace(".mean()", ".max()"),
        },
        {"means": _MEANS.replace("mean()", "median() + 1"), "warmest": _WARMEST},
        {"means": _MEANS, "warmest": "def warmest(table):\n    return tabel"},
        {"means": f"print(table.head())\n{_MEANS}"},
    ),
)

# ---- training that takes seconds

_POINTS = """import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.neural_network import MLPRegressor

random = np.random.default_rng(1)
points = random.uniform(-1, 1, (5000, 4))
heights = np.sin(3 * points[:, 0]) + points[:, 1] * points[:, 2]"""
_NETWORK = """model = MLPRegressor(
    hidden_layer_sizes={layers}, max_iter={rounds}, tol=0, random_state={seed}
)
model.fit(points, {truth})"""
HEAVY = Lesson(
    "heavy",
    notebook(
        markdown("# A network"),
        locked(_POINTS, "setup"),
        markdown("## Exercise 1\n\nTrain a network on the points, as `model`."),
        _solved(_NETWORK.format(layers="(50, 50)", rounds=140, seed=0, truth="heights"), "model"),
        _checked(
            'assert hasattr(model, "predict"), "a network that was trained"',
            lines(
                "fresh = np.random.default_rng(2).uniform(-1, 1, (500, 4))",
                "truth = np.sin(3 * fresh[:, 0]) + fresh[:, 1] * fresh[:, 2]",
                'assert np.mean((model.predict(fresh) - truth) ** 2) < 0.1, "it learns too little"',
            ),
            "test_model",
            3,
        ),
        markdown("## Exercise 2\n\nDraw what it predicts."),
        code(
            lines(
                "plt.scatter(heights[:500], model.predict(points[:500]), s=4)",
                'plt.xlabel("height")',
                'plt.ylabel("predicted height")',
                "plt.show()",
            )
        ),
    ),
    tuple(
        {"model": _NETWORK.format(layers=layers, rounds=rounds, seed=seed, truth=truth)}
        for seed, (layers, rounds, truth) in enumerate(
            [
                ("(50, 50)", 140, "heights"),
                ("(100,)", 280, "heights"),
                ("(20,)", 280, "heights"),
                ("(100, 50)", 140, "heights"),
                ("(50, 50)", 140, "heights ** 2"),
                ("(64, 64)", 180, "heights"),
            ]
        )
    ),
)
