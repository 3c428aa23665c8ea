"""Descriptions of estimators that nobody vouches for: refused, or harmless."""

import copy
import json
import random
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    OneHotEncoder,
    PolynomialFeatures,
    QuantileTransformer,
    StandardScaler,
)
from test_answers_fuzz import mutated, noisy

from autograder.answers.codec import decode, encode
from autograder.answers.frames import BrokenFrame, Frame, text_of

DATA = np.random.default_rng(3).uniform(1, 2, (12, 2))
DATA.flags.writeable = False  # A mutated model may change in place what it is asked about.
TARGET = DATA.sum(axis=1)
CLASSES = np.arange(12) % 2


def network(**more: Any) -> Any:
    return MLPRegressor(hidden_layer_sizes=(3,), solver="lbfgs", max_iter=5, **more)


def fitted() -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            make_pipeline(FunctionTransformer(np.log), network()).fit(DATA, TARGET),
            MLPClassifier(hidden_layer_sizes=(3,), max_iter=2).fit(DATA, CLASSES),
            KMeans(2, random_state=0).fit(DATA),
            OneHotEncoder(drop="first").fit(CLASSES.reshape(-1, 1)),
            PolynomialFeatures().fit(DATA),
            StandardScaler().fit(DATA),
            QuantileTransformer(n_quantiles=3).fit(DATA),
            LogisticRegression().fit(DATA, CLASSES),
        ]


def refused(model: Any, **changes: Any) -> bool:
    """Send a model with some of its parts exchanged; tell whether it was refused."""
    frame = encode(model)
    encoded = {name: encode(value) for name, value in changes.items()}
    buffers = list(frame.buffers)
    tree = copy.deepcopy(frame.tree)
    for name, part in encoded.items():
        moved = shifted(part.tree, len(buffers))
        buffers += part.buffers
        parts = [pair for pair in tree["parts"] if pair[0] != name]
        tree["parts"] = [*parts, [name, moved]]
    try:
        decode(Frame(tree, tuple(buffers)))
    except BrokenFrame:
        return True
    return False


def shifted(tree: Any, by: int) -> Any:
    """Move a tree's buffers behind those that are there."""
    if isinstance(tree, dict):
        return {k: v + by if k == "buffer" else shifted(v, by) for k, v in tree.items()}
    return [shifted(each, by) for each in tree] if isinstance(tree, list) else tree


def test_a_part_can_be_exchanged_for_a_good_one() -> None:
    assert not refused(network().fit(DATA, TARGET), coefs_=[np.ones((2, 3)), np.ones((3, 1))])
    assert not refused(KMeans(2).fit(DATA), cluster_centers_=np.full((2, 2), np.nan))


