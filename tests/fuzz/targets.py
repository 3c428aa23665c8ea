"""What the fuzzer feeds and what must hold: bytes as they stand on the wire, and an oracle.

An input is one byte that chooses a target, and frames. Whatever the frames say, only documented
exceptions come out, within a second; what is let in is of exact plain types; and what is described
anew reads the same. `check` raises `Find` otherwise.
"""

import collections
import contextlib
import datetime
import functools
import io
import json
import pathlib
import socket
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from autograder import notebook as notebooks
from autograder.answers.codec import Decoder, NotSendable, decode, encode
from autograder.answers.estimators.functions import name_of
from autograder.answers.estimators.library import is_rebuilt
from autograder.answers.frames import BrokenFrame, Frame, receive, text_of
from autograder.answers.handles import NameNotBound, Trouble, Wall, is_handle
from autograder.answers.plain_types import SCALARS, TYPES
from autograder.answers.stand_ins import class_of, link_of
from autograder.execution.outputs import CELL_OUTPUTS, Outputs
from autograder.execution.words import hear
from autograder.notebook import Cell, Notebook

# What one input may take in all, in CPU seconds: its frames are small.
SECONDS = 1.0
# More would not fit into a socket that nobody reads.
MOST_BYTES = 100_000


class Find(AssertionError):
    """Say what an input did that no input may."""


class Stream:
    """Give bytes as a socket does, without one."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def recv(self, count: int, flags: int = 0) -> bytes:
        return self._data.read(count)


def check(data: bytes) -> str:
    """Try one input; say what became of it."""
    if not data or len(data) > MOST_BYTES:
        return "nothing"
    target = TARGETS[data[0] % len(TARGETS)]
    started = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            said = target(data[1:])
        except Find:
            raise
        except Exception as error:
            raise Find(f"{type(error).__name__} came out: {_where(error)}") from error
    took = time.process_time() - started
    if took > SECONDS:
        raise Find(f"slow: {target.__name__} took {took:.1f} s")
    return said


def _where(error: BaseException) -> str:
    steps = [f"{each.filename.split('/')[-1]}:{each.lineno}" for each in
             traceback.extract_tb(error.__traceback__)]  # fmt: skip
    return f"{error!s:.200} at {' '.join(steps[-4:])}"


# ---- a value


def of_value(data: bytes) -> str:
    """Decode one frame, and look at what came of it."""
    try:
        frame = receive(Stream(data))  # type: ignore[arg-type]
        value = decode(frame)
    except (BrokenFrame, EOFError):
        return "broken"
    look(value)
    again(value)
    return "value"


def again(value: object) -> None:
    """What was let in and can be described is described alike when it comes back."""
    try:
        first = encode(value)
    except Exception:
        # pandas and Matplotlib make some values that they cannot read: describing those fails on
        # the side of whoever made them.
        return
    try:
        second = encode(decode(first))
    except BrokenFrame as error:
        if any(word in str(error) for word in _BEYOND):
            return
        raise Find(f"what was described does not decode: {error}") from None
    except NotSendable as error:
        raise Find(f"a second description is refused: {error}") from None
    if _told(first) != _told(second):
        raise Find(f"described as {_told(first)!s:.300}, then as {_told(second)!s:.300}")


# Described with other costs than rebuilt: by their own tests.
_BEYOND = ("figure",)


def _told(frame: Frame) -> tuple[bytes, tuple[bytes, ...]] | None:
    """Give what tells two descriptions apart; a figure's places differ in their last bits."""
    text = text_of(frame.tree)
    return None if b'"figure":' in text or b'"axes":' in text else (text, frame.buffers)


# ---- types


_EXACT: frozenset[type] = frozenset(
    {type(None), bool, int, float, complex, str, bytes, list, tuple, set, frozenset, dict}
    | {collections.Counter, collections.OrderedDict, collections.defaultdict, collections.deque}
    | {range, slice, pathlib.PosixPath, pathlib.PurePosixPath, Fraction, np.ndarray}
    | {type(Ellipsis), type(NotImplemented), type(pd.NaT), type(pd.NA)}
    | {datetime.date, datetime.time, datetime.datetime, datetime.timedelta}
    | {pd.Timestamp, pd.Timedelta, pd.Interval, pd.Period, pd.DataFrame, pd.Series}
    | {pd.Index, pd.RangeIndex, pd.MultiIndex, pd.DatetimeIndex, pd.TimedeltaIndex}
    | {pd.CategoricalIndex, pd.IntervalIndex, pd.PeriodIndex}
    | SCALARS
)
_PICTURES = ("matplotlib.", "mpl_toolkits.mplot3d.")


def look(value: object, *, wall: Wall | None = None) -> None:
    """Hold that a value and all in it are of exact plain types, and genuine."""
    todo, met = [value], set()
    while todo:
        each = todo.pop()
        if id(each) in met:
            continue
        met.add(id(each))
        if wall is not None and (is_handle(each) or each in OWN or _is_error_class(each)):
            continue
        _look_at(each)
        todo += _parts(each)


