"""What the examiner itself knows of an estimator that stays behind a handle, by its class's name.

The student process says of which class its object is. Scikit-learn's own class of that name then
says what such objects are for, and how they are scored. No method of the student's decides that.
"""

import copy
from collections.abc import Callable
from typing import Any

from autograder.answers.plain_types import loaded_class

Score = Callable[..., float]


def is_estimator(claimed: type | None) -> bool:
    """Tell whether a class is one of scikit-learn's estimators."""
    base = loaded_class("sklearn.base", "BaseEstimator")
    return claimed is not None and base is not None and issubclass(claimed, base)


def tags(claimed: Any) -> Any:
    """Give the tags of a class as its default settings have them."""
    return claimed().__sklearn_tags__()


def score(claimed: Any, predict: Callable[[Any], Any]) -> Score | None:
    """Give the score of a class, computed here from predictions; None where it is another one."""
    # Lazy: loaded by now, for the class comes from there.
    from sklearn.base import ClassifierMixin, RegressorMixin

    # Lazy: most tests ask no handle for its score, and this takes its time.
    from sklearn.metrics import accuracy_score, r2_score

    metrics = ((RegressorMixin, r2_score), (ClassifierMixin, accuracy_score))
    own = getattr(claimed, "score", None)
    metric = next((metric for mixin, metric in metrics if own is mixin.score), None)
    if metric is None:
        return None

    def computed(X: Any, y: Any, sample_weight: Any = None) -> float:
        # Copied first: what predicting does to X could reach y, where they share memory.
        expected, weights = copy.deepcopy((y, sample_weight))
        return float(metric(expected, predict(X), sample_weight=weights))

    return computed
