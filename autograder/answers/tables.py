"""Series, data frames and indexes, column by column, each rebuilt with its very dtype."""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from autograder.answers.bounds import COLUMN_NODES, DIMENSION_LENGTH, NUMERIC_CATEGORIES
from autograder.answers.contract import NotSendable, Reader, Writer, fields
from autograder.answers.frames import BrokenFrame, Tree
from autograder.answers.moments import (
    read_closed,
    read_frequency,
    read_zone,
    write_frequency,
    write_period,
    write_zone,
)

_Masked: TypeAlias = Callable[[Any, Any], Any]
_NULLABLE: dict[str, tuple[str, _Masked]] = {
    **{f"Int{n}": (f"<i{n // 8}", pd.arrays.IntegerArray) for n in (8, 16, 32, 64)},
    **{f"UInt{n}": (f"<u{n // 8}", pd.arrays.IntegerArray) for n in (8, 16, 32, 64)},
    **{f"Float{n}": (f"<f{n // 8}", pd.arrays.FloatingArray) for n in (32, 64)},
    "boolean": ("|b1", pd.arrays.BooleanArray),
}
_STORAGES: dict[str, Literal["python", "pyarrow"]] = {"python": "python", "pyarrow": "pyarrow"}


# ---- to a tree


def _write_table(writer: Writer, value: pd.DataFrame) -> Tree:
    value = pd.DataFrame(value)
    columns: list[Tree] = [_write_vector(writer, value.iloc[:, i]) for i in range(value.shape[1])]
    names = _write_labels(writer, value.columns)
    return {"DataFrame": columns, "columns": names, "index": _write_labels(writer, value.index)}


def _write_series(writer: Writer, value: Any) -> Tree:
    value = pd.Series(value)
    vector = _write_vector(writer, value)
    labels = _write_labels(writer, value.index)
    return {"Series": vector, "index": labels, "name": writer(value.name)}


def _write_index(writer: Writer, value: Any) -> Tree:
    return {"Index": _write_labels(writer, value)}


def _write_labels(writer: Writer, value: Any) -> Tree:
    writer.spend(COLUMN_NODES)
    if type(value) is pd.RangeIndex:
        steps: list[Tree] = [value.start, value.stop, value.step]
        return {"range": steps, "name": writer(value.name)}
    if type(value) is pd.MultiIndex:
        return {
            "levels": [_write_labels(writer, level) for level in value.levels],
            "codes": [writer.array(np.asarray(codes)) for codes in value.codes],
            "names": [writer(name) for name in value.names],
        }
    frequency = write_frequency(getattr(value, "freq", None)) if _has_freq(value) else None
    return {"vector": _write_vector(writer, value), "name": writer(value.name), "freq": frequency}


def _has_freq(value: Any) -> bool:
    return isinstance(value, pd.DatetimeIndex | pd.TimedeltaIndex)


def _write_vector(writer: Writer, value: Any) -> Tree:
    writer.spend(COLUMN_NODES)
    dtype = value.dtype
    if isinstance(dtype, np.dtype):
        return writer.array(value.to_numpy())
    for kind, write in _WRITE_EXTENSION:
        if isinstance(dtype, kind):
            return write(writer, value)
    if dtype.name in _NULLABLE:
        return _write_nullable(writer, value)
    raise NotSendable(f"a column of dtype {dtype}")


def _write_categories(writer: Writer, value: Any) -> Tree:
    dtype = value.dtype
    return {
        "codes": writer.array(np.asarray(value.array.codes)),
        "categories": _write_labels(writer, dtype.categories),
        "ordered": bool(dtype.ordered),
    }


def _write_zoned(writer: Writer, value: Any) -> Tree:
    universal = np.asarray(value.array.tz_convert(None))
    return {"zoned": writer.array(universal), "zone": write_zone(value.dtype.tz)}


def _write_intervals(writer: Writer, value: Any) -> Tree:
    ends = (value.array.left, value.array.right)
    left, right = (_write_vector(writer, end) for end in ends)
    return {"left": left, "right": right, "closed": value.dtype.closed}


def _write_periods(writer: Writer, value: Any) -> Tree:
    frequency = write_period(value.array.freqstr)
    return {"periods": writer.array(value.array.asi8), "frequency": frequency}