def _is_error_class(value: object) -> bool:
    if not isinstance(value, type) or not issubclass(value, BaseException):
        return False
    # ``except TheirError`` would catch the test's own failed assert.
    _hold(not issubclass(AssertionError, value), f"the class {value}")
    return value not in TYPES.values()


def _look_at(value: Any) -> None:
    kind = type(value)
    if kind in _EXACT:
        _look_at_memory(value)
        return
    if isinstance(value, np.dtype):
        _hold(value.kind != "V", f"the dtype {value}")
        return
    if isinstance(value, type):
        _hold(value in TYPES.values() or value.__bases__ == (tuple,), f"the class {value}")
        return
    if kind.__bases__ == (tuple,) and kind.__module__ == "__main__":
        return
    if is_rebuilt(value) or name_of(value) is not None:
        return
    _hold(kind.__module__.startswith(_PICTURES), f"an object of type {kind}")


def _look_at_memory(value: Any) -> None:
    """An array owns its memory or belongs to one that does; no text is beyond Unicode."""
    if isinstance(value, np.ndarray):
        _hold(value.flags.writeable and 0 not in _strides(value), "an array of odd memory")
    if isinstance(value, str):
        _hold(len(value) <= MOST_BYTES, "a long text")


def _strides(array: Any) -> tuple[int, ...]:
    return tuple(
        step for step, n in zip(array.strides, array.shape, strict=True) if n > 1 and array.size
    )


def _hold(holds: bool, what: str) -> None:
    if not holds:
        raise Find(f"let in: {what}")


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from (*value.keys(), *value.values())
    elif isinstance(value, list | tuple | set | frozenset | collections.deque):
        yield from value
    elif isinstance(value, np.ndarray) and value.dtype == object:
        yield from value.reshape(-1).tolist()
    elif isinstance(value, pd.DataFrame):
        yield value.index
        yield value.columns
        yield from (value.iloc[:, at] for at in range(value.shape[1]))
    elif isinstance(value, pd.Series):
        yield value.index
        yield value.name
        yield from value.tolist() if value.dtype == object else ()
    elif isinstance(value, pd.MultiIndex):
        yield from value.levels
        yield from value.names
    elif isinstance(value, pd.Index):
        yield value.name
        yield from value.tolist() if value.dtype == object else ()
    elif is_rebuilt(value):
        yield from vars(value).values()


# ---- what a test does with it


def of_use(data: bytes) -> str:
    """Decode one frame, and use it as tests use models and figures."""
    try:
        value = decode(receive(Stream(data)))  # type: ignore[arg-type]
    except (BrokenFrame, EOFError):
        return "broken"
    look(value)
    for use in _USES:
        # It may fail, as any wrong answer does; it may not end the process or take for ever.
        with contextlib.suppress(Exception):
            use(value)
    return "used"


_ROWS = np.linspace(0.0, 1.0, 6).reshape(3, 2)
_USES: tuple[Callable[[Any], object], ...] = (
    repr,
    lambda it: it.__eq__(it),
    sorted,
    lambda it: it.predict(_ROWS),
    lambda it: it.transform(_ROWS),
    lambda it: it.get_params(),
    lambda it: np.asarray(it).sum(),
    lambda it: np.allclose(it, it),
    lambda it: it.describe(),
    lambda it: it.equals(it.copy()),
    lambda it: [each.get_xydata() for each in it.axes[0].lines],
    lambda it: [each.get_offsets() for each in it.axes[0].collections],
    lambda it: [each.get_bbox().bounds for each in it.axes[0].patches],
    lambda it: [text.get_text() for text in it.axes[0].get_legend().get_texts()],
    lambda it: (it.axes[0].get_xlim(), it.axes[0].get_yscale(), it.axes[0].get_title()),
    lambda it: [label.get_text() for label in it.axes[0].get_xticklabels()],
)


# ---- the wall


class Recording(Wall):
    """Keep the exceptions that it made of what the student's side said."""

    def __init__(self, channel: socket.socket) -> None:
        super().__init__(channel, call_seconds=1.0, calls_per_cell=50)
        self.made: list[BaseException] = []

    def _raised(self, reply: Any, buffers: Any) -> Exception:
        self.made.append(super()._raised(reply, buffers))
        return self.made[-1]  # type: ignore[return-value]


