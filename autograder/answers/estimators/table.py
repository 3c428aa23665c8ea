"""What each estimator consists of: its parameters, and what fitting has given it.

A parameter that is not named here may be anything plain; a fitted attribute that is not named here
is left behind. Attributes differ between versions of scikit-learn: what exists is taken. The kinds
of fitted attributes are those that predicting and transforming rely on: compiled code of
scikit-learn reads beyond an array that is smaller than the estimator says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from autograder.answers.estimators.checks import (
    Parts,
    check_categories,
    check_clusters,
    check_network,
    check_terms,
    finish_clusters,
    finish_one_hot,
)
from autograder.answers.estimators.kinds import (
    Kind,
    Misfit,
    Sizes,
    anything_plain,
    count,
    either,
    labels,
    mapping,
    names,
    nothing,
    number,
    numbers,
    optional,
    record,
    row,
    sequence,
    size,
    text,
    truth,
    words,
)
from autograder.answers.estimators.library import name_of_class
from autograder.answers.stand_ins import is_handle


def _no_check(parts: Parts) -> None:
    pass


def _leave(estimator: Any) -> None:
    pass


@dataclass(frozen=True)
class Recipe:
    """Say what one class of estimators consists of.

    ``check`` refuses parts that do not fit together; ``finish`` computes what the examiner does
    not take from a description.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    check: Callable[[Parts], None] = _no_check
    finish: Callable[[Any], None] = _leave


# ---- kinds of what is inside an estimator


def _seed(value: Any, sizes: Sizes) -> Any:
    """Take a whole number; a generator stays behind."""
    whole = type(value) is int or issubclass(type(value), np.integer)
    return count(value, sizes) if whole else None


def _function(value: Any, sizes: Sizes) -> Any:
    """Take what can be called: a function of NumPy's, or a handle of one of the student's."""
    if not callable(value):
        raise Misfit("not a function")
    return value


def _step(value: Any, sizes: Sizes) -> Any:
    """Take an estimator, or the handle of one."""
    if type(value) is str:
        return words("passthrough", "drop")(value, sizes)
    kind = type(value)
    if is_handle(value) or name_of_class(kind) or hasattr(kind, "fit"):
        return value
    raise Misfit("not an estimator")


def _part(name: str) -> Kind:
    """Take an estimator of exactly this class, already rebuilt."""

    def take(value: Any, sizes: Sizes) -> Any:
        if name_of_class(type(value)) != name:
            raise Misfit(f"not a {name}")
        return value

    return take


def _columns(value: Any, sizes: Sizes) -> Any:
    if type(value) is pd.Index:
        return value
    return either(anything_plain, _function)(value, sizes)


_optional_function = optional(_function)
_optional_step = optional(_step)
_transformers = sequence(row(text, _optional_step, _columns))
_per_feature = numbers("features")
_linear = either(_per_feature, numbers("targets", "features"))

# Of every estimator.
COMMON: Mapping[str, Kind] = MappingProxyType(
    {
        "random_state": _seed,
        "n_jobs": nothing,
        # A folder of pickles, from which scikit-learn would read.
        "memory": nothing,
        "n_features_in_": size("features"),
        "feature_names_in_": names("features"),
        "_sklearn_output_config": record({"transform": words("default", "pandas")}),
    }
)


# ---- the table


def _network(**more: Kind) -> Recipe:
    kinds: dict[str, Kind] = {
        "activation": words("identity", "logistic", "tanh", "relu"),
        "coefs_": sequence(numbers(None, None, dtypes="f")),
        "intercepts_": sequence(numbers(None, dtypes="f")),
        "n_layers_": count,
        "n_outputs_": count,
        "out_activation_": words("identity", "logistic", "softmax", "exp"),
        "n_iter_": count,
        "t_": count,
        "loss_": number,
        "best_loss_": optional(number),
        "loss_curve_": sequence(number),
        "validation_scores_": optional(sequence(number)),
        "best_validation_score_": optional(number),
        "_no_improvement_count": count,
        **more,
    }
    return Recipe(kinds, check_network)


def _features(*attributes: str, **more: Kind) -> Recipe:
    """Say that each attribute has a number for each feature, or is None."""
    return Recipe({**dict.fromkeys(attributes, optional(_per_feature)), **more})


_SEEN = either(number, _per_feature)
_CLUSTERS: Mapping[str, Kind] = {
    "cluster_centers_": numbers("clusters", "features", dtypes="f"),
    "labels_": numbers(None, dtypes="iu"),
    "inertia_": number,
    "n_iter_": count,
    "_n_features_out": size("clusters"),
    "_tol": number,
    "_n_init": count,
    "_algorithm": text,
    "init": either(words("k-means++", "random"), numbers(None, None), _function),
}
_LINEAR: Mapping[str, Kind] = {
    "coef_": _linear,
    "intercept_": either(number, numbers("targets")),
    "n_iter_": optional(either(count, numbers(None), sequence(count))),
}
_CATEGORIES: Mapping[str, Kind] = {
    "categories_": sequence(labels(None)),
    # Rare categories in one: their tables stay behind, and so does the encoder.
    "_infrequent_enabled": words(False),
}

