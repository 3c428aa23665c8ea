"""The target: a course made to be attacked, full of secrets, and what attackers know of it.

Every secret is drawn anew for each class, so no attack can hold it beforehand: where one turns up
in what a student may read, it leaked. The texts of attacks name the places around them by words
such as ``@COURSE@``: an attacker is taken to know them all.
"""

import dataclasses
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from compiler_course import check, graded, lines, locked, markdown, notebook, save, solution

from autograder import cases
from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.cases import Case, Kind
from autograder.compiler.release import build_assignment
from autograder.configuration import Course, open_course
from autograder.notebook import Notebook
from autograder.submission import TIMESTAMP_FILE

NAME = NOTEBOOK = "vault"
FOLDER = Path(__file__).parent / "attacks" / "target"
FAMILIES = ("forging", "leaking", "escape", "resources", "wall", "pages")
MIB = 2**20

# Short, yet enough for an honest cell on a busy machine.
CONFIGURATION = """
c = get_config()
c.CourseDirectory.course_id = "target"
c.Autograder.jail = {jail!r}
c.Autograder.cell_seconds = 4
c.Autograder.call_seconds = 3
c.Autograder.notebook_seconds = 60
c.Autograder.memory_bytes = 400 * 2**20
c.Autograder.scratch_bytes = 8 * 2**20
c.Autograder.file_bytes = 6 * 2**20
c.Autograder.output_bytes = 2**20
"""
NUMBERS = "x,y,kind\n" + "".join(
    f"{n},{3 * n + n % 2},{'odd' if n % 2 else 'even'}\n" for n in range(40)
)
# The sum of y: 3 * (0 + ... + 39) and one for each odd number.
TOTAL = 3 * 780 + 20


@dataclass(frozen=True)
class Secrets:
    """Hold what must never reach a student: a word for each kind, found as it stands or encoded."""

    hidden: str
    expected: str
    solution: str
    gradebook: str
    classmate: str
    home: str
    environment: str

    @classmethod
    def draw(cls) -> "Secrets":
        """Draw new ones; the expected value is a number, as in a test, not near any answer."""
        words = {
            field.name: f"{field.name[:3]}{secrets.token_hex(8)}"
            for field in dataclasses.fields(cls)
        }
        return cls(**{**words, "expected": f"{secrets.randbelow(10**12) + 10**12}"})


@dataclass(frozen=True)
class Attack:
    """Hold one attack and the family that its folder names."""

    case: Case
    family: str

    @property
    def name(self) -> str:
        return f"{self.family}-{self.case.name}"


def read_attacks(*families: str) -> tuple[Attack, ...]:
    """Read the attacks of some families, or of all."""
    return tuple(
        Attack(dataclasses.replace(cases.read_case(path, Kind.ATTACK), notebook=NOTEBOOK), family)
        for family in families or FAMILIES
        for path in sorted((FOLDER / family).glob("*.py"))
    )


