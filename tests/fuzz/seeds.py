"""Honest inputs for the fuzzer, written from honest values: where it starts from.

    python tests/fuzz/seeds.py

writes those that are not in the corpus yet.
"""

import collections
import datetime
import hashlib
import json
import pathlib
import struct
import sys
import warnings
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

# These lie beside the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
import targets
from test_answers_estimators_hostile import fitted
from test_answers_figures_hostile import SMALL
from test_answers_fuzz import ERROR, HANDLE, REPLIES
from test_answers_fuzz import seeds as frames

from autograder.answers.codec import Encoder, encode
from autograder.answers.frames import Frame, text_of

CORPUS = Path(__file__).parent / "corpus"


def wire(*sent: Frame) -> bytes:
    """Give frames as they stand on the wire."""
    return b"".join(map(_wire, sent))


def _wire(frame: Frame) -> bytes:
    tree = text_of(frame.tree)
    lengths = struct.pack(f"<{len(frame.buffers)}I", *map(len, frame.buffers))
    head = struct.pack("<II", len(tree), len(frame.buffers))
    return head + lengths + tree + b"".join(frame.buffers)


def values() -> Iterator[Any]:
    """Yield a value of every kind that crosses, each small."""
    yield [collections.Counter("ab"), collections.OrderedDict(a=1), collections.deque([1], 3)]
    yield [collections.defaultdict(list, a=[1]), pathlib.Path("a/b"), slice(1, None, 2), ...]
    yield [Fraction(1, 3), datetime.date(2024, 1, 2), datetime.time(1, 2), NotImplemented]
    yield [datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC), datetime.timedelta(1, 2, 3)]
    yield [int, ValueError, np.dtype("f4"), np.float64, pd.NaT, pd.NA, collections.namedtuple]
    yield [collections.namedtuple("Point", "x y")(1, 2), np.array("a"), np.complex64(1j)]
    yield pd.Series(pd.array(["a", None], dtype=pd.StringDtype("python")), name=("n", 1))
    yield pd.Series(pd.array([1.5, None], dtype="Float64"), index=[True, False])
    yield pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["x", None])
    yield pd.timedelta_range("1D", periods=3, name="t")
    yield np.asfortranarray(np.arange(6.0).reshape(2, 3))
    shared = [1]
    yield {"a": shared, "b": (shared, frozenset({None})), "c": 10**30}


def described() -> Iterator[Frame]:
    """Yield descriptions: of values, models and figures."""
    yield from frames()
    for value in [*list(values()), *fitted()]:
        try:
            yield encode(value)
        except TypeError:  # one of its members is none that crosses
            yield encode([each for each in value if not callable(each) or each is int])
    for draw in SMALL:
        figure = _figure()
        draw(figure.axes[0])
        yield encode(figure)


def _figure() -> Any:
    # Lazy: the interactive part of Matplotlib is needed for nothing else.
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots()
    return figure


def conversations() -> Iterator[bytes]:
    """Yield what a student's side may say to the questions of ``targets.of_wall``."""
    function = {**HANDLE, "kind": "function", "library": None}
    for reply in REPLIES:
        yield _said({"ok": function}, {"ok": 1}, reply, {"ok": "text"}, reply)
    for kind in ("object", "class", "generator", "module", "estimator", "exception"):
        can = ["call", "iter", "next", "len", "getitem"]
        thing: Any = {**HANDLE, "kind": kind, "can": can, "base": "ValueError", "own": True}
        texts, pairs, model = {"list": ["a"]}, {"dict": [["a", 1]]}, {**thing, "kind": "class"}
        answers: list[Any] = [2, "s", "r", texts, 3, {"list": [1]}, 0, 0.5, pairs, model, True]
        yield _said({"ok": thing}, {"ok": ERROR}, *({"ok": each} for each in answers))
        answers += [{"floats": 0}, "words", {"tuple": [1]}, texts]
        replies: list[Any] = [{"ok": each} for each in [thing, thing, *answers]]
        yield _said(*replies, {"ok": None}, {"ok": None})
    back = {"callback": 0, "turn": 1, "args": {"list": [1]}, "keywords": {"dict": []}}
    nested = {**back, "callback": 1, "turn": 2}
    asked = [Frame({"seq": 1, "ok": function}), Frame({"seq": 2, "ok": {"list": []}})]
    yield wire(*asked, Frame(back), Frame({"seq": 3, "ok": {"argument": 0}}))
    yield wire(*asked, Frame(nested), Frame({"seq": 4, "ok": 1}), Frame({"seq": 3, "ok": 1}))
    changed = _changed()
    yield wire(*asked, changed)
    unbound, files = {"missing": True}, {"ok": {"list": ["a.csv"]}}
    yield _said(unbound, unbound, files, {"ok": None}, {"ok": None})
    yield _said(unbound, {"ok": 1, "number": 3}, files, unbound)


def _said(*replies: dict[str, Any]) -> bytes:
    return wire(*(Frame({"seq": n, **reply}) for n, reply in enumerate(replies, 1)))


def _changed() -> Frame:
    encoder = Encoder()
    changes = [[3, encoder(np.ones(2))], [4, encoder(pd.DataFrame({"a": [3.0]}))]]
    return encoder.frame({"seq": 3, "ok": None, "changed": changes})


def words() -> Iterator[bytes]:
    """Yield what a student process may say to the supervisor."""
    stream = {"output_type": "stream", "name": "stdout", "text": "one\n"}
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]}
    data = {"text/plain": "1", "text/html": "<b>1</b>", "application/json": {"a": [1]}}
    shown = {"output_type": "display_data", "data": data, "metadata": {"a": 1}, "display_id": "d"}
    result = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
    outputs = [stream, stream, error, shown, {**shown, "update": "d"}, result, {"clear": True}]
    said: list[Any] = [*({"output": each} for each in outputs), {"done": True, "error": "E"}]
    yield wire(*map(Frame, said))
    yield wire(*map(Frame, reversed(said)))
    for each in said:
        yield wire(Frame(each))


def inputs() -> Iterator[bytes]:
    """Yield all inputs: the byte that chooses the target first."""
    number = {target: bytes([n]) for n, target in enumerate(targets.TARGETS)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for frame in described():
            yield number[targets.of_value] + wire(frame)
            yield number[targets.of_use] + wire(frame)
            if not frame.buffers:
                yield number[targets.of_tree] + text_of(frame.tree)
    for said in conversations():
        yield number[targets.of_wall] + said
    for said in words():
        yield number[targets.of_words] + said
    yield number[targets.of_tree] + json.dumps({"array": "<f8", "shape": [1], "buffer": 0}).encode()


def write(folder: Path, data: bytes) -> None:
    """Keep an input under a name that says what is in it."""
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


if __name__ == "__main__":
    CORPUS.mkdir(exist_ok=True)
    for data in inputs():
        write(CORPUS, data)
