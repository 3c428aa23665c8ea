"""Students' models in the examiner, through the real processes."""

from collections.abc import Iterator

import pytest
from engine_course import Check, Exam, Locked, Work, open_exam

PREFIX = Locked(
    "import numpy as np\n"
    "import pandas as pd\n"
    "from sklearn.ensemble import RandomForestRegressor\n"
    "from sklearn.linear_model import Ridge\n"
    "from sklearn.neural_network import MLPRegressor\n"
    "from sklearn.pipeline import Pipeline, make_pipeline\n"
    "from sklearn.preprocessing import StandardScaler\n"
    "x = np.linspace(0, 3, 40)\n"
    "table = pd.DataFrame({'x': x, 'y': x ** 2, 'z': np.sin(x)})\n"
    "wave = MLPRegressor(hidden_layer_sizes=(8,), solver='lbfgs', max_iter=200, random_state=0)\n"
    "wave.fit(table[['x']], table['z'])\n"
    "forest = RandomForestRegressor(3, random_state=0).fit(table[['x']], table['z'])"
)
SOLUTION = "def fit_regressor(X, y):\n    return None"
TEST = (
    "data = pd.DataFrame({'a': np.linspace(1, 2, 50), 'b': np.linspace(2, 1, 50) ** 2})\n"
    "model = fit_regressor(data, data['a'] * data['b'])\n"
    "assert isinstance(model, Pipeline), 'no pipeline'\n"
    "assert isinstance(model[-1], MLPRegressor), 'no network'\n"
    "assert list(model.feature_names_in_) == ['a', 'b'], 'columns'\n"
    "assert model.score(data, data['a'] * data['b']) > 0.9, 'score'"
)
NETWORK = "MLPRegressor(hidden_layer_sizes=(9,), solver='lbfgs', max_iter=300, random_state=0)"


@pytest.fixture(scope="module")
def exam() -> Iterator[Exam]:
    with open_exam(PREFIX) as opened:
        yield opened


def fit(expression: str, before: str = "") -> str:
    return f"{before}\ndef fit_regressor(X, y):\n    return {expression}"


@pytest.mark.parametrize(
    ("student", "verdict", "message"),
    [
        (fit(f"make_pipeline(StandardScaler(), {NETWORK}).fit(X, y)"), "passed", ""),
        (
            "from sklearn.preprocessing import FunctionTransformer, PolynomialFeatures\n"
            + fit(
                "make_pipeline(FunctionTransformer(lambda t: t + 1), PolynomialFeatures(2),"
                f" StandardScaler(), {NETWORK}).fit(X, y)"
            ),
            "passed",
            "",
        ),
        (fit(f"{NETWORK}.fit(X, y)"), "failed", "no pipeline"),
        (fit("make_pipeline(StandardScaler(), Ridge()).fit(X, y)"), "failed", "no network"),
        (
            fit(
                "make_pipeline(Mine()).fit(X, y)",
                "class Mine(MLPRegressor):\n"
                "    def predict(self, X): return X['a'] * X['b']\n"
                "    def score(self, X, y): return 1.0",
            ),
            "failed",
            "no network",
        ),
        (
            fit(
                "honest(X, y)",
                "def honest(X, y):\n"
                f"    model = make_pipeline(StandardScaler(), {NETWORK}).fit(X, -y)\n"
                "    model.predict = lambda X: X['a'] * X['b']\n"
                "    model.score = lambda X, y: 1.0\n"
                "    Pipeline.score = MLPRegressor.score = model.score\n"
                "    return model",
            ),
            "failed",
            "score",
        ),
    ],
)
def test_a_function_that_returns_a_fitted_model(
    exam: Exam, student: str, verdict: str, message: str
) -> None:
    finding = exam.judge(student, hidden=TEST, master=SOLUTION)
    assert (finding.verdict, finding.message) == (verdict, message)


def test_a_model_of_the_prefix_is_passed_to_a_students_function(exam: Exam) -> None:
    student = (
        "def score_between(model, low, high):\n"
        "    part = table[table['x'].between(low, high)]\n"
        "    return model.score(part[['x']], part['z'])"
    )
    test = (
        "part = table[table['x'] <= 2]\n"
        "for model in (wave, forest):\n"
        "    expected = model.score(part[['x']], part['z'])\n"
        "    assert np.isclose(score_between(model, 0, 2), expected), 'score'"
    )
    assert exam.judge(student, hidden=test).verdict == "passed"
    rebound = f"{student}\nwave = forest = None"
    assert exam.judge(rebound, hidden=test).verdict == "passed"


def test_a_student_cannot_change_a_model_of_the_prefix(exam: Exam) -> None:
    student = (
        "def score_between(model, low, high):\n"
        "    model.intercepts_[-1][:] = 1e9\n"
        "    model.coefs_ = [layer * 0 for layer in model.coefs_]\n"
        "    return -1e18"
    )
    test = (
        "before = wave.predict(table[['x']])\n"
        "score_between(wave, 0, 2)\n"
        "assert np.array_equal(wave.predict(table[['x']]), before), 'changed'"
    )
    assert exam.judge(student, hidden=test).verdict == "passed"


def test_a_trained_model_bound_by_a_students_cell(exam: Exam) -> None:
    right = "model = make_pipeline(StandardScaler(), Ridge()).fit(table[['x']], table['y'])"
    test = "assert type(model) is Pipeline and model.score(table[['x']], table['y']) > 0.9, 'fit'"
    marked = exam.grade(
        Work(right, "model = None"),
        Check("isinstance(model, Pipeline)", test),
        Work("model.predict = lambda X: table['y']"),
        Check(hidden=test),
        Work("model = 'no model'", "model = None"),
        Check(hidden=test),
    )
    assert marked.verdicts == ["passed", "passed", "failed"]


def test_a_class_that_the_prefix_has_not_loaded() -> None:
    student = (
        "from sklearn.linear_model import LinearRegression\n"
        "model = LinearRegression().fit([[0.0], [1.0]], [1.0, 3.0])"
    )
    test = (
        "from sklearn.linear_model import LinearRegression\n"
        "assert isinstance(model, LinearRegression), 'class'\n"
        "assert np.allclose(model.predict([[2.0]]), [5.0]), 'line'"
    )
    with open_exam(Locked("import numpy as np")) as exam:
        assert exam.judge(student, hidden=test).verdict == "passed"
