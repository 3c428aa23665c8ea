"""Values that go into a frame and come out of it: the same types, dtypes, names and contents."""

import collections
import datetime
import math
import zoneinfo
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.answers.codec import Encoder, NotSendable, decode, encode
from autograder.answers.frames import BrokenFrame, Frame, text_of


def around(value: Any) -> Any:
    """Send a value through the text of a frame."""
    frame = encode(value)
    again = encode(value)
    assert text_of(frame.tree) == text_of(again.tree)
    assert frame.buffers == again.buffers
    return decode(frame)


def same(a: Any, b: Any) -> bool:
    """Compare types too, all the way down; NaN is the same as NaN."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return repr(a) == repr(b)
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return all(map(same, a.items(), b.items())) and len(a) == len(b)
    if isinstance(a, np.ndarray | np.generic):
        if a.dtype == object:
            return a.shape == b.shape and same(a.reshape(-1).tolist(), b.reshape(-1).tolist())
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    return bool(a == b)


ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**200), 2**200)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(st.characters())
    | st.binary(max_size=40)
    | st.fractions()
    | st.sampled_from([int, str, ValueError, np.float64, Ellipsis, range(1, 9, 2), slice(1, None)])
)
TIMES = (
    st.dates()
    | st.times()
    | st.timedeltas()
    | st.datetimes(timezones=st.just(datetime.UTC) | st.none())
    | st.datetimes(timezones=st.just(zoneinfo.ZoneInfo("Europe/Paris")))
    | st.datetimes(
        timezones=st.builds(
            datetime.timezone,
            st.timedeltas(
                min_value=datetime.timedelta(hours=-23), max_value=datetime.timedelta(hours=23)
            ).map(lambda d: datetime.timedelta(minutes=d // datetime.timedelta(minutes=1))),
        )
    )
)
KEYS = st.text(max_size=5) | st.integers() | st.tuples(st.integers(), st.text(max_size=2))
VALUES = st.recursive(
    ATOMS | TIMES,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.lists(inner, max_size=5).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=5)
        | st.sets(KEYS, max_size=5)
        | st.frozensets(KEYS, max_size=5)
        | st.dictionaries(KEYS, inner, max_size=5).map(collections.OrderedDict)
        | st.lists(inner, max_size=5).map(collections.deque)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_plain_values_come_out_as_they_went_in(value: Any) -> None:
    assert same(around(value), value)


@given(st.lists(st.floats(), min_size=30, max_size=60))
def test_long_lists_of_floats_come_out_as_they_went_in(value: list[float]) -> None:
    assert same(around(value), value)


@given(st.lists(st.integers(-(2**64), 2**64), min_size=30, max_size=60))
def test_long_lists_of_integers_come_out_as_they_went_in(value: list[int]) -> None:
    assert same(around(value), value)


DTYPES = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes(endianness="?")
    | hnp.floating_dtypes(sizes=(16, 32, 64), endianness="?")
    | hnp.complex_number_dtypes(sizes=(64, 128), endianness="?")
    | hnp.byte_string_dtypes(max_len=8)
    | hnp.unicode_string_dtypes(max_len=8, endianness="?")
    | hnp.datetime64_dtypes(endianness="?")
    | hnp.timedelta64_dtypes(endianness="?")
)


@given(hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)))
def test_arrays_come_out_as_they_went_in(value: Any) -> None:
    result = around(value)
    assert same(result, np.ascontiguousarray(value).reshape(value.shape))
    assert result.flags.writeable


@given(hnp.arrays(DTYPES, ()))
def test_numpy_scalars_come_out_as_they_went_in(array: Any) -> None:
    # A scalar is always of the machine's own byte order.
    value = array[()]
    assert same(around(value), value)


def test_arrays_of_objects_keep_each_element() -> None:
    value = np.empty((2, 2), dtype=object)
    value[0, 0], value[0, 1], value[1, 0], value[1, 1] = [1], "x", None, np.float32(2)
    assert same(around(value), value)


def test_an_array_that_is_a_view_comes_out_in_its_own_order() -> None:
    value = np.arange(12).reshape(3, 4).T[::2]
    assert same(around(value), np.array([[0, 4, 8], [2, 6, 10]]))


def dated(n: int) -> Any:
    return pd.Series(pd.date_range("2024-03-30", periods=n, freq="h"))


COLUMNS: dict[str, Any] = {
    "int64": pd.Series([1, -2, 3]),
    "uint8": pd.Series([1, 2, 3], dtype="uint8"),
    "float32": pd.Series([1.5, math.nan, math.inf], dtype="float32"),
    "bool": pd.Series([True, False, True]),
    "text": pd.Series(["a", None, "é"]),
    "text that may be NA": pd.Series(["a", pd.NA, "b"], dtype=pd.StringDtype("python", pd.NA)),
    "objects": pd.Series([1, "x", [2]], dtype=object),
    "objects that are all text": pd.Series(["a", "b", "c"], dtype=object),
    "times": dated(3),
    "times in seconds": dated(3).astype("datetime64[s]"),
    "times in Paris": dated(3).dt.tz_localize("Europe/Paris"),
    "times in UTC": dated(3).dt.tz_localize("UTC"),
    "times an hour off": dated(3).dt.tz_localize("UTC").dt.tz_convert("UTC+01:00"),
    "times that are missing": pd.Series([pd.Timestamp("2024-01-01"), pd.NaT, pd.NaT]),
    "spans": pd.to_timedelta(pd.Series([1, 2, None]), unit="h"),
    "categories": pd.Series(pd.Categorical(["u", None, "v"], categories=["v", "u", "w"])),
    "ordered categories": pd.Series(pd.Categorical([3, 1, 3], ordered=True)),
    "bins": pd.cut(pd.Series([1.0, 2.0, 3.0]), 2),
    "intervals": pd.Series(pd.arrays.IntervalArray.from_tuples([(0, 1), (1, 2), (2, 3)], "left")),
    "periods": pd.Series(pd.period_range("2024-01", periods=3, freq="M")),
    "nullable integers": pd.Series([1, None, 3], dtype="Int64"),
    "small nullable integers": pd.Series([1, None, 3], dtype="UInt8"),
    "nullable floats": pd.Series([1.5, None, 3], dtype="Float64"),
    "nullable bools": pd.Series([True, None, False], dtype="boolean"),
}


@pytest.mark.parametrize("title", COLUMNS)
def test_a_series_comes_out_as_it_went_in(title: str) -> None:
    value = COLUMNS[title].rename(title)
    pd.testing.assert_series_equal(around(value), value)


def test_texts_of_numpy_s_own_kind_come_out_as_texts() -> None:
    value = pd.Series(["a", "b"]).map({"a": np.str_("x"), "b": np.str_("y")})
    assert type(value.iloc[0]) is np.str_
    pd.testing.assert_series_equal(around(value), pd.Series(["x", "y"]))


@pytest.mark.parametrize("title", COLUMNS)
def test_an_empty_series_keeps_its_dtype(title: str) -> None:
    value = COLUMNS[title][:0]
    pd.testing.assert_series_equal(around(value), value)


@pytest.mark.parametrize("title", [title for title in COLUMNS if title != "objects"])
def test_an_index_comes_out_as_it_went_in(title: str) -> None:
    value = pd.Index(COLUMNS[title], name=("a", 1))
    result = around(value)
    assert type(result) is type(value)
    pd.testing.assert_index_equal(result, value)


def test_a_frame_of_all_columns_comes_out_as_it_went_in() -> None:
    value = pd.DataFrame(COLUMNS)
    pd.testing.assert_frame_equal(around(value), value)


INDEXES = {
    "range": pd.RangeIndex(2, 8, 2, name="n"),
    "text": pd.Index(["b", "a", "b"]),
    "levels": pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1)], names=["x", None]),
    "days": pd.date_range("2024-01-01", periods=3, freq="D"),
    "month ends": pd.date_range("2024-01-01", periods=3, freq="ME", tz="Europe/Paris"),
    "hours": pd.timedelta_range("1h", periods=3, freq="2h"),
}


@pytest.mark.parametrize("title", INDEXES)
def test_a_frame_keeps_its_index_and_columns(title: str) -> None:
    value = pd.DataFrame(np.arange(9.0).reshape(3, 3), index=INDEXES[title], columns=INDEXES[title])
    pd.testing.assert_frame_equal(around(value), value)


def test_a_frame_keeps_names_that_repeat() -> None:
    value = pd.DataFrame([[1, "x"], [2, "y"]], columns=["a", "a"], index=["r", "r"])
    pd.testing.assert_frame_equal(around(value), value)


@pytest.mark.parametrize(
    "value",
    [
        pd.DataFrame(),
        pd.DataFrame(index=["a"]),
        pd.DataFrame(columns=["a"]),
        pd.DataFrame({"a": [1.0, 2.0], "b": [3, 4]}).groupby("b").describe(),
    ],
)
def test_a_frame_without_rows_or_columns_comes_out_as_it_went_in(value: Any) -> None:
    pd.testing.assert_frame_equal(around(value), value)


@given(
    st.dictionaries(
        st.text(max_size=3),
        st.sampled_from([st.integers(-9, 9), st.floats(), st.text(max_size=3), st.booleans()]),
        max_size=4,
    ).flatmap(
        lambda kinds: st.integers(0, 6).flatmap(
            lambda rows: st.fixed_dictionaries(
                {k: st.lists(v, min_size=rows, max_size=rows) for k, v in kinds.items()}
            )
        )
    )
)
def test_frames_come_out_as_they_went_in(columns: dict[str, list[Any]]) -> None:
    value = pd.DataFrame(columns)
    pd.testing.assert_frame_equal(around(value), value)


@pytest.mark.parametrize(
    "value",
    [
        pd.Timestamp("2024-01-01 12:00:00.123456789"),
        pd.Timestamp("2024-01-01", tz="Asia/Tokyo"),
        pd.Timestamp("2024-01-01").as_unit("s"),
        pd.Timedelta("1 days 00:00:00.000000001"),
        pd.Interval(0, 1.5, closed="both"),
        pd.Interval(pd.Timestamp("2024"), pd.Timestamp("2025")),
        pd.Period("2024-02", "M"),
        pd.Period("2024Q1"),
        Fraction(1, 3),
        np.datetime64("NaT"),
        np.timedelta64(3),
        np.str_(""),
        np.bytes_(b"ab"),
        np.dtype("f4"),
        np.dtype(object),
    ],
    ids=repr,
)
def test_scalars_of_libraries_come_out_as_they_went_in(value: Any) -> None:
    result = around(value)
    assert type(result) is type(value)
    assert repr(result) == repr(value)


def test_a_timestamp_keeps_its_unit() -> None:
    assert around(pd.Timestamp("2024-01-01").as_unit("s")).unit == "s"


@pytest.mark.parametrize("value", [pd.NaT, pd.NA, Ellipsis, NotImplemented, None])
def test_what_there_is_one_of_stays_that_one(value: Any) -> None:
    assert around(value) is value


def test_collections_keep_what_makes_them_special() -> None:
    counter = around(collections.Counter("aab"))
    assert type(counter) is collections.Counter
    assert counter == {"a": 2, "b": 1}
    default = around(collections.defaultdict(list, a=[1]))
    assert type(default) is collections.defaultdict
    assert default["b"] == []
    ordered = collections.OrderedDict(a=1, b=2)
    ordered.move_to_end("a")
    assert list(around(ordered)) == ["b", "a"]
    assert around(collections.deque([1, 2, 3], maxlen=2)).maxlen == 2


def test_a_namedtuple_keeps_its_fields() -> None:
    point = around(collections.namedtuple("Point", "x y")(1, [2]))
    assert (point.x, point.y, type(point).__name__) == (1, [2], "Point")
    assert point == (1, [2])


def test_one_list_met_twice_stays_one_list() -> None:
    row = [0]
    first, second = around([row, row])
    assert first is second


def test_a_list_in_itself_stays_in_itself() -> None:
    ring: list[Any] = [1]
    ring.append(ring)
    result = around(ring)
    assert result[1] is result
    assert result[0] == 1


class Loud(list[int]):
    """Say of oneself what is not so."""

    def __iter__(self) -> Any:
        return iter([5])

    def __len__(self) -> int:
        return 9

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


def test_a_subclass_is_copied_without_its_overrides() -> None:
    result = around(Loud([1, 2]))
    assert type(result) is list
    assert result == [1, 2]


@pytest.mark.parametrize(
    "value",
    [
        object(),
        len,
        math,
        np.zeros(2, dtype="f8,i4"),
        np.zeros(2, dtype=np.longdouble),
        np.ma.array([1], mask=[True]),
        np.zeros(70 << 20, dtype="u1"),
        "x" * (5 << 20),
        1 << (1 << 21),
        pd.Series(pd.arrays.SparseArray([0, 1])),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_cross_is_refused(value: Any) -> None:
    with pytest.raises(NotSendable):
        encode(value)


def test_what_is_not_plain_goes_by_reference() -> None:
    frame = encode([len, 1], lambda value, encoder: {"function": value.__name__})
    result = decode(frame, lambda tag, tree: (tag, tree[tag]))
    assert result == [("function", "len"), 1]


def test_known_objects_are_named_instead_of_described() -> None:
    argument = [1, 2]
    encoder = Encoder(known={id(argument): {"argument": 0}})
    frame = encoder.frame(encoder({"a": argument}))
    assert decode(frame, lambda tag, tree: (tag, tree[tag])) == {"a": ("argument", 0)}


def broken(tree: Any, *buffers: bytes) -> None:
    with pytest.raises(BrokenFrame):
        decode(Frame(tree, buffers))


@pytest.mark.parametrize(
    "tree",
    [
        [],
        {},
        {"nothing": 1},
        {"handle": 1},
        {"int": "0x" + "f" * 300_000},
        {"int": 7},
        {"float": "1.0"},
        {"list": 3},
        {"list": {"a": 1}},
        {"same": 0},
        {"same": -1},
        {"dict": [[{"list": []}, 1]]},
        {"dict": [[1]]},
        {"set": [{"dict": []}]},
        {"bytes": "zz"},
        {"bytes": 0},
        {"range": [1, 2, 0]},
        {"range": ["a", 2, 1]},
        {"complex": ["1", 2.0]},
        {"array": "|O", "shape": [1], "buffer": 0},
        {"array": "<f8", "shape": [10**9], "buffer": 0},
        {"objects": [1], "shape": [2]},
        {"objects": [], "shape": [0, 2**40]},
        {"objects": [], "shape": [0] * 40},
        {"scalar": "<f8", "bytes": "00"},
        {"scalar": "|b1", "bytes": "02"},
        {"scalar": "<U1", "bytes": "ffffffff"},
        {"dtype": "f8,i4"},
        {"dtype": "O"},
        {"dtype": "(1000,1000)f8"},
        {"type": "eval"},
        {"type": "os.system"},
        {"constant": "exit"},
        {"namedtuple": "P", "fields": ["class"], "members": [1]},
        {"namedtuple": "P", "fields": ["a, b=__import__('os')"], "members": [1]},
        {"namedtuple": "P", "fields": ["_x"], "members": [1]},
        {"namedtuple": "P", "fields": ["x"], "members": [1, 2]},
        {"defaultdict": [], "factory": 3},
        {"datetime": "2024-01-01", "zone": "../../etc/passwd", "fold": 0},
        {"datetime": "2024-01-01", "zone": "/etc/localtime", "fold": 0},
        {"datetime": "2024-01-01", "zone": "Nowhere", "fold": 0},
        {"Timestamp": "now", "zone": None},
        {"Timestamp": 3, "zone": None},
        {"Timedelta": "1 day"},
        {"Period": 1, "frequency": "__import__"},
        {"Interval": [1, "a"], "closed": "left"},
        {"fraction": [1, 0]},
        {"missing": "os"},
        {"Index": {"range": [0, 2**50, 1], "name": None}},
        {"Index": {"range": [0, 3, 1], "name": {"list": []}}},
        {
            "Series": {"objects": [1], "shape": [1]},
            "index": {"range": [0, 2, 1], "name": None},
            "name": None,
        },
        {
            "Series": {"objects": [1], "shape": [1, 1]},
            "index": {"range": [0, 1, 1], "name": None},
            "name": None,
        },
        {
            "DataFrame": [],
            "columns": {"range": [0, 1, 1], "name": None},
            "index": {"range": [0, 0, 1], "name": None},
        },
        {
            "Series": {"texts": [1], "storage": "python", "NA": True},
            "index": {"range": [0, 1, 1], "name": None},
            "name": None,
        },
        {
            "Series": {"texts": ["a"], "storage": "disk", "NA": True},
            "index": {"range": [0, 1, 1], "name": None},
            "name": None,
        },
        2**64,
        float("inf"),
    ],
    ids=str,
)
def test_a_hostile_tree_is_a_broken_frame(tree: Any) -> None:
    broken(tree)


def test_a_tree_nested_too_deep_is_a_broken_frame() -> None:
    tree: Any = 1
    for _ in range(500):
        tree = {"list": [tree]}
    broken(tree)


def test_too_many_nodes_are_a_broken_frame() -> None:
    broken({"list": [0] * 600_000})


def test_keys_of_one_hash_are_a_broken_frame() -> None:
    colliding: list[Any] = [{"int": hex(i * (2**61 - 1))} for i in range(100)]
    broken({"set": colliding})
    broken({"frozenset": colliding})
    broken({"dict": [[key, 1] for key in colliding]})


def test_a_buffer_used_many_times_is_a_broken_frame() -> None:
    array = {"array": "|u1", "shape": [1000], "buffer": 0}
    broken({"list": [array, array]}, bytes(1000))


def test_codes_beyond_the_categories_are_a_broken_frame() -> None:
    codes = {"array": "|i1", "shape": [1], "buffer": 0}
    categories = {"vector": {"objects": ["a"], "shape": [1]}, "name": None, "freq": None}
    column = {"codes": codes, "categories": categories, "ordered": False}
    index = {"range": [0, 1, 1], "name": None}
    broken({"Series": column, "index": index, "name": None}, b"\x05")
