"""Scikit-learn's own classes that are rebuilt, and which objects are of exactly one of them."""

import functools
import importlib
from types import MappingProxyType
from typing import Any

from autograder.answers.plain_types import loaded_class

_CLASSES = {
    "sklearn.neural_network": "MLPRegressor MLPClassifier",
    "sklearn.pipeline": "Pipeline FeatureUnion",
    "sklearn.compose": "ColumnTransformer TransformedTargetRegressor",
    "sklearn.preprocessing": (
        "StandardScaler MinMaxScaler MaxAbsScaler RobustScaler PowerTransformer "
        "QuantileTransformer Normalizer Binarizer PolynomialFeatures FunctionTransformer "
        "OneHotEncoder OrdinalEncoder LabelEncoder LabelBinarizer"
    ),
    "sklearn.impute": "SimpleImputer MissingIndicator",
    "sklearn.decomposition": "PCA",
    "sklearn.cluster": "KMeans MiniBatchKMeans",
    "sklearn.linear_model": "LinearRegression Ridge Lasso ElasticNet LogisticRegression",
    "sklearn.dummy": "DummyClassifier DummyRegressor",
}
MODULES = MappingProxyType(
    {name: module for module, names in _CLASSES.items() for name in names.split()}
)


def class_named(name: str) -> Any:
    """Give the class of a name in the table; its module is loaded if need be."""
    return getattr(importlib.import_module(MODULES[name]), name)


def name_of_class(kind: type) -> str | None:
    """Name a class that is one of these itself; None for any other, subclasses among them."""
    name = kind.__name__
    if name in MODULES and loaded_class(MODULES[name], name) is kind:
        return name
    return None


def is_rebuilt(value: object) -> bool:
    """Tell whether a value is of exactly one of these classes."""
    return name_of_class(type(value)) is not None


def can_be_rebuilt(kind: type) -> bool:
    """Tell whether a class is one of these or derives from one."""
    return any(name_of_class(base) is not None for base in kind.__mro__)


@functools.cache
def parameters(kind: Any) -> frozenset[str]:
    """Give the names of the parameters of one of these classes."""
    return frozenset(kind._get_param_names())
