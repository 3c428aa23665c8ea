"""Hostile frames: whatever comes in, only a value or BrokenFrame comes out, and soon."""

import copy
import json
import random
import socket
import time
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from autograder.answers.codec import decode, encode
from autograder.answers.frames import TREE_BYTES, BrokenFrame, Frame, text_of
from autograder.answers.handles import Trouble, Wall

SLOW_SECONDS = 5.0
Path = tuple[str | int, ...]


def figure() -> Figure:
    drawn = Figure()
    axes = drawn.subplots()
    axes.plot([1, 2], [3, 4], "r--", label="a")
    axes.scatter([1, 2], [3, 4], c=[0.1, 0.2])
    axes.bar(["a", "b"], [1, 2])
    axes.imshow(np.eye(2))
    axes.legend()
    return drawn


def seeds() -> list[Frame]:
    times = pd.date_range("2024-01-01", periods=2)
    table = pd.DataFrame(
        {
            "a": [1, 2],
            "s": ["x", None],
            "c": pd.Categorical(["u", "v"]),
            "z": times.tz_localize("Asia/Tokyo"),
            "n": pd.array([1, None], dtype="Int64"),
            "p": pd.period_range("2024", periods=2, freq="D"),
            "i": pd.cut([1, 2], 2),
        },
        index=times,
    )
    plain = [1, (2, {3}), {"k": frozenset([1])}, 2**80, float("nan"), 1j, b"x", range(3), "s"]
    values = [
        table,
        table.set_index(["a", "s"]).index,
        pd.Series([1.0], name="n"),
        plain,
        [0.5] * 40,
        list(range(40)),
        np.array([1, "x"], dtype=object),
        [np.float32(1), np.str_("a"), np.datetime64("2024-01-01")],
        [pd.Timestamp("2024", tz="UTC"), pd.Timedelta(1), pd.Interval(0, 1), pd.Period("2024")],
        np.arange(6).reshape(2, 3),
        np.array(["a", "bc"]),
        np.array([True, False]),
        figure(),
    ]
    return [encode(value) for value in values]


ATOMS: tuple[Any, ...] = (
    *(None, True, -1, 0, 1, 3, 2**63, 10**400, 1e308, -0.5, "", "x", "O", "\ud800", "a" * 5000),
    *("<U4294967295", "|V8", "<M8[ns]", "|O", "i4,i4", "(2,3)f8", "|b1", "<U1", "float64[pyarrow]"),
    *("../../etc", "__import__", "object", "ME", "Europe/Paris", "$\\frac{", {}, [], [[]] * 50),
    *({"list": []}, {"set": [{"dict": []}]}, {"same": 0}, {"int": "-0x1"}, {"dict": [[1, 2]]}),
    {"array": "|O", "shape": [1], "buffer": 0},
    {"array": "<i8", "shape": [1], "buffer": 0},
    {"range": [0, 2**62, 1], "name": None},
    {"objects": [None], "shape": [1]},
    {"missing": "NaT"},
)
TAGS = ("list", "array", "objects", "DataFrame", "Series", "Index", "figure", "axes", "int", "same",
        "codes", "texts", "zoned", "scalar", "dict", "set")  # fmt: skip