TABLE: Mapping[str, Recipe] = MappingProxyType(
    {
        "MLPRegressor": _network(),
        "MLPClassifier": _network(
            classes_=labels(None), _label_binarizer=_part("LabelBinarizer"), loss=words("log_loss")
        ),
        "Pipeline": Recipe({"steps": sequence(row(text, _optional_step))}),
        "FeatureUnion": Recipe(
            {
                "transformer_list": sequence(row(text, _optional_step)),
                "transformer_weights": optional(mapping(number)),
            }
        ),
        "ColumnTransformer": Recipe(
            {
                "transformers": _transformers,
                "remainder": _step,
                "transformer_weights": optional(mapping(number)),
                "verbose_feature_names_out": either(truth, text, _function),
                "transformers_": _transformers,
                "_columns": sequence(_columns),
                "_remainder": row(text, _step, _columns),
                "_transformer_to_input_indices": mapping(anything_plain),
                "output_indices_": mapping(anything_plain),
                "sparse_output_": truth,
            }
        ),
        "TransformedTargetRegressor": Recipe(
            {
                "regressor": _optional_step,
                "transformer": _optional_step,
                "func": _optional_function,
                "inverse_func": _optional_function,
                "regressor_": _step,
                "transformer_": _step,
                "_training_dim": count,
            }
        ),
        "StandardScaler": _features("mean_", "var_", "scale_", n_samples_seen_=_SEEN),
        "MinMaxScaler": _features(
            *("scale_", "min_", "data_min_", "data_max_", "data_range_"), n_samples_seen_=_SEEN
        ),
        "MaxAbsScaler": _features("scale_", "max_abs_", n_samples_seen_=_SEEN),
        "RobustScaler": _features("center_", "scale_"),
        "PowerTransformer": _features("lambdas_", _scaler=optional(_part("StandardScaler"))),
        "QuantileTransformer": Recipe(
            {
                "n_quantiles_": size("quantiles"),
                "references_": numbers("quantiles"),
                "quantiles_": numbers("quantiles", "features"),
            }
        ),
        "Normalizer": Recipe(),
        "Binarizer": Recipe(),
        "PolynomialFeatures": Recipe(
            {
                "_min_degree": count,
                "_max_degree": count,
                "n_output_features_": count,
                "_n_out_full": count,
            },
            check_terms,
        ),
        "FunctionTransformer": Recipe(
            {
                "func": _optional_function,
                "inverse_func": _optional_function,
                "feature_names_out": optional(either(text, _function)),
            }
        ),
        "OneHotEncoder": Recipe(
            {
                **_CATEGORIES,
                "drop_idx_": optional(labels("features")),
                "_drop_idx_after_grouping": optional(labels("features")),
                "feature_name_combiner": either(text, _function),
            },
            check_categories,
            finish_one_hot,
        ),
        "OrdinalEncoder": Recipe(
            {**_CATEGORIES, "_missing_indices": anything_plain}, check_categories
        ),
        "LabelEncoder": Recipe({"classes_": labels(None)}),
        "LabelBinarizer": Recipe(
            {"classes_": labels(None), "y_type_": text, "sparse_input_": truth}
        ),
        "SimpleImputer": Recipe(
            {
                "strategy": either(text, _function),
                "statistics_": labels("features"),
                "indicator_": optional(_part("MissingIndicator")),
                "_fit_dtype": anything_plain,
                "_fill_dtype": anything_plain,
            }
        ),
        "MissingIndicator": Recipe(
            {
                "features_": numbers(None, dtypes="iu"),
                "_n_features": size("features"),
                "_precomputed": truth,
                "_sparse": truth,
            }
        ),
        "PCA": Recipe(
            {
                "mean_": _per_feature,
                "components_": numbers("components", "features"),
                "n_components_": size("components"),
                "explained_variance_": numbers("components"),
                "explained_variance_ratio_": numbers("components"),
                "singular_values_": numbers("components"),
                "noise_variance_": number,
                "n_samples_": count,
                "_fit_svd_solver": text,
            }
        ),
        "KMeans": Recipe(_CLUSTERS, check_clusters, finish_clusters),
        "MiniBatchKMeans": Recipe(
            {**_CLUSTERS, "n_steps_": count, "_counts": numbers("clusters")},
            check_clusters,
            finish_clusters,
        ),
        "LinearRegression": Recipe({**_LINEAR, "rank_": count, "singular_": numbers(None)}),
        "Ridge": Recipe({**_LINEAR, "solver_": text}),
        "Lasso": Recipe({**_LINEAR, "dual_gap_": either(number, numbers(None))}),
        "ElasticNet": Recipe({**_LINEAR, "dual_gap_": either(number, numbers(None))}),
        "LogisticRegression": Recipe(
            {**_LINEAR, "classes_": labels(None), "n_iter_": numbers(None, dtypes="iu")}
        ),
        "DummyClassifier": Recipe(
            {
                "classes_": labels("classes"),
                "n_classes_": size("classes"),
                "class_prior_": numbers("classes"),
                "n_outputs_": words(1),
                "sparse_output_": truth,
                "_strategy": text,
            }
        ),
        "DummyRegressor": Recipe(
            {"constant_": numbers(1, "targets"), "n_outputs_": size("targets")}
        ),
    }
)
