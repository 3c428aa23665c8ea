"""Changes to an input that keep it nearly honest: in the tree, in a buffer, in the order of frames.

Most changed bytes would stop at the first look at a length. These get behind that.
"""

import copy
import json
import math
import random
import struct
from collections.abc import Callable, Sequence
from typing import Any

import targets
from seeds import wire
from test_answers_fuzz import ATOMS, mutated, places

from autograder.answers.builders import BUILD
from autograder.answers.decoder import _OTHER_KINDS
from autograder.answers.estimators.table import TABLE
from autograder.answers.frames import BrokenFrame, Frame, receive

Bytes = Callable[[bytes, int], bytes]

_TREES = targets.TARGETS.index(targets.of_tree)
_WALL = targets.TARGETS.index(targets.of_wall)
_TAGS = (*BUILD, *_OTHER_KINDS, "figure", "axes", "handle", "argument", "callback")
_KEYS = (*_TAGS, "ok", "raised", "changed", "class", "object", "number", "missing", "timeout",
         "seq", "turn", "kind", "can", "type", "library", "own", "base")  # fmt: skip
_NUMBERS = (0, 1, -1, 2, 3, 7, 60, 255, 256, 1000, 2**16, 2**26, 2**31, 2**32, 2**53, 2**62, 2**63)
_FLOATS = (float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1e308, 5e-324, 1e18, -1.0)
_MOST_PLACES = 4000


def frames_of(data: bytes) -> list[Frame] | None:
    """Read the frames of an input; None when it is none."""
    stream, found = targets.Stream(data), []
    try:
        while True:
            found.append(receive(stream))  # type: ignore[arg-type]
    except EOFError:
        return found or None
    except BrokenFrame:
        return found or None


def change(data: bytes, most: int, seed: int, pool: Sequence[bytes], of_bytes: Bytes) -> bytes:
    """Change an input; ``of_bytes`` is the fuzzer's own way, which knows no structure."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    if len(data) < 2 or chance.random() < 0.15:
        return of_bytes(data, most)
    kind, rest = data[0] % len(targets.TARGETS), data[1:]
    changed = _tree(rest, chance) if kind == _TREES else _frames(rest, chance, pool)
    if changed is None:
        return of_bytes(data, most)
    new = bytes([kind]) + changed
    return new if len(new) <= most else of_bytes(data, most)


def _tree(data: bytes, chance: random.Random) -> bytes | None:
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return _text(_changed(tree, chance))


def _text(tree: Any) -> bytes | None:
    try:
        return json.dumps(tree, separators=(",", ":")).encode("ascii")
    except (ValueError, RecursionError):
        return None


def _frames(data: bytes, chance: random.Random, pool: Sequence[bytes]) -> bytes | None:
    frames = frames_of(data)
    if not frames:
        return None
    at = chance.randrange(len(frames))
    how = chance.random()
    if how < 0.1:
        frames = _reordered(frames, at, chance, pool)
    elif how < 0.3 and frames[at].buffers:
        frames[at] = Frame(frames[at].tree, _noisy(frames[at].buffers, chance))
    elif how < 0.4:
        frames[at] = _spliced(frames[at], chance, pool)
    else:
        frames[at] = Frame(_changed(frames[at].tree, chance), frames[at].buffers)
    try:
        return wire(*frames)
    except (ValueError, RecursionError, struct.error):
        return None


def _reordered(
    frames: list[Frame], at: int, chance: random.Random, pool: Sequence[bytes]
) -> list[Frame]:
    how = chance.randrange(4)
    if how == 0:
        return [*frames[:at], *frames[at + 1 :]] or frames
    if how == 1:
        return [*frames[: at + 1], *frames[at:]]
    others = frames_of(chance.choice(pool)[1:]) or frames
    other = chance.choice(others)
    if how == 2:
        return [*frames[:at], _numbered(other, at + 1), *frames[at:]]
    return [*frames[:at], _numbered(other, at + 1), *frames[at + 1 :]]


def _numbered(frame: Frame, seq: int) -> Frame:
    tree: Any = frame.tree
    if type(tree) is dict and "seq" in tree:
        return Frame({**tree, "seq": seq}, frame.buffers)
    return frame


def _spliced(frame: Frame, chance: random.Random, pool: Sequence[bytes]) -> Frame:
    """Put part of another input's tree into this one, with its buffers."""
    others = frames_of(chance.choice(pool)[1:])
    if not others:
        return frame
    other = chance.choice(others)
    part = _moved(_at(other.tree, _place(other.tree, chance)), len(frame.buffers))
    tree, path = copy.deepcopy(frame.tree), _place(frame.tree, chance)
    return Frame(_replaced(tree, path, part), (*frame.buffers, *other.buffers))


