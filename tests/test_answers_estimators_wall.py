"""Estimators over a real wall: genuine ones, handles of others, and what pretends to be either."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegressionCV, Ridge
from sklearn.neural_network import MLPRegressor
from test_answers_wall import Case, student, verdict

# Loaded before the fork, as a prefix loads them: the examiner's own classes.
LOADED = (MLPRegressor, RandomForestRegressor, LogisticRegressionCV)

STUDENT = """
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegressionCV, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
"""
TEST = """
import numpy as np, pandas as pd
from sklearn.base import BaseEstimator, clone, is_classifier, is_regressor
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV, Ridge
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted
X = pd.DataFrame({"a": np.linspace(1, 2, 30), "b": np.linspace(3, 1, 30) ** 2})
y = 2 * X["a"] + X["b"]
"""
FIT = "def fit(X, y): return {}.fit(X, y)"

HONEST = (
    Case(
        "a fitted pipeline",
        FIT.format("make_pipeline(StandardScaler(), Ridge(alpha=1e-6))"),
        """
        m = fit(X, y)
        assert type(m) is Pipeline and isinstance(m[-1], Ridge) and m[-1].alpha == 1e-6
        assert list(m.feature_names_in_) == ["a", "b"] and m.score(X, y) > 0.999
        check_is_fitted(m)
        assert clone(m).fit(X, -y).score(X, -y) > 0.999
        """,
    ),
    Case(
        "a function of the student's in a pipeline",
        "def root(x): return np.sqrt(x)\n"
        "def fit(X, y): return make_pipeline(FunctionTransformer(root), Ridge()).fit(X, y)",
        """
        m = fit(X, y)
        again = make = clone(m).fit(X, y)
        assert type(m) is Pipeline and np.allclose(m[0].transform(X), np.sqrt(X))
        assert np.array_equal(again.predict(X), m.predict(X)) and "root" in repr(m)
        """,
    ),
    Case(
        "columns chosen by a function",
        FIT.format("ColumnTransformer([('s', StandardScaler(), lambda t: ['b'])])"),
        "assert fit(X, y).transform(X).shape == (30, 1)",
    ),
    Case(
        "a forest at the end of a pipeline",
        FIT.format("make_pipeline(StandardScaler(), RandomForestRegressor(5, random_state=0))"),
        """
        m = fit(X, y)
        assert type(m) is Pipeline and isinstance(m[-1], RandomForestRegressor)
        assert m.score(X, y) == r2_score(y, m.predict(X)) > 0.5
        assert m[-1].n_estimators == 5
        """,
    ),
    Case(
        "a forest",
        FIT.format("RandomForestClassifier(5, random_state=0)"),
        """
        m, kinds = fit(X, y > 7), (y > 7).to_numpy()
        assert isinstance(m, RandomForestClassifier) and is_classifier(m) and not is_regressor(m)
        assert m.score(X, kinds) == accuracy_score(kinds, m.predict(X))
        check_is_fitted(m)
        assert m == m and m != 3 and m != "passthrough"
        """,
    ),
    Case(
        "a search",
        FIT.format("GridSearchCV(Ridge(), {'alpha': [1e-6, 1e3]}, cv=3)"),
        """
        m = fit(X, y)
        assert isinstance(m, GridSearchCV) and m.best_params_ == {"alpha": 1e-6}
        assert type(m.best_estimator_) is Ridge and m.best_estimator_.score(X, y) > 0.999
        """,
    ),
    Case(
        "models in containers",
        "def fit(X, y):\n    m = Ridge(1e-6).fit(X, y)\n"
        "    return {'models': [m, Ridge()], 'best': (m, 0.5)}",
        """
        found = fit(X, y)
        assert found["models"][0] is found["best"][0] and found["best"][0].score(X, y) > 0.99
        assert type(found["models"][1]) is Ridge and not hasattr(found["models"][1], "coef_")
        """,
    ),
    Case("one model of two names", "m = Ridge(); n = m; o = Ridge()", "assert m is n is not o"),
    Case(
        "a model as an argument",
        "def rate(model, X, y): return model.score(X, y)",
        "m = Ridge().fit(X, y)\nassert rate(m, X, y) == m.score(X, y)",
    ),
    Case(
        "a model that is trained in place",
        "def train(model, X, y): model.fit(X, y)\ndef trained(model, X, y): return model.fit(X, y)",
        """
        m = Ridge(1e-6)
        assert train(m, X, y) is None and m.score(X, y) > 0.999
        assert trained(m, X, -y) is m and m.score(X, -y) > 0.999
        """,
    ),
    Case(
        "a function of NumPy's",
        "f = np.log10",
        "assert f is np.log10",
    ),
)


def judged(case: Case) -> str:
    with student(STUDENT + case.student, call_seconds=30) as wall:
        return verdict(wall, TEST + _dedented(case.test))


def _dedented(text: str) -> str:
    return "\n".join(line.removeprefix("        ") for line in text.splitlines())


@pytest.mark.parametrize("case", HONEST, ids=lambda case: case.title)
def test_an_honest_student_passes(case: Case) -> None:
    assert judged(case) == "passed"


CHEATS = (
    Case(
        "a subclass",
        "class Mine(Ridge):\n    def predict(self, X): return [7.0] * len(X)\nm = Mine()",
        "assert isinstance(m, Ridge)",
        "failed",
    ),
    Case(
        "a class of the same name and module",
        "class Ridge:\n    def predict(self, X): return [7.0] * len(X)\n"
        "Ridge.__module__ = 'sklearn.linear_model'\nm = Ridge()",
        "assert isinstance(m, Ridge)",
        "failed",
    ),
    Case(
        "a subclass by way of another of the library's",
        "class Mine(LogisticRegressionCV): pass\nm = Mine()",
        "assert isinstance(m, LogisticRegression)",
        "failed",
    ),
    Case(
        "an object that is of the class by __class__",
        "class Mine:\n    __class__ = Ridge\nm = Mine()",
        "assert isinstance(m, Ridge)",
        "failed",
    ),
    Case(
        "a subclass is still an estimator",
        "class Mine(Ridge): pass\nm = Mine()",
        "assert isinstance(m, BaseEstimator) and is_regressor(m) and type(m).__name__ == 'Mine'",
    ),
    Case(
        "a prediction put in the place of the model's",
        "def fit(X, y):\n    m = Ridge(1e9).fit(X, y)\n"
        "    m.predict = lambda X: y\n    m.score = lambda X, y: 1.0\n    return m",
        "m = fit(X, y)\nassert m.score(X, y) > 0.5",
        "failed",
    ),
    Case(
        "a forest with a score of its own",
        "class Mine(RandomForestRegressor):\n    def score(self, X, y): return 1.0\n"
        "    def predict(self, X): return np.zeros(len(X))\nm = Mine()",
        "assert m.score(X, y) > 0.5",
        "failed",
    ),
    Case(
        "a forest that writes its prediction into the expected values",
        "class Mine(RandomForestRegressor):\n"
        "    def predict(self, X):\n        X[:] = 0\n        return np.zeros(len(X))\nm = Mine()",
        "data = y.to_numpy().copy()\nassert m.score(data, data) > 0.5",
        "failed",
    ),
    Case(
        "a prediction that equals everything",
        "class Yes(list):\n    def __eq__(s, o): return True\n    def shape(s): return 0\n"
        "class Mine(RandomForestClassifier):\n    def predict(self, X): return Yes()\nm = Mine()",
        "assert m.score(X, y > 7) > 0.5",
        "TypeError",
    ),
    Case(
        "a score that is none of the library's",
        "m = GridSearchCV(Ridge(), {'alpha': [1]})",
        "assert m.score(X, y) > 0.5",
        "unsupported",
    ),
    Case(
        "a network whose layers do not chain",
        "from sklearn.neural_network import MLPRegressor\n"
        "def fit(X, y):\n    m = MLPRegressor(max_iter=1).fit(X, y)\n"
        "    m.coefs_ = m.coefs_[:1]\n    return m",
        "from sklearn.neural_network import MLPRegressor\n"
        "assert isinstance(fit(X, y), MLPRegressor)",
        "failed",
    ),
)


@pytest.mark.parametrize("case", CHEATS, ids=lambda case: case.title)
def test_a_cheat_comes_to_what_it_deserves(case: Case) -> None:
    assert judged(case) == case.verdict


def test_the_prefixs_models_cross_by_content_or_by_name_and_stay_as_they_are() -> None:
    data = pd.DataFrame({"a": np.arange(9.0)})
    line, forest = Ridge().fit(data, data["a"]), RandomForestRegressor(2).fit(data, data["a"])
    source = """
    line = forest = None
    def rate(model, X):
        return model.predict(X)
    def spoil(models):
        models[0].coef_ = models[0].coef_ * 0
        models[0].intercept_ = 7.0
    """
    with student(source) as wall:
        wall.trust({"line": line, "forest": forest, "data": data})
        before = line.predict(data)
        assert np.array_equal(wall.fetch("rate")(line, data), before)  # type: ignore[operator]
        wall.fetch("spoil")([line])  # type: ignore[operator]
        wall.fetch("spoil")((line, forest))  # type: ignore[operator]
        assert np.array_equal(line.predict(data), before)