def places(tree: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    if isinstance(tree, dict):
        for key in tree:
            yield from places(tree[key], (*path, key))
    elif isinstance(tree, list):
        for position, member in enumerate(tree):
            yield from places(member, (*path, position))


def mutated(tree: Any, chance: random.Random) -> Any:
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(list(places(tree)))
        if not path:
            continue
        parent = tree
        for step in path[:-1]:
            parent = parent[step]
        change(parent, path[-1], tree, chance)
    return tree


def change(parent: Any, step: Any, tree: Any, chance: random.Random) -> None:
    kind = chance.random()
    if kind < 0.6:
        parent[step] = copy.deepcopy(chance.choice(ATOMS))
    elif kind < 0.75 and isinstance(parent, dict):
        parent[chance.choice(TAGS)] = parent.pop(step)
    elif kind < 0.9:
        del parent[step]
    else:
        parent[step] = copy.deepcopy(tree)


def noisy(buffer: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.7:
        return buffer
    return chance.randbytes(len(buffer) if chance.random() < 0.8 else chance.randint(0, 40))


def hostile_frames(count: int, seed: int) -> Iterator[Frame]:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    frames = seeds()
    for _ in range(count):
        frame = chance.choice(frames)
        tree = mutated(json.loads(text_of(frame.tree)), chance)
        yield Frame(tree, tuple(noisy(buffer, chance) for buffer in frame.buffers))


def survive(frame: Frame) -> bool:
    """Decode, and look at what came out; tell whether anything did."""
    try:
        value = decode(frame)
    except BrokenFrame:
        return False
    # What was let in must be sound: to look at it may fail, but not crash the process.
    try:
        repr(value)
        encode(value)
    except Exception:  # noqa: S110 - pandas cannot print every odd label
        pass
    return True


def slowest(frames: Iterator[Frame]) -> tuple[float, int]:
    """Give the longest time for one frame, and how many decoded."""
    longest, decoded = 0.0, 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for frame in frames:
            start = time.process_time()
            decoded += survive(frame)
            longest = max(longest, time.process_time() - start)
    return longest, decoded


def test_hostile_frames_give_values_or_broken_frames() -> None:
    longest, decoded = slowest(hostile_frames(2000, seed=1))
    assert longest < SLOW_SECONDS
    # Some mutations are harmless: if none were, the seeds themselves would be broken.
    assert decoded > 100


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(2, 12))
def test_many_hostile_frames_give_values_or_broken_frames(seed: int) -> None:
    longest, _ = slowest(hostile_frames(10_000, seed))
    assert longest < SLOW_SECONDS


def filled(part: str, length: int = TREE_BYTES - 100) -> str:
    """Repeat a part of a JSON list up to a tree's full size."""
    return ",".join([part] * (length // (len(part) + 1)))


HANDLE = {
    "handle": 3,
    "kind": "object",
    "can": ["call", "len"],
    "type": "Model",
    "library": ["sklearn.base", "BaseEstimator"],
}
ERROR = {"handle": 4, "kind": "exception", "type": "E", "own": True, "base": "ValueError",
         "library": ["numpy.linalg", "LinAlgError"]}  # fmt: skip
REPLIES: tuple[dict[str, Any], ...] = (
    {"ok": {"list": [HANDLE, {"argument": 0}]}, "changed": [[0, {"list": [1, {"same": 0}]}]]},
    {"ok": {"set": [{**HANDLE, "kind": "function"}]}, "out": "text", "err": "text"},
    {"ok": None, "changed": [[1, {"dict": [["a", {"list": [2]}]]}], [2, {"set": [1]}]]},
    {"ok": {"defaultdict": [], "factory": HANDLE}, "number": 7},
    {"raised": ["ValueError"], "class": ERROR, "object": HANDLE, "type": "E", "text": "no",
     "args": {"tuple": ["no"]}, "callback_turn": None},
    {"raised": ["KeyError", "LookupError"], "class": None, "object": None, "type": "KeyError",
     "text": "no", "args": None, "callback_turn": 3, "changed": []},
    {"unsupported": "a module"},
    {"timeout": True},
)  # fmt: skip


def judged_reply(reply: dict[str, Any]) -> str:
    """Let a call be answered so; give what came of it."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        wall = Wall(ours)
        answers = iter([{"ok": {**HANDLE, "kind": "function"}}, reply])
        wall._conversation.ask = lambda *_: (next(answers), ())  # type: ignore[method-assign]
        function: Any = wall.fetch("f")
        try:
            function([1], {"a": [1]}, {3}, x=np.zeros(2))
        except (Trouble, BrokenFrame) as error:
            assert wall.trouble is error
            return "trouble"
        except Exception:
            assert "raised" in reply
            return "raised"
        return "value"


def test_hostile_replies_give_values_exceptions_or_troubles() -> None:
    chance = random.Random(5)  # noqa: S311 - not a secret
    outcomes = {judged_reply(mutated(copy.deepcopy(chance.choice(REPLIES)), chance))
                for _ in range(3000)}  # fmt: skip
    assert outcomes == {"value", "raised", "trouble"}


RANGE = '{"range":[0,1,1],"name":null}'
NONE = '{"range":[0,0,1],"name":null}'
COLUMN = '{"objects":[1],"shape":[1]}'
BOMBS = {
    "lists": f'{{"list":[{filled("[]")}]}}',
    "objects": f'{{"list":[{filled("{}")}]}}',
    "nodes": f'{{"list":[{filled("0")}]}}',
    "texts": f'{{"set":[{filled(chr(34) * 2)}]}}',
    "deep": '{"list":[' * 400_000 + "]}" * 400_000,
    "one long float": "0." + "1" * (TREE_BYTES - 100),
    "one long exponent": "1e" + "1" * (TREE_BYTES - 100),
    "one long integer": "1" * (TREE_BYTES - 100),
    "one long hexadecimal": f'{{"int":"{"f" * (TREE_BYTES - 100)}"}}',
    "columns": f'{{"DataFrame":[{filled(COLUMN)}],"columns":{RANGE},"index":{RANGE}}}',
    "tables": '{"list":[' + filled(f'{{"DataFrame":[],"columns":{NONE},"index":{RANGE}}}') + "]}",
    "indexes": f'{{"list":[{filled(f"""{{"Index":{RANGE}}}""")}]}}',
    "namedtuples": '{"list":['
    + ",".join(f'{{"namedtuple":"P{n}","fields":["x"],"members":[1]}}' for n in range(100_000))
    + "]}",
    "time zones": '{"list":['
    + ",".join(f'{{"time":"00:00","zone":"Zone/n{n}"}}' for n in range(100_000))
    + "]}",
    "timestamps": '{"list":['
    + filled('{"Timestamp":{"scalar":"<M8[ns]","bytes":"0000000000000000"},"zone":"Asia/Tokyo"}')
    + "]}",
    "fractions": '{"list":['
    + filled(f'{{"fraction":[{{"int":"0x{"f" * 16000}"}},{{"int":"0x{"e" * 15999}d"}}]}}')
    + "]}",
    "intervals": '{"list":[' + filled('{"Interval":[0,1],"closed":"left"}') + "]}",
    "periods": '{"list":[' + filled('{"Period":1,"frequency":"M"}') + "]}",
    "scalars": '{"list":[' + filled('{"scalar":"<f8","bytes":"0000000000000000"}') + "]}",
    "handles": '{"list":[' + filled('{"handle":1}') + "]}",
}


@pytest.mark.parametrize("title", BOMBS)
def test_a_frame_made_to_cost_time_is_given_up_soon(title: str) -> None:
    start = time.process_time()
    try:
        decode(Frame(json.loads(BOMBS[title])))
    except (BrokenFrame, ValueError, RecursionError):
        pass
    assert time.process_time() - start < SLOW_SECONDS