def _moved(tree: Any, by: int) -> Any:
    if isinstance(tree, dict):
        packed = ("buffer", "floats", "ints")
        return {
            k: v + by if k in packed and type(v) is int else _moved(v, by) for k, v in tree.items()
        }
    return [_moved(each, by) for each in tree] if isinstance(tree, list) else tree


def _place(tree: Any, chance: random.Random) -> tuple[Any, ...]:
    found = []
    for path in places(tree):
        found.append(path)
        if len(found) > _MOST_PLACES:
            break
    return chance.choice(found)


def _at(tree: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return copy.deepcopy(tree)


def _replaced(tree: Any, path: tuple[Any, ...], part: Any) -> Any:
    if not path:
        return part
    parent = tree
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = part
    return tree


def _changed(tree: Any, chance: random.Random) -> Any:
    try:
        tree = copy.deepcopy(tree)
        if chance.random() < 0.4:
            return mutated(tree, chance)
        path = _place(tree, chance)
        return _replaced(tree, path, _other(_at(tree, path), chance))
    except RecursionError:
        return tree


def _other(value: Any, chance: random.Random) -> Any:
    """Give something near a value."""
    if type(value) is int:
        return chance.choice((value + 1, value - 1, -value, chance.choice(_NUMBERS)))
    if type(value) is float:
        whole = int(value) if math.isfinite(value) else 0
        return chance.choice((value * 2, 1e300, -value, 1e-300, whole, 10**19))
    if type(value) is str:
        return _other_text(value, chance)
    if type(value) is list and value:
        return _other_list(value, chance)
    if type(value) is dict and value:
        return _other_object(value, chance)
    return copy.deepcopy(chance.choice(ATOMS))


def _other_text(text: str, chance: random.Random) -> str:
    names = (*_TAGS, *TABLE, "nan", "inf", "", "\ud800", "a\0b", "$" * 50, text * 3, text[:-1])
    return chance.choice((chance.choice(names), text[::-1], text + "0", "<" + text[1:]))


def _other_list(value: list[Any], chance: random.Random) -> Any:
    how, at = chance.randrange(6), chance.randrange(len(value))
    if how == 0:
        return value * chance.choice((2, 3, 50))
    if how == 1:
        return value[:at] + value[at + 1 :]
    if how == 2:
        return [*value, chance.choice(value)]
    if how == 3:
        return value[::-1]
    if how == 4:
        return {chance.choice(_TAGS): value}
    return value[:at]


def _other_object(value: dict[str, Any], chance: random.Random) -> Any:
    how, key = chance.randrange(5), chance.choice(list(value))
    if how == 0:
        return {k: v for k, v in value.items() if k != key}
    if how == 1:
        return {chance.choice(_KEYS) if k == key else k: v for k, v in value.items()}
    if how == 2:
        return {**value, chance.choice(_KEYS): copy.deepcopy(chance.choice(ATOMS))}
    if how == 3:
        return {"list": [value] * chance.choice((1, 2, 30))}
    # Which comes first says of which kind it is.
    return dict(reversed(value.items()))


def _noisy(buffers: tuple[bytes, ...], chance: random.Random) -> tuple[bytes, ...]:
    at = chance.randrange(len(buffers))
    buffer = bytearray(buffers[at])
    how = chance.randrange(5)
    if how == 0 and len(buffer) >= 8:
        place = 8 * chance.randrange(len(buffer) // 8)
        buffer[place : place + 8] = struct.pack("<d", chance.choice(_FLOATS))
    elif how == 1 and len(buffer) >= 8:
        place = 8 * chance.randrange(len(buffer) // 8)
        number = chance.choice(_NUMBERS) * chance.choice((1, -1))
        buffer[place : place + 8] = (number % 2**64).to_bytes(8, "little")
    elif how == 2:
        buffer = bytearray(chance.randbytes(len(buffer)))
    elif how == 3:
        buffer = buffer[: chance.randint(0, len(buffer))]
    else:
        buffer += buffer[:8]
    return (*buffers[:at], bytes(buffer), *buffers[at + 1 :])