def of_wall(data: bytes) -> str:
    """Let the examiner ask its questions while the answers already wait, and nothing after them."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        try:
            theirs.sendall(data)
        except BlockingIOError:
            return "nothing"
        theirs.shutdown(socket.SHUT_WR)
        wall = Recording(ours)
        wall.begin_cell(time.monotonic() + 5)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return _examined(wall)


def _examined(wall: Recording) -> str:
    said = [_asked(wall, lambda: wall.fetch("f")), _asked(wall, lambda: wall.fetch("g"))]
    # With other answers each time: what is asked is up to what came.
    for question in _QUESTIONS if any(map(is_handle, said)) else ():
        subject = next(filter(is_handle, said))
        _asked(wall, functools.partial(question, subject))
        if wall.ended:
            break
    _asked(wall, lambda: _python_says(Wall.files)(wall))
    _asked(wall, lambda: wall.move("f", "hide"))
    _asked(wall, lambda: wall.move("f", "show"), without=NameNotBound)
    wall.forget()
    return "ended" if wall.trouble is not None else "answered"


def _asked(
    wall: Recording, question: Callable[[], object], *, without: type[Exception] | None = None
) -> object:
    """Ask; hold that only what is documented comes out."""
    try:
        answer = question()
    except (Trouble, BrokenFrame, NameNotBound) as error:
        if without is not None and isinstance(error, without):
            raise Find(f"{type(error).__name__} where there is none") from None
        return None
    except Exception as error:
        if any(error is each for each in wall.made) or isinstance(error, _OF_PYTHON):
            return None
        raise
    look(answer, wall=wall)
    return answer


class _OfPython(Exception):
    """Stand for what Python itself says of an answer: a length below zero, say."""


_OF_PYTHON = (_OfPython,)


def _python_says(question: Callable[[Any], object]) -> Callable[[Any], object]:
    """Let Python refuse an answer that is of a right type: the test then meets that error."""

    def ask(handle: Any) -> object:
        try:
            return question(handle)
        except (ValueError, OverflowError, TypeError, StopIteration) as error:
            raise _OfPython from error

    return ask


def own(value: Any) -> Any:
    """Stand for a function of the test's, which the student's code may give back."""
    return value(1) if is_handle(value) and callable(value) else value


class Known:
    """Tell the test's own functions from others, whatever can be hashed."""

    def __contains__(self, value: object) -> bool:
        return value is own or value is len


OWN = Known()


def _call(handle: Any) -> object:
    if not callable(handle):
        return None
    numbers, table = np.zeros(2), pd.DataFrame({"a": [1, 2]})
    words: list[Any] = [1, [2]]
    queue = collections.deque([1])
    answer = handle(words, {"a": [1]}, {3}, numbers, table, own, len, queue=queue)
    _hold(type(words) is list and numbers.shape == (2,) and type(table) is pd.DataFrame, "a lie")
    look([words, numbers, table, queue], wall=link_of(handle).wall)  # type: ignore[arg-type]
    return answer


_QUESTIONS: tuple[Callable[[Any], object], ...] = (
    _call,
    str,
    repr,
    dir,
    _python_says(len),
    _python_says(lambda handle: next(iter(handle))),
    _python_says(lambda handle: handle[0]),
    lambda handle: handle.coef_,
    lambda handle: vars(handle),
    lambda handle: class_of(handle) and None,
    lambda handle: _python_says(lambda it: isinstance(it, it))(handle),
    lambda handle: _python_says(lambda it: it.score([[1]], [1]))(handle),
    lambda handle: getattr(handle, "__doc__", None),
    _call,
)


# ---- the supervisor's channel


def of_words(data: bytes) -> str:
    """Hear words as the supervisor does, and keep the outputs that they bring."""
    outputs, stream = Outputs(cell_bytes=20_000), Stream(data)
    outputs.start(0)
    try:
        while True:
            word = hear(stream)  # type: ignore[arg-type]
            if "done" in word:
                outputs.start(1)
            outputs.put(0, word.get("output"))
    except (BrokenFrame, EOFError):
        pass
    shown = outputs.of(0)
    written = notebooks.write(Notebook((Cell("code", "", outputs=shown),)))
    json.loads(written, parse_constant=_no_constant)
    # Text joined to text before it is counted once; a note of what was left out comes once.
    _hold(len(json.dumps(shown)) < 25_000 and len(shown) <= CELL_OUTPUTS + 1, "too much output")
    for each in shown:
        _hold_output(each)
    return "shown" if shown else "nothing"


def _no_constant(name: str) -> None:
    raise Find(f"{name} in a notebook")


_FIELDS = {
    "stream": {"output_type", "name", "text"},
    "error": {"output_type", "ename", "evalue", "traceback"},
    "display_data": {"output_type", "data", "metadata"},
    "execute_result": {"output_type", "data", "metadata", "execution_count"},
}


def _hold_output(output: dict[str, Any]) -> None:
    _hold(output.keys() == _FIELDS[output["output_type"]], f"an output of {sorted(output)}")
    for mime, value in output.get("data", {}).items():
        _hold(type(mime) is str, "a MIME type that is no text")
        _hold(type(value) is str or mime.endswith("json"), f"{mime} of {type(value)}")
    for key in ("text", "ename", "evalue", "name"):
        _hold(type(output.get(key, "")) is str, key)


def of_tree(data: bytes) -> str:
    """Decode a tree that came as JSON text: what a mutation of bytes hits at once."""
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        return "no tree"
    try:
        value = Decoder((bytes(8), bytes(16), b"\1\0"))(tree)
    except BrokenFrame:
        return "broken"
    look(value)
    again(value)
    return "value"


TARGETS: tuple[Callable[[bytes], str], ...] = (of_value, of_use, of_wall, of_words, of_tree)