def _write_texts(writer: Writer, value: Any) -> Tree:
    dtype = value.dtype
    missing = value.isna()
    pairs = zip(value, missing, strict=True)
    # NumPy's own str is an honest element too; the copy holds plain ones.
    texts = writer.texts([None if gone else str.__str__(text) for text, gone in pairs])
    return {"texts": texts, "storage": dtype.storage, "NA": dtype.na_value is pd.NA}


def _write_nullable(writer: Writer, value: Any) -> Tree:
    name = value.dtype.name
    values = value.to_numpy(dtype=np.dtype(_NULLABLE[name][0]), na_value=0)
    missing = np.asarray(value.isna())
    return {"nullable": name, "values": writer.array(values), "mask": writer.array(missing)}


_WRITE_EXTENSION: tuple[tuple[type, Callable[[Writer, Any], Tree]], ...] = (
    (pd.CategoricalDtype, _write_categories),
    (pd.DatetimeTZDtype, _write_zoned),
    (pd.IntervalDtype, _write_intervals),
    (pd.PeriodDtype, _write_periods),
    (pd.StringDtype, _write_texts),
)

_INDEXES = (
    *(pd.Index, pd.RangeIndex, pd.MultiIndex, pd.DatetimeIndex, pd.TimedeltaIndex),
    *(pd.CategoricalIndex, pd.IntervalIndex, pd.PeriodIndex),
)
DESCRIBE: dict[type, Callable[[Any, Any], Tree]] = {
    pd.DataFrame: _write_table,
    pd.Series: _write_series,
    **dict.fromkeys(_INDEXES, _write_index),
}


# ---- from a tree


def _read_table(tree: Tree, reader: Reader) -> Any:
    vectors = [_read_vector(column, reader) for column in reader.items(fields(tree)["DataFrame"])]
    names = _read_labels(fields(tree)["columns"], reader)
    index = _read_labels(fields(tree)["index"], reader)
    # By position first: names may repeat, and the same index object needs no alignment.
    columns = {i: _series(vector, index, None) for i, vector in enumerate(vectors)}
    table = pd.DataFrame(columns, index=index)
    table.columns = names
    return table


def _read_series(tree: Tree, reader: Reader) -> Any:
    vector = _read_vector(fields(tree)["Series"], reader)
    index = _read_labels(fields(tree)["index"], reader)
    return _series(vector, index, reader(fields(tree)["name"]))


def _series(vector: Any, index: Any, name: Any) -> Any:
    if len(vector) != len(index):
        raise BrokenFrame("a column and its index differ in length")
    # With its dtype: pandas would guess another one from objects.
    return pd.Series(vector, index=index, name=name, dtype=vector.dtype)


def _read_index(tree: Tree, reader: Reader) -> Any:
    return _read_labels(fields(tree)["Index"], reader)


def _read_labels(tree: Tree, reader: Reader) -> Any:
    reader.spend(COLUMN_NODES)
    if "range" in fields(tree):
        return _read_range(tree, reader)
    if "levels" in fields(tree):
        return _read_levels(tree, reader)
    vector = _read_vector(fields(tree)["vector"], reader)
    name = reader(fields(tree)["name"])
    labels = pd.Index(vector, name=name, dtype=vector.dtype)
    if (frequency := fields(tree)["freq"]) is None:
        return labels
    if not isinstance(labels, pd.DatetimeIndex | pd.TimedeltaIndex):
        raise BrokenFrame("a frequency of what are no times")
    return type(labels)(labels, freq=read_frequency(frequency, reader), name=name)


def _read_range(tree: Tree, reader: Reader) -> Any:
    start, stop, step = map(reader.integer, reader.items(fields(tree)["range"]))
    if len(range(start, stop, step)) > DIMENSION_LENGTH:
        raise BrokenFrame("a range index that is too long")
    return pd.RangeIndex(start, stop, step, name=reader(fields(tree)["name"]))