@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (lambda: network().fit(DATA, TARGET), {"coefs_": [np.ones((2, 3)), np.ones((4, 1))]}),
        (lambda: network().fit(DATA, TARGET), {"coefs_": [np.ones((5, 3)), np.ones((3, 1))]}),
        (lambda: network().fit(DATA, TARGET), {"coefs_": [np.ones((2, 3)), np.ones((3, 2))]}),
        (lambda: network().fit(DATA, TARGET), {"coefs_": [np.ones((2, 3))]}),
        (lambda: network().fit(DATA, TARGET), {"coefs_": []}),
        (lambda: network().fit(DATA, TARGET), {"coefs_": [np.ones((2, 3), object)] * 2}),
        (lambda: network().fit(DATA, TARGET), {"coefs_": "ab"}),
        (lambda: network().fit(DATA, TARGET), {"intercepts_": [np.ones(3), np.ones(9)]}),
        (lambda: network().fit(DATA, TARGET), {"intercepts_": [np.ones((3, 1)), np.ones(1)]}),
        (lambda: network().fit(DATA, TARGET), {"n_layers_": 4}),
        (lambda: network().fit(DATA, TARGET), {"n_layers_": 3.0}),
        (lambda: network().fit(DATA, TARGET), {"n_outputs_": 2}),
        (lambda: network().fit(DATA, TARGET), {"n_features_in_": -2}),
        (lambda: network().fit(DATA, TARGET), {"n_features_in_": 10**30}),
        (lambda: network().fit(DATA, TARGET), {"out_activation_": "relu"}),
        (lambda: network().fit(DATA, TARGET), {"activation": "__class__"}),
        (lambda: network().fit(DATA, TARGET), {"feature_names_in_": np.array(["a"], object)}),
        (lambda: network().fit(DATA, TARGET), {"feature_names_in_": np.array([1, 2], object)}),
        (lambda: network().fit(DATA, TARGET), {"max_iter": 10**30}),
        (lambda: network().fit(DATA, TARGET), {"alpha": [[[[[[[1]]]]]]]}),
        (lambda: network().fit(DATA, TARGET), {"predict": 1}),
        (lambda: network().fit(DATA, TARGET), {"__class__": int}),
        (lambda: network().fit(DATA, TARGET), {"_sklearn_output_config": {"transform": "x"}}),
        (network, {"coefs_": [np.ones((2, 3)), np.ones((3, 1))]}),
        (lambda: KMeans(2).fit(DATA), {"cluster_centers_": np.ones((2, 9))}),
        (lambda: KMeans(2).fit(DATA), {"cluster_centers_": np.ones((0, 2))}),
        (lambda: KMeans(2).fit(DATA), {"cluster_centers_": np.ones(2)}),
        (lambda: KMeans(2).fit(DATA), {"cluster_centers_": np.array([["a", "b"]])}),
        (lambda: KMeans(2).fit(DATA), {"cluster_centers_": np.ones((2, 2), "f2")}),
        (lambda: KMeans(2).fit(DATA), {"cluster_centers_": np.ones((2, 2), ">f8")}),
        (lambda: KMeans(2).fit(DATA), {"_n_threads": 10**6}),
        (KMeans, {"cluster_centers_": np.ones((2, 2))}),
        (lambda: OneHotEncoder(drop="first").fit(DATA), {"drop_idx_": np.array([99, 0], object)}),
        (
            lambda: OneHotEncoder(drop="first").fit(DATA),
            {"_drop_idx_after_grouping": np.array([-1, 0], object)},
        ),
        (lambda: OneHotEncoder().fit(DATA), {"categories_": [np.array([2.0, 1.0])] * 2}),
        (lambda: OneHotEncoder().fit(DATA), {"categories_": [np.array([2, "a", 1], object)] * 2}),
        (lambda: OneHotEncoder().fit(DATA), {"categories_": [np.array([1.0])]}),
        (lambda: OneHotEncoder().fit(DATA), {"_infrequent_enabled": True}),
        (lambda: OneHotEncoder().fit(DATA), {"_n_features_outs": [10**9]}),
        (lambda: PolynomialFeatures().fit(DATA), {"_max_degree": 10**9}),
        (lambda: PolynomialFeatures().fit(DATA), {"n_output_features_": 10**9}),
        (lambda: StandardScaler().fit(DATA), {"mean_": np.ones(3)}),
        (lambda: StandardScaler().fit(DATA), {"scale_": np.array([1, "a"], object)}),
        (lambda: StandardScaler().fit(DATA), {"n_samples_seen_": "many"}),
        (lambda: LogisticRegression().fit(DATA, CLASSES), {"coef_": np.ones((1, 5))}),
        (lambda: LogisticRegression().fit(DATA, CLASSES), {"classes_": [0, 1]}),
        (lambda: make_pipeline(Ridge()), {"steps": [("a", 3)]}),
        (lambda: make_pipeline(Ridge()), {"steps": [("a", "join")]}),
        (lambda: make_pipeline(Ridge()), {"steps": [(1, Ridge())]}),
        (lambda: make_pipeline(Ridge()), {"steps": ()}),
        (FunctionTransformer, {"func": "numpy.log"}),
        (FunctionTransformer, {"func": 3}),
    ],
)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_parts_that_do_not_fit_are_refused(make: Callable[[], Any], changes: Any) -> None:
    assert refused(make(), **changes)