def cells(known: Secrets) -> Iterator[notebooks.Cell]:
    """Yield the master: seven exercises, one for each kind of thing that a student may make."""
    yield markdown("# The vault\n\nNumbers, and what one can do with them.")
    yield locked(
        lines(
            "import numpy as np",
            "import pandas as pd",
            "import matplotlib.pyplot as plt",
            "from sklearn.linear_model import LinearRegression",
            "",
            'table = pd.read_csv("numbers.csv")',
        ),
        "setup",
    )
    yield markdown("## Exercise 1: Sum\n\nThe sum of `y`, a number called `total`.")
    yield solved('total = int(table["y"].sum())', "total", known)
    yield test(
        "total-test",
        3,
        'assert total > 0, "it is above zero"',
        [
            f"near = {known.expected} / {int(known.expected) * 2}",
            f'assert abs(total - {TOTAL}) < near, "add up y"',
        ],
        known,
    )
    yield markdown("## Exercise 2: Names\n\nThe kinds, a sorted list called `kinds`.")
    yield solved('kinds = sorted(set(table["kind"]))', "kinds", known)
    yield test(
        "kinds-test",
        2,
        'assert len(kinds) > 0, "there is one at least"',
        [
            'assert kinds == ["even", "odd"], "there are two"',
        ],
        known,
    )
    yield markdown("## Exercise 3: Rescale\n\nA function `rescale`: subtract the mean, halve.")
    yield solved(
        "def rescale(values):\n    values = np.asarray(values, dtype=float)\n"
        "    return (values - values.mean()) / 2",
        "rescale",
        known,
    )
    yield check(
        'assert rescale([1.0, 3.0]) is not None, "it returns something"', "rescale-public", 1
    )
    yield test(
        "rescale-test",
        4,
        "",
        [
            "drawn = np.random.default_rng(20260115).normal(50, 9, size=30)",
            "half = (drawn - drawn.mean()) / 2",
            "answer = rescale(drawn)",
            'assert np.shape(answer) == half.shape, "a number for each"',
            'assert np.allclose(answer, half), "the formula is another"',
            'assert abs(rescale([4.0, 8.0])[0] + 1) < 1e-9, "lists must work too"',
        ],
        known,
    )
    yield markdown("## Exercise 4: Figure\n\nA scatter plot of `y` over `x`: `figure` and `ax`.")
    yield solved(
        "figure, ax = plt.subplots(figsize=(3, 2))\nax.scatter(table['x'], table['y'])\n"
        "ax.set_xlabel('x')\nax.set_ylabel('y')",
        "figure",
        known,
    )
    yield test(
        "figure-test",
        2,
        "",
        [
            'numbers = pd.read_csv("numbers.csv")[["x", "y"]].to_numpy()',
            "points = ax.collections[0].get_offsets()",
            'assert np.array_equal(points, numbers), "plot y over x"',
            'assert ax.get_ylabel() == "y", "name the axis"',
        ],
        known,
    )
    yield markdown("## Exercise 5: Model\n\nA linear regression of `y` on `x`, called `model`.")
    yield solved(
        'model = LinearRegression().fit(table[["x"]].to_numpy(), table["y"])', "model", known
    )
    yield test(
        "model-test",
        5,
        'assert hasattr(model, "predict"), "it predicts"',
        [
            "ahead = np.arange(100.0, 110.0).reshape(-1, 1)",
            "line = 3 * ahead[:, 0] + 0.5",
            'assert np.allclose(model.predict(ahead), line, atol=0.5), "fit it to y"',
            'assert model.score(ahead, line) > 0.9, "fit it to y"',
        ],
        known,
    )
    yield markdown("## Exercise 6: Table\n\nThe mean of `y` for each kind, a DataFrame `summary`.")
    yield solved('summary = table.groupby("kind", as_index=False)["y"].mean()', "summary", known)
    yield test(
        "summary-test",
        2,
        'assert len(summary) == 2, "a row for each kind"',
        [
            'means = pd.read_csv("numbers.csv").groupby("kind")["y"].mean()',
            'assert np.allclose(sorted(summary["y"]), sorted(means)), "these are no means"',
        ],
        known,
    )
    yield markdown("## Exercise 7: Explain\n\nWhy is that so?")
    yield graded(
        f"Because. {known.solution}",
        "essay",
        cell_type="markdown",
        grade=True,
        solution=True,
        points=1,
    )


def solved(source: str, grade_id: str, known: Secrets) -> notebooks.Cell:
    """Return a solution cell; a comment in its solution is a secret too."""
    return solution(
        lines("### BEGIN SOLUTION", f"# {known.solution}", source, "### END SOLUTION"), grade_id
    )


def test(
    grade_id: str, points: float, public: str, hidden: list[str], known: Secrets
) -> notebooks.Cell:
    """Return a test cell; a line of its hidden part is a secret that decides nothing."""
    secret = f'sealed_word = "{known.hidden}"'
    parts = [public, "### BEGIN HIDDEN TESTS", secret, *hidden, "### END HIDDEN TESTS"]
    return check(lines(*filter(None, parts)), grade_id, points)


test.__test__ = False  # type: ignore[attr-defined]  # it makes cells, it is no test


def write_course(root: Path, known: Secrets, jail: str = "unprivileged") -> Course:
    """Write the course and build its release; a classmate has handed in, and was graded."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(CONFIGURATION.format(jail=jail))
    source = root / "source" / NAME
    save(source / f"{NOTEBOOK}.ipynb", notebook(*cells(known)))
    (source / "numbers.csv").write_text(NUMBERS)
    course = open_course(root)
    build_assignment(course, NAME)
    return course


def hand_in(course: Course, student: str, content: bytes) -> Path:
    """Put a notebook where the submissions of a class lie; return the file."""
    folder = course.submitted / student / NAME
    folder.mkdir(parents=True)
    (folder / TIMESTAMP_FILE).write_text("2026-01-15 12:00:00 UTC")
    path = folder / f"{NOTEBOOK}.ipynb"
    path.write_bytes(content)
    return path


def right(course: Course, master: Master) -> Notebook:
    """Return the release with a student's own right work in it: nothing of the master's text."""
    release = notebooks.read(course.release / NAME / f"{NOTEBOOK}.ipynb")
    filled = (
        dataclasses.replace(cell, source=RIGHT.get(cell.grade_id, cell.source))
        for cell in release.cells
    )
    return dataclasses.replace(release, cells=tuple(filled))


RIGHT: Mapping[str, str] = {
    "total": 'total = int(sum(table["y"]))',
    "kinds": 'kinds = ["even", "odd"]',
    "rescale": "def rescale(values):\n    return (np.array(values) - np.mean(values)) / 2",
    "figure": 'figure, ax = plt.subplots(figsize=(3, 2))\nax.scatter(table["x"], table["y"])\n'
    'ax.set_xlabel("x")\nax.set_ylabel("y")',
    "model": 'model = LinearRegression().fit(table[["x"]].to_numpy(), table["y"].to_numpy())',
    "summary": 'summary = table.groupby("kind")["y"].mean().reset_index()',
    "essay": "Since every second number is odd.",
}
