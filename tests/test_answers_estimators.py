"""Estimators cross as parameters and arrays, and arrive as scikit-learn's own objects."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_transformer
from sklearn.decomposition import PCA
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.inspection import DecisionBoundaryDisplay, permutation_importance
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import (
    Binarizer,
    FunctionTransformer,
    LabelBinarizer,
    LabelEncoder,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)
from sklearn.utils.validation import check_is_fitted

from autograder.answers.codec import Decoder, Encoder, NotSendable, decode, encode
from autograder.answers.estimators.table import TABLE
from autograder.answers.frames import Frame

pytestmark = pytest.mark.filterwarnings(
    "ignore::sklearn.exceptions.ConvergenceWarning",
    "ignore:The provided functions:UserWarning",
    "ignore:X does not have valid feature names:UserWarning",
)

RNG = np.random.default_rng(7)
NUMBERS = pd.DataFrame(RNG.uniform(1, 3, (60, 3)), columns=["a", "b", "c"])
KIND = pd.Series(np.array(["dwarf", "giant", "red"])[np.arange(60) % 3], name="kind")
MIXED = NUMBERS.assign(kind=KIND)
TARGET = NUMBERS["a"] * NUMBERS["b"] + NUMBERS["c"]
SMALL = {"hidden_layer_sizes": (5, 4), "solver": "lbfgs", "max_iter": 40, "random_state": 0}
QUICK = {"hidden_layer_sizes": [6], "max_iter": 4, "n_iter_no_change": 10, "random_state": 0}


def trip(value: Any) -> Any:
    return decode(encode(value))


def regressor() -> MLPRegressor:
    return MLPRegressor(**SMALL)


NUMERIC_MODELS: dict[str, Callable[[], Any]] = {
    "lbfgs": regressor,
    "adam": lambda: MLPRegressor(**QUICK),
    "sgd": lambda: MLPRegressor(**QUICK, solver="sgd", activation="tanh"),
    "early": lambda: MLPRegressor(**QUICK, early_stopping=True, activation="logistic"),
    "standard": StandardScaler,
    "standard, not centred": lambda: StandardScaler(with_mean=False, with_std=False),
    "min-max": lambda: MinMaxScaler((-1, 1), clip=True),
    "max-abs": MaxAbsScaler,
    "robust": lambda: RobustScaler(with_centering=False),
    "power": PowerTransformer,
    "power, not scaled": lambda: PowerTransformer(method="box-cox", standardize=False),
    "quantile": lambda: QuantileTransformer(n_quantiles=9, output_distribution="normal"),
    "norm": lambda: Normalizer("l1"),
    "binary": lambda: Binarizer(threshold=2),
    "powers": lambda: PolynomialFeatures(3),
    "powers of some": lambda: PolynomialFeatures((2, 3), interaction_only=True, include_bias=False),
    "a ufunc": lambda: FunctionTransformer(np.log10, np.exp2),
    "a function": lambda: FunctionTransformer(np.nan_to_num, kw_args={"nan": 3}),
    "no function": FunctionTransformer,
    "imputer": lambda: SimpleImputer(strategy="median"),
    "imputer with marks": lambda: SimpleImputer(add_indicator=True),
    "components": lambda: PCA(2, whiten=True),
    "a share of variance": lambda: PCA(0.9),
    "means": lambda: KMeans(3, n_init=2, random_state=1),
    "means of batches": lambda: MiniBatchKMeans(3, n_init=2, random_state=1),
    "line": LinearRegression,
    "positive line": lambda: LinearRegression(positive=True, fit_intercept=False),
    "ridge": lambda: Ridge(alpha=np.float64(2)),
    "lasso": lambda: Lasso(alpha=0.01),
    "net": lambda: ElasticNet(alpha=0.01),
    "a constant": lambda: DummyRegressor(strategy="quantile", quantile=0.2),
    "pipeline": lambda: make_pipeline(StandardScaler(), regressor()),
    "nested": lambda: Pipeline(
        [("first", make_pipeline(FunctionTransformer(np.log1p), "passthrough")), ("m", Ridge())]
    ),
    "union": lambda: FeatureUnion([("s", StandardScaler()), ("p", PCA(1))]),
    "columns": lambda: ColumnTransformer(
        [("log", FunctionTransformer(np.log), ["a"]), ("s", MinMaxScaler(), ["b"])],
        remainder="passthrough",
    ),
    "columns by place": lambda: make_pipeline(
        make_column_transformer((StandardScaler(), slice(0, 2)), ("drop", [2])), Ridge()
    ),
    "columns of an index": lambda: make_column_transformer(
        (StandardScaler(), NUMBERS.columns[:2]), remainder=RobustScaler()
    ),
    "target": lambda: TransformedTargetRegressor(
        make_pipeline(StandardScaler(), regressor()), transformer=StandardScaler()
    ),
    "target by functions": lambda: TransformedTargetRegressor(
        Ridge(), func=np.sqrt, inverse_func=np.square
    ),
    "of frames": lambda: make_pipeline(StandardScaler(), PCA(2)).set_output(transform="pandas"),
}
CLASSIFIERS: dict[str, Callable[[], Any]] = {
    "network": lambda: MLPClassifier(**SMALL),
    "scaled network": lambda: make_pipeline(StandardScaler(), MLPClassifier(**SMALL)),
    "logistic": LogisticRegression,
    "most frequent": lambda: DummyClassifier(strategy="most_frequent"),
    "prior": DummyClassifier,
}
ENCODERS: dict[str, Callable[[], Any]] = {
    "one hot": OneHotEncoder,
    "one hot, one dropped": lambda: OneHotEncoder(drop="first", sparse_output=False, dtype=int),
    "one hot, one named": lambda: OneHotEncoder(drop=["red"], handle_unknown="ignore"),
    "ordinal": lambda: OrdinalEncoder(categories=[["red", "giant", "dwarf"]]),
    "most frequent": lambda: SimpleImputer(strategy="most_frequent"),
}


def dense(value: Any) -> Any:
    return value.toarray() if hasattr(value, "toarray") else value


def same_answers(one: Any, other: Any, data: Any) -> None:
    """Assert that two models answer alike, to the last bit."""
    asked = 0
    for question in ("predict", "predict_proba", "transform"):
        if hasattr(one, question):
            asked += 1
            mine, theirs = getattr(one, question)(data), getattr(other, question)(data)
            assert type(mine) is type(theirs)
            np.testing.assert_array_equal(np.asarray(dense(mine)), np.asarray(dense(theirs)))
    assert asked


def arrives(model: Any, data: Any) -> Any:
    """Send a fitted model over, and assert that what arrives is as good."""
    copy = trip(model)
    assert type(copy) is type(model)
    assert copy is not model
    assert repr(copy) == repr(model)
    check_is_fitted(copy)
    same_answers(model, copy, data)
    assert list(getattr(copy, "feature_names_in_", [])) == list(
        getattr(model, "feature_names_in_", [])
    )
    return copy


@pytest.mark.parametrize("title", NUMERIC_MODELS)
def test_a_model_of_numbers_answers_as_the_original(title: str) -> None:
    model = NUMERIC_MODELS[title]()
    assert trip(model).get_params().keys() == model.get_params().keys()
    arrives(model.fit(NUMBERS, TARGET), NUMBERS)
    # Without names, and in half the precision.
    array = NUMBERS.to_numpy("f4")
    if "columns" != title and "of frames" != title and "index" not in title:
        arrives(clone(model).fit(array, TARGET.to_numpy("f4")), array)


@pytest.mark.parametrize("title", CLASSIFIERS)
@pytest.mark.parametrize("classes", [KIND, KIND == "red", (KIND == "red").astype(int)])
def test_a_classifier_answers_as_the_original(title: str, classes: Any) -> None:
    model = CLASSIFIERS[title]().fit(NUMBERS, classes)
    copy = arrives(model, NUMBERS)
    assert copy.score(NUMBERS, classes) == model.score(NUMBERS, classes)
    assert copy.classes_.tolist() == model.classes_.tolist()


def test_a_classifier_that_stopped_early_answers_as_the_original() -> None:
    model = MLPClassifier(**QUICK, early_stopping=True).fit(NUMBERS, KIND == "red")
    copy = arrives(model, NUMBERS)
    assert copy.validation_scores_ == model.validation_scores_


@pytest.mark.parametrize("title", ENCODERS)
def test_an_encoder_of_categories_answers_as_the_original(title: str) -> None:
    data = KIND.to_frame()
    copy = arrives(ENCODERS[title]().fit(data), data)
    assert list(copy.get_feature_names_out()) == list(
        ENCODERS[title]().fit(data).get_feature_names_out()
    )


@pytest.mark.parametrize("values", [[2, 1, 3, 1], ["b", "a"], [True, False]])
@pytest.mark.parametrize("kind", [LabelEncoder, LabelBinarizer])
def test_an_encoder_of_labels_answers_as_the_original(kind: Any, values: list[Any]) -> None:
    model = kind().fit(values)
    copy = trip(model)
    coded = copy.transform(values)
    assert type(copy) is kind
    assert coded.tolist() == model.transform(values).tolist()
    assert copy.inverse_transform(coded).tolist() == model.inverse_transform(coded).tolist()


def test_a_whole_course_of_steps_answers_as_the_original() -> None:
    columns = ColumnTransformer(
        [
            ("n", make_pipeline(SimpleImputer(), StandardScaler()), ["a", "b"]),
            ("k", OneHotEncoder(handle_unknown="ignore"), ["kind"]),
        ]
    )
    model = Pipeline([("columns", columns), ("model", regressor())]).fit(MIXED, TARGET)
    copy = arrives(model, MIXED)
    assert isinstance(copy[-1], MLPRegressor)
    assert copy.named_steps["columns"].named_transformers_["k"].categories_[0].tolist() == [
        "dwarf",
        "giant",
        "red",
    ]
    assert copy.score(MIXED, TARGET) == model.score(MIXED, TARGET)
    refitted = clone(copy).fit(MIXED, TARGET)
    np.testing.assert_array_equal(refitted.predict(MIXED), model.predict(MIXED))


def test_every_class_of_the_table_is_tried() -> None:
    models = [
        make() for table in (NUMERIC_MODELS, CLASSIFIERS, ENCODERS) for make in table.values()
    ]
    names = {type(model).__name__ for model in models}
    assert set(TABLE) - names == {"LabelEncoder", "LabelBinarizer", "MissingIndicator"}


def test_what_training_left_behind_is_there() -> None:
    model = MLPRegressor(**QUICK).fit(NUMBERS, TARGET)
    copy = trip(model)
    assert copy.loss_curve_ == model.loss_curve_
    assert (copy.n_iter_, copy.loss_, copy.best_loss_) == (4, model.loss_, model.best_loss_)
    assert [layer.shape for layer in copy.coefs_] == [(3, 6), (6, 1)]
    assert copy.hidden_layer_sizes == [6]


def test_libraries_work_with_what_arrives() -> None:
    model = trip(make_pipeline(StandardScaler(), regressor()).fit(NUMBERS[["a", "b"]], TARGET))
    found = permutation_importance(model, NUMBERS[["a", "b"]], TARGET, n_repeats=2, random_state=0)
    assert found.importances_mean.shape == (2,)
    DecisionBoundaryDisplay.from_estimator(model, NUMBERS[["a", "b"]], grid_resolution=5)


def test_a_generator_stays_behind() -> None:
    assert trip(MLPRegressor(random_state=np.random.RandomState(3))).random_state is None
    assert trip(MLPRegressor(random_state=np.int64(3))).random_state == 3


def test_folders_and_jobs_are_the_examiners_own() -> None:
    assert trip(Pipeline([("m", Ridge())], memory="cache")).memory is None
    assert trip(ColumnTransformer([], n_jobs=64)).n_jobs is None


def test_models_in_containers_cross_and_stay_one() -> None:
    model = Ridge().fit(NUMBERS, TARGET)
    copy = trip({"models": [model, model], "best": (model, 0.5), "other": Ridge()})
    assert type(copy["best"][0]) is Ridge
    assert copy["models"][0] is copy["models"][1] is copy["best"][0]
    assert copy["other"] is not copy["best"][0]


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 500), min_size=1, max_size=5).map(tuple) | st.integers(1, 99),
    alpha=st.floats(allow_nan=False) | st.integers(0, 2**60),
    word=st.text(max_size=20) | st.none() | st.booleans(),
)
def test_parameters_of_any_plain_kind_arrive_as_they_were(
    sizes: Any, alpha: Any, word: Any
) -> None:
    model = MLPRegressor(hidden_layer_sizes=sizes, alpha=alpha, learning_rate=word)
    assert trip(model).get_params() == model.get_params()


@settings(max_examples=25, deadline=None)
@given(
    rows=st.integers(2, 30),
    width=st.integers(1, 6),
    outputs=st.integers(1, 3),
    layers=st.lists(st.integers(1, 8), max_size=3),
    seed=st.integers(0, 1000),
)
def test_networks_of_any_shape_predict_the_same_bits(
    rows: int, width: int, outputs: int, layers: list[int], seed: int
) -> None:
    chance = np.random.default_rng(seed)
    data, target = chance.normal(size=(rows, width)), chance.normal(size=(rows, outputs))
    model = MLPRegressor(hidden_layer_sizes=layers, solver="lbfgs", max_iter=3, random_state=seed)
    model.fit(data, target if outputs > 1 else target[:, 0])
    np.testing.assert_array_equal(trip(model).predict(data), model.predict(data))


def test_a_large_network_crosses_in_a_moment() -> None:
    model = MLPRegressor(hidden_layer_sizes=(300, 300, 300), max_iter=2).fit(NUMBERS, TARGET)
    trip(model)
    start = time.process_time()
    trip(make_pipeline(StandardScaler().fit(NUMBERS), model))
    assert time.process_time() - start < 0.1


# ---- what is not scikit-learn's own stays behind


class Subclass(MLPRegressor):
    pass


class MLPLookalike(LinearRegression):
    pass


MLPLookalike.__name__ = MLPLookalike.__qualname__ = "MLPRegressor"
MLPLookalike.__module__ = "sklearn.neural_network._multilayer_perceptron"


def patched() -> Any:
    model = Ridge().fit(NUMBERS, TARGET)
    model.__class__ = type("Ridge", (Ridge,), {"predict": lambda self, X: TARGET})
    return model


def with_alien_part() -> Any:
    model = regressor().fit(NUMBERS, TARGET)
    model.coefs_ = [np.ma.masked_array(layer) for layer in model.coefs_]
    return model


@pytest.mark.parametrize(
    "value",
    [
        Subclass(),
        MLPLookalike(),
        patched(),
        with_alien_part(),
        RandomForestRegressor(),
        Ridge(alpha=object()),
        Pipeline([("m", object())]),
        OneHotEncoder(max_categories=2).fit(KIND.to_frame()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_another_object_is_no_estimator_that_crosses(value: Any) -> None:
    with pytest.raises(NotSendable):
        encode(value)
    encoder = Encoder(lambda value, encoder: {"handle": 1})
    assert encoder(value) == {"handle": 1}


def test_methods_put_on_an_object_do_not_cross() -> None:
    model = make_pipeline(StandardScaler(), Ridge()).fit(NUMBERS, TARGET)
    honest = model.predict(NUMBERS)
    model.predict = model[-1].predict = lambda X: TARGET
    model[0].scale = "secret"
    copy = trip(model)
    np.testing.assert_array_equal(copy.predict(NUMBERS), honest)
    assert vars(copy).keys() == {"steps", "transform_input", "memory", "verbose"}
    assert not hasattr(copy[0], "scale")


def test_a_step_that_stays_behind_is_a_step_by_reference() -> None:
    forest = RandomForestRegressor(2).fit(NUMBERS, TARGET)
    model = make_pipeline(StandardScaler().fit(NUMBERS), forest)
    encoder = Encoder(lambda value, encoder: {"there": 1})
    frame: Frame = encoder.frame(encoder(model))
    copy = Decoder(frame.buffers, lambda tag, fields: forest)(frame.tree)
    assert type(copy) is Pipeline
    assert copy[-1] is forest
    np.testing.assert_array_equal(copy.predict(NUMBERS), model.predict(NUMBERS))


def test_an_estimator_that_holds_itself_is_refused() -> None:
    ring = Pipeline([("m", Ridge())])
    ring.steps.append(("again", ring))
    with pytest.raises(NotSendable):
        encode(ring)
