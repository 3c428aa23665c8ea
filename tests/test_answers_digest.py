"""Digests tell whether two runs of a prefix came to the same."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from autograder.answers.digest import digest


def fitted(slope: float) -> Any:
    data = np.arange(6.0).reshape(-1, 1)
    return make_pipeline(StandardScaler(), LinearRegression()).fit(data, slope * data[:, 0])


def forest(seed: int) -> Any:
    data = np.arange(20.0).reshape(-1, 1)
    return RandomForestRegressor(2, random_state=seed).fit(data, data[:, 0])


def search() -> Any:
    data = np.arange(20.0).reshape(-1, 1)
    return GridSearchCV(LinearRegression(), {"positive": [True]}, cv=2).fit(data, data[:, 0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], [1, 2]),
        ({"a", "b", "c"}, {"c", "b", "a"}),
        (pd.DataFrame({"a": [1, None]}), pd.DataFrame({"a": [1, None]})),
        (np.arange(3.0), np.arange(3.0)),
        (np.random.default_rng(1), np.random.default_rng(1)),
        (np.random.RandomState(1), np.random.RandomState(1)),
        (fitted(2), fitted(2)),
        (forest(1), forest(1)),
        (search(), search()),  # though one may have taken longer
        (object(), object()),
        (lambda: 1, lambda: 1),
    ],
)
def test_what_is_the_same_has_one_digest(one: Any, other: Any) -> None:
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], [2, 1]),
        (1, True),
        (1, 1.0),
        ("1", 1),
        ([b"ab" * 1000, b""], [b"", b"ab" * 1000]),
        (pd.Series([1, 2]), pd.Series([1, 3])),
        (pd.Series([1]), pd.Series([1], dtype="int8")),
        (np.random.default_rng(1), np.random.default_rng(2)),
        (np.random.RandomState(1), np.random.RandomState(2)),
        (fitted(2), fitted(3)),
        (forest(1).estimators_[0].tree_, forest(2).estimators_[0].tree_),
        (object(), ""),
    ],
)
def test_what_differs_has_two_digests(one: Any, other: Any) -> None:
    assert digest(one) != digest(other)


class Ring(LinearRegression):
    """Hold oneself, twice."""

    def __init__(self) -> None:
        self.one = self.other = [self, {"again": self}]


def test_an_estimator_that_holds_itself_has_a_digest() -> None:
    assert digest(Ring()) == digest(Ring())


class Failing:
    @property
    def get_params(self) -> Any:
        raise RuntimeError


def test_an_object_that_fails_has_a_digest() -> None:
    assert digest(Failing()) == digest(Failing())


def test_an_estimator_with_a_part_that_cannot_be_described_is_told_by_the_rest() -> None:
    one, other = fitted(2), fitted(3)
    one.part = other.part = np.zeros(2, dtype="f8,i4")
    assert digest(one) != digest(other)