@pytest.mark.parametrize(
    "tree",
    [
        {"estimator": "RandomForestRegressor", "parts": []},
        {"estimator": "os.system", "parts": []},
        {"estimator": ["Ridge"], "parts": []},
        {"estimator": "Ridge"},
        {"estimator": "Ridge", "parts": {}},
        {"estimator": "Ridge", "parts": [["alpha"]]},
        {"estimator": "Ridge", "parts": [["alpha", 1], ["alpha", 2]]},
        {"estimator": "Ridge", "parts": [[1, 1]]},
        {"estimator": "Ridge", "parts": [["alpha", {"same": 0}]]},
        {"estimator": "Pipeline", "parts": []},
        {"estimator": "Pipeline", "parts": [["steps", {"list": [{"tuple": ["a", {"same": 1}]}]}]]},
        {"library function": "numpy.load"},
        {"library function": "numpy.fromfile"},
        {"library function": "os.system"},
        {"library function": 1},
    ],
    ids=str,
)
def test_a_tree_that_names_anything_else_is_refused(tree: Any) -> None:
    with pytest.raises(BrokenFrame):
        decode(Frame(tree, ()))


def test_a_list_that_is_not_finished_cannot_smuggle_an_estimator_into_itself() -> None:
    inner = {"estimator": "Pipeline", "parts": [["steps", {"same": 0}]]}
    tree: Any = {"list": [{"tuple": ["again", inner]}]}
    outer = decode(Frame(tree, ()))
    assert outer[0][1].steps == []


def test_an_array_that_is_not_finished_cannot_change_behind_the_check() -> None:
    encoder = {"estimator": "LabelEncoder", "parts": [["classes_", {"same": 0}]]}
    tree: Any = {"objects": [encoder, {"list": []}], "shape": [2]}
    with pytest.raises(BrokenFrame):
        decode(Frame(tree, ()))


def test_threads_are_the_examiners_own() -> None:
    model = KMeans(2, random_state=0).fit(DATA)
    model._n_threads = 10**6
    assert decode(encode(model))._n_threads == 1


def use(model: Any) -> None:
    for question in ("predict", "transform", "predict_proba", "get_params", "__repr__"):
        try:
            method = getattr(model, question)
            method() if question.startswith(("get", "_")) else method(DATA.copy())
        except Exception:  # noqa: S110 - it may fail, but not crash
            pass


def hostile_uses(count: int, seed: int) -> tuple[float, int]:
    """Give the longest time that a mutated description took, and how many were built."""
    chance, frames = random.Random(seed), [encode(model) for model in fitted()]  # noqa: S311
    longest, built = 0.0, 0
    for _ in range(count):
        frame = chance.choice(frames)
        tree = mutated(json.loads(text_of(frame.tree)), chance)
        start = time.process_time()
        try:
            model = decode(Frame(tree, tuple(noisy(each, chance) for each in frame.buffers)))
        except BrokenFrame:
            continue
        built += 1
        use(model)
        longest = max(longest, time.process_time() - start)
    return longest, built


@pytest.mark.filterwarnings("ignore")
def test_hostile_descriptions_give_models_or_broken_frames() -> None:
    longest, built = hostile_uses(2000, seed=1)
    assert longest < 5
    assert built > 50


@pytest.mark.prove
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(2, 8))
def test_many_hostile_descriptions_give_models_or_broken_frames(seed: int) -> None:
    longest, _ = hostile_uses(20_000, seed)
    assert longest < 5


def test_a_frame_of_many_estimators_is_given_up_soon() -> None:
    tree: Any = {"list": [{"estimator": "Ridge", "parts": []}] * 200_000}
    start = time.process_time()
    with pytest.raises(BrokenFrame):
        decode(Frame(tree, ()))
    assert time.process_time() - start < 5
