"""What must hold between the parts of an estimator, and what the examiner computes itself.

Compiled code of scikit-learn and SciPy does not look whether the parts fit together.
"""

from itertools import pairwise
from math import comb
from typing import Any, TypeAlias

import numpy as np

from autograder.answers.arrays import AnyArray
from autograder.answers.estimators.kinds import Misfit, count

Parts: TypeAlias = dict[str, Any]

_MOST_DEGREE = 30
_MOST_TERMS = 1_000_000
_CENTRES = (np.dtype(np.float32), np.dtype(np.float64))
_ORDERED = (int, float, np.number, np.bool_)


def check_network(parts: Parts) -> None:
    """Refuse layers that do not chain."""
    together = ("coefs_", "intercepts_", "n_layers_", "n_outputs_", "out_activation_")
    if not any(name in parts for name in together):
        return
    weights, biases = parts["coefs_"], parts["intercepts_"]
    widths = [weights[0].shape[0], *(layer.shape[1] for layer in weights)]
    held = (
        len(weights) == len(biases) == parts["n_layers_"] - 1
        and [(a, b) for a, b in pairwise(widths)] == [layer.shape for layer in weights]
        and widths[1:] == [bias.shape[0] for bias in biases]
        and (widths[0], widths[-1]) == (parts["n_features_in_"], parts["n_outputs_"])
    )
    if not held:
        raise Misfit("layers that do not chain")


def check_clusters(parts: Parts) -> None:
    """Refuse centres of another width: compiled code compares each row with each unchecked."""
    if "cluster_centers_" not in parts:
        return
    centres = parts["cluster_centers_"]
    if "n_features_in_" not in parts or not len(centres) or centres.dtype not in _CENTRES:
        raise Misfit("no centres, or of unknown width")


def check_terms(parts: Parts) -> None:
    """Refuse another number of products than the degrees give, or too many."""
    if "n_output_features_" not in parts:
        return
    features, least, most = (parts[k] for k in ("n_features_in_", "_min_degree", "_max_degree"))
    if not least <= most <= _MOST_DEGREE or features > _MOST_TERMS:
        raise Misfit("degrees out of bounds")
    if not parts["n_output_features_"] == _terms(features, least, most, parts) <= _MOST_TERMS:
        raise Misfit("another number of terms")


def _terms(features: int, least: int, most: int, parts: Parts) -> int:
    """Count the products of these degrees, as scikit-learn enumerates them."""
    alone = parts["interaction_only"]
    degrees = range(max(1, least), most + 1)
    count_of = [comb(features, d) if alone else comb(features + d - 1, d) for d in degrees]
    return sum(count_of) + bool(parts["include_bias"])


def check_categories(parts: Parts) -> None:
    """Refuse categories out of order, and dropped ones that are not there."""
    if "categories_" not in parts:
        return
    if len(parts["categories_"]) != parts["n_features_in_"]:
        raise Misfit("another number of columns")
    for kinds in parts["categories_"]:
        _check_order(kinds)
    for name in ("drop_idx_", "_drop_idx_after_grouping"):
        dropped = parts.get(name)
        if dropped is not None:
            for kinds, at in zip(parts["categories_"], dropped.tolist(), strict=True):
                if at is not None and not 0 <= count(at, {}) < len(kinds):
                    raise Misfit("a category that is not there")


def _check_order(categories: AnyArray) -> None:
    """Hold what a binary search among the categories relies on to end inside of them."""
    found = categories.tolist()
    ranked = [each for each in found if isinstance(each, _ORDERED) and each == each]
    if categories.dtype.kind in "mMc" or not all(a < b for a, b in pairwise(ranked)):
        raise Misfit("categories that are not in order")


def finish_clusters(estimator: Any) -> None:
    """Set how many threads compare rows with centres."""
    if hasattr(estimator, "cluster_centers_"):
        # As many threads as a description says would be started.
        estimator._n_threads = 1


def finish_one_hot(estimator: Any) -> None:
    """Count the columns that come out."""
    if hasattr(estimator, "categories_"):
        estimator._n_features_outs = estimator._compute_n_features_outs()
