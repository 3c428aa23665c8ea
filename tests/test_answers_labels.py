"""What the examiner may know of an object that stays at the student's."""

import pytest
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression

from autograder.answers.labels import label_object


class OwnScaler(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn is untyped
    """A mixin stands before the class that it adds to."""


class OwnClassifier(LogisticRegression):  # type: ignore[misc]  # as above
    """Its nearest class is no mixin."""


class MixinOnly(TransformerMixin):  # type: ignore[misc]  # as above
    """Nothing but a mixin is known of it."""


class Plain:
    """Of no library."""


@pytest.mark.parametrize(
    ("value", "library"),
    [
        (OwnScaler(), ["sklearn.base", "BaseEstimator"]),
        (OwnClassifier(), ["sklearn.linear_model._logistic", "LogisticRegression"]),
        (MixinOnly(), ["sklearn.base", "TransformerMixin"]),
        (Plain(), None),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, list | None) else "",
)
def test_an_object_is_labelled_by_the_nearest_class_that_both_sides_have(
    value: object, library: list[str] | None
) -> None:
    label = label_object(value, 3)
    assert (label["handle"], label["kind"]) == (3, "object")
    assert label["library"] == library
