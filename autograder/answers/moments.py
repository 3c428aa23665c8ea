"""Dates, times and time zones, and the scalars of pandas; fractions travel with them."""

import datetime
import re
import zoneinfo
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from autograder.answers.bounds import FRACTION_BITS
from autograder.answers.contract import NotSendable, Reader, Writer, fields, matching
from autograder.answers.frames import BrokenFrame, Tree

# No leading slash or dot: a zone's name becomes the path of a file.
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,3}")
_FREQUENCY = re.compile(r"[A-Za-z0-9-]{1,20}")
_CLOSED = re.compile(r"left|right|both|neither")


def write_zone(zone: datetime.tzinfo | None) -> Tree:
    """Describe a time zone by its name, or by its offset in seconds."""
    if zone is None:
        return None
    if type(zone) is datetime.timezone:
        return int(zone.utcoffset(None).total_seconds())
    key = getattr(zone, "key", None)
    if type(key) is str and _ZONE.fullmatch(key):
        return key
    raise NotSendable("a time zone without a name")


def read_zone(tree: Tree, reader: Reader) -> datetime.tzinfo | None:
    """Build a time zone."""
    if tree is None:
        return None
    if type(tree) is str:
        return zoneinfo.ZoneInfo(matching(_ZONE, reader.text(tree, 64)))
    seconds = reader.integer(tree)
    return datetime.timezone(datetime.timedelta(seconds=seconds)) if seconds else datetime.UTC


def write_frequency(frequency: Any) -> Tree:
    """Describe a pandas frequency by its text; None where it has no simple one."""
    name = getattr(frequency, "freqstr", None)
    simple = type(name) is str and _FREQUENCY.fullmatch(name)
    return name if simple and pd.tseries.frequencies.to_offset(name) == frequency else None


def write_period(name: str) -> Tree:
    """Describe the frequency of periods: ``M`` here is ``ME`` among the frequencies of times."""
    if not _FREQUENCY.fullmatch(name):
        raise NotSendable("periods of a frequency without a name")
    return name


def read_frequency(tree: Tree, reader: Reader) -> str:
    """Give the text of a frequency."""
    return matching(_FREQUENCY, reader.text(tree, 20))


def read_closed(tree: Tree, reader: Reader) -> Any:
    """Give the side on which an interval is closed."""
    return matching(_CLOSED, reader.text(tree, 10))


def _write_date(writer: Writer, value: datetime.date) -> Tree:
    return {"date": value.isoformat()}


def _write_time(writer: Writer, value: datetime.time) -> Tree:
    zone = write_zone(value.tzinfo)
    return {"time": value.replace(tzinfo=None).isoformat(), "zone": zone}


def _write_datetime(writer: Writer, value: datetime.datetime) -> Tree:
    zone = write_zone(value.tzinfo)
    local = value.replace(tzinfo=None, fold=0).isoformat()
    return {"datetime": local, "zone": zone, "fold": value.fold}


def _write_timedelta(writer: Writer, value: datetime.timedelta) -> Tree:
    return {"timedelta": [value.days, value.seconds, value.microseconds]}


def _write_fraction(writer: Writer, value: Fraction) -> Tree:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > FRACTION_BITS:
        raise NotSendable("a fraction of integers that are too long")
    return {"fraction": [writer(value.numerator), writer(value.denominator)]}


def _write_timestamp(writer: Writer, value: pd.Timestamp) -> Tree:
    universal = value.tz_convert(None) if value.tzinfo else value
    return {"Timestamp": writer(universal.to_datetime64()), "zone": write_zone(value.tzinfo)}


def _write_span(writer: Writer, value: pd.Timedelta) -> Tree:
    return {"Timedelta": writer(value.to_timedelta64())}


def _write_interval(writer: Writer, value: Any) -> Tree:
    return {"Interval": [writer(value.left), writer(value.right)], "closed": value.closed}


def _write_period(writer: Writer, value: Any) -> Tree:
    return {"Period": writer(value.ordinal), "frequency": write_period(value.freqstr)}


def _write_missing(writer: Writer, value: Any) -> Tree:
    return {"missing": "NaT" if value is pd.NaT else "NA"}