def _read_levels(tree: Tree, reader: Reader) -> Any:
    levels = [_read_labels(level, reader) for level in reader.items(fields(tree)["levels"])]
    codes = [_codes(tree, reader) for tree in reader.items(fields(tree)["codes"])]
    names = [reader(name) for name in reader.items(fields(tree)["names"])]
    for level in levels:
        _refuse_many_numbers(level)
    return pd.MultiIndex(levels=levels, codes=codes, names=names)


def _codes(tree: Tree, reader: Reader) -> Any:
    codes = reader.array(tree)
    if codes.dtype.kind != "i" or codes.ndim != 1:
        raise BrokenFrame("codes that are no integers")
    return codes


def _refuse_many_numbers(labels: Any) -> None:
    """Bound what pandas is about to look for duplicates in, by a hash that can be foreseen."""
    foreseeable = not isinstance(labels.dtype, pd.StringDtype) and labels.dtype != object
    if foreseeable and len(labels) > NUMERIC_CATEGORIES:
        raise BrokenFrame("too many categories")


def _read_vector(tree: Tree, reader: Reader) -> Any:
    reader.spend(COLUMN_NODES)
    tag = next((tag for tag in fields(tree) if tag in _READ_EXTENSION), None)
    if tag is not None:
        return _READ_EXTENSION[tag](tree, reader)
    array = reader.array(tree)
    if array.ndim != 1:
        raise BrokenFrame("a column of other than one dimension")
    return array


def _read_categories(tree: Tree, reader: Reader) -> Any:
    codes = _codes(fields(tree)["codes"], reader)
    categories = _read_labels(fields(tree)["categories"], reader)
    _refuse_many_numbers(categories)
    ordered = fields(tree)["ordered"] is True
    return pd.Categorical.from_codes(codes, categories, ordered=ordered)


def _read_zoned(tree: Tree, reader: Reader) -> Any:
    universal = reader.array(fields(tree)["zoned"])
    if universal.dtype.kind != "M" or universal.ndim != 1:
        raise BrokenFrame("a column of times that holds none")
    zone = read_zone(fields(tree)["zone"], reader)
    return pd.DatetimeIndex(universal).tz_localize("UTC").tz_convert(zone).array


def _read_intervals(tree: Tree, reader: Reader) -> Any:
    left = pd.Index(_read_vector(fields(tree)["left"], reader))
    right = pd.Index(_read_vector(fields(tree)["right"], reader))
    closed = read_closed(fields(tree)["closed"], reader)
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=closed)


def _read_periods(tree: Tree, reader: Reader) -> Any:
    ordinals = reader.array(fields(tree)["periods"])
    if ordinals.dtype != np.int64 or ordinals.ndim != 1:
        raise BrokenFrame("periods that are no integers")
    frequency = read_frequency(fields(tree)["frequency"], reader)
    # The stubs do not know it.
    periods: Any = pd.PeriodIndex
    return periods.from_ordinals(ordinals, freq=frequency).array


def _read_texts(tree: Tree, reader: Reader) -> Any:
    items = reader.items(fields(tree)["texts"])
    reader.spend(len(items))
    texts: Any = [None if each is None else reader.text(each) for each in items]
    storage = _STORAGES[reader.text(fields(tree)["storage"], 10)]
    na_value = pd.NA if fields(tree)["NA"] is True else np.nan
    return pd.array(texts, dtype=pd.StringDtype(storage, na_value))


def _read_nullable(tree: Tree, reader: Reader) -> Any:
    dtype, build = _NULLABLE[reader.text(fields(tree)["nullable"], 10)]
    values = reader.array(fields(tree)["values"])
    mask = reader.array(fields(tree)["mask"])
    if values.dtype != dtype or mask.dtype != bool or (values.ndim, mask.ndim) != (1, 1):
        raise BrokenFrame("a nullable column of the wrong dtype")
    return build(values, mask)


_Build: TypeAlias = Callable[[Tree, Reader], Any]
_READ_EXTENSION: dict[str, _Build] = {
    "codes": _read_categories,
    "zoned": _read_zoned,
    "left": _read_intervals,
    "periods": _read_periods,
    "texts": _read_texts,
    "nullable": _read_nullable,
}
BUILD: dict[str, _Build] = {
    "DataFrame": _read_table,
    "Series": _read_series,
    "Index": _read_index,
}