DESCRIBE: dict[type, Callable[[Any, Any], Tree]] = {
    datetime.date: _write_date,
    datetime.time: _write_time,
    datetime.datetime: _write_datetime,
    datetime.timedelta: _write_timedelta,
    Fraction: _write_fraction,
    pd.Timestamp: _write_timestamp,
    pd.Timedelta: _write_span,
    pd.Interval: _write_interval,
    pd.Period: _write_period,
    type(pd.NaT): _write_missing,
    type(pd.NA): _write_missing,
}


def _read_date(tree: Tree, reader: Reader) -> datetime.date:
    return datetime.date.fromisoformat(reader.text(fields(tree)["date"], 32))


def _read_time(tree: Tree, reader: Reader) -> datetime.time:
    value = datetime.time.fromisoformat(reader.text(fields(tree)["time"], 32))
    return value.replace(tzinfo=read_zone(fields(tree)["zone"], reader))


def _read_datetime(tree: Tree, reader: Reader) -> datetime.datetime:
    value = datetime.datetime.fromisoformat(reader.text(fields(tree)["datetime"], 32))
    fold = reader.natural(fields(tree)["fold"])
    return value.replace(tzinfo=read_zone(fields(tree)["zone"], reader), fold=fold)


def _read_timedelta(tree: Tree, reader: Reader) -> datetime.timedelta:
    days, seconds, microseconds = map(reader.integer, reader.items(fields(tree)["timedelta"]))
    return datetime.timedelta(days, seconds, microseconds)


def _read_fraction(tree: Tree, reader: Reader) -> Fraction:
    numerator, denominator = map(reader, reader.items(fields(tree)["fraction"]))
    if type(numerator) is not int or type(denominator) is not int:
        raise BrokenFrame("a fraction of other than integers")
    if max(numerator.bit_length(), denominator.bit_length()) > FRACTION_BITS:
        raise BrokenFrame("a fraction of integers that are too long")
    reader.spend(100)
    return Fraction(numerator, denominator)


def _read_timestamp(tree: Tree, reader: Reader) -> Any:
    reader.spend(10)
    value = pd.Timestamp(_of_kind("M", reader(fields(tree)["Timestamp"])))
    zone = read_zone(fields(tree)["zone"], reader)
    return value if zone is None else value.tz_localize("UTC").tz_convert(zone)


def _read_span(tree: Tree, reader: Reader) -> Any:
    reader.spend(10)
    return pd.Timedelta(_of_kind("m", reader(fields(tree)["Timedelta"])))


def _read_interval(tree: Tree, reader: Reader) -> Any:
    reader.spend(10)
    left, right = map(reader, reader.items(fields(tree)["Interval"]))
    return pd.Interval(left, right, closed=read_closed(fields(tree)["closed"], reader))


def _read_period(tree: Tree, reader: Reader) -> Any:
    reader.spend(10)
    frequency = read_frequency(fields(tree)["frequency"], reader)
    return pd.Period(ordinal=_integer_of(reader(fields(tree)["Period"])), freq=frequency)


def _read_missing(tree: Tree, reader: Reader) -> Any:
    return {"NaT": pd.NaT, "NA": pd.NA}[reader.text(fields(tree)["missing"], 3)]


def _of_kind(kind: str, scalar: Any) -> Any:
    """Refuse a scalar of another kind: pandas would parse a text, and guess at a number."""
    if not issubclass(type(scalar), np.generic) or scalar.dtype.kind != kind:
        raise BrokenFrame("not a time")
    return scalar


def _integer_of(value: Any) -> int:
    if type(value) is not int:
        raise BrokenFrame("not an integer")
    return value


_Build: TypeAlias = Callable[[Tree, Reader], Any]
BUILD: dict[str, _Build] = {
    "date": _read_date,
    "time": _read_time,
    "datetime": _read_datetime,
    "timedelta": _read_timedelta,
    "fraction": _read_fraction,
    "Timestamp": _read_timestamp,
    "Timedelta": _read_span,
    "Interval": _read_interval,
    "Period": _read_period,
    "missing": _read_missing,
}
