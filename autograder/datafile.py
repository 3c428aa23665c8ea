"""Check an assignment's data file against the schema that lies beside it, before it is used.

A course may replace its data file by one of its own with the same columns. What comes in is a CSV
file in UTF-8 and a schema, ``<stem>.schema.json``: a subset of Frictionless Table Schema with one
key of our own, ``minimumRows``. What goes out is nothing, or one error that lists what is wrong, by
column and by row as a spreadsheet counts them (the header is row 1). Files are only read.

The check is stricter than ``pandas.read_csv``: whatever passes, pandas reads with numbers in the
number columns and without a missing value in the required ones. The ``csv`` module reads the file,
because pandas drops blank lines and with them the row numbers of a spreadsheet.
"""

import csv
import difflib
import io
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from autograder.errors import InstructorError

MOST_PROBLEMS = 10
MOST_EXAMPLES = 3
MOST_VALUE_CHARACTERS = 30
MOST_LINK_HOPS = 40
MOST_INTEGER_CHARACTERS = 40

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"[+-]?[0-9]+")

# What `pandas.read_csv` takes for a missing value unless told otherwise, as its documentation says.
_MISSING = frozenset(
    {"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"}
    | {"<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"}
)

_SCHEMA_KEYS = frozenset({"$schema", "title", "description", "fields", "minimumRows"})
_FIELD_KEYS = frozenset({"name", "type", "title", "description", "constraints"})
_CONSTRAINT_KEYS = frozenset({"required", "minimum", "exclusiveMinimum", "enum"})
_TYPES = ("number", "integer", "string")


@dataclass(frozen=True)
class Field:
    """Describe one column: what its cells must be."""

    name: str
    type: str
    required: bool = False
    minimum: float | None = None
    exclusive_minimum: float | None = None
    enum: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Schema:
    """Describe a data file: its columns, and how many rows it needs."""

    fields: tuple[Field, ...]
    minimum_rows: int = 0


@dataclass(frozen=True)
class Row:
    """Hold the cells of one row and its number in a spreadsheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Hold a file as text, without its blank lines."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def check_datafile(path: Path) -> None:
    """Raise one ``InstructorError`` that lists what is wrong with the data file, if anything is.

    A file without a schema passes unread. Codes: ``data-missing``, ``data-unreadable``,
    ``data-schema-invalid``, ``data-invalid``.
    """
    if not path.is_file():
        _refuse("data-missing", f"{path} does not exist, or is a link to a file that does not.")
    schema_path = find_schema(path)
    if schema_path is None:
        return
    schema = read_schema(schema_path)
    found = problems(read_table(path), schema)
    if found:
        _refuse("data-invalid", _message(path, schema_path, schema, found))


def find_schema(path: Path) -> Path | None:
    """Find the schema of a data file, or None.

    It lies beside the real file or, failing that, beside one of the links that lead there, the
    nearest to the file first: a user may replace ``data/Stars.csv`` by a link to a file elsewhere.
    """
    hops = [path]
    while hops[-1].is_symlink() and len(hops) < MOST_LINK_HOPS:
        hops.append(hops[-1].parent / hops[-1].readlink())
    for hop in reversed(hops):
        beside = hop.with_name(f"{hop.stem}.schema.json")
        if beside.is_file():
            return beside
    return None


# --- the schema ---------------------------------------------------------------------------------


def read_schema(path: Path) -> Schema:
    """Read a schema.

    Raise ``InstructorError`` with code ``data-schema-invalid`` if it is ill-formed.
    """
    try:
        content = json.loads(path.read_bytes())
    except ValueError as error:
        _refuse("data-schema-invalid", f"{path} is not JSON: {error}.")
    try:
        return _schema(content)
    except _SchemaError as error:
        _refuse("data-schema-invalid", f"{path} is not a schema that we know: {error}.")


class _SchemaError(Exception):
    """Say what is wrong with a schema."""


def _schema(content: object) -> Schema:
    keys = _mapping(content, _SCHEMA_KEYS, "the schema")
    listed = keys.get("fields")
    if not isinstance(listed, list) or not listed:
        raise _SchemaError('"fields" must be a list with at least one column')
    fields = tuple(_field(entry) for entry in listed)
    names = [field.name for field in fields]
    if len(set(names)) < len(names):
        raise _SchemaError("two fields have the same name")
    rows = keys.get("minimumRows", 0)
    if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
        raise _SchemaError('"minimumRows" must be a whole number')
    return Schema(fields, rows)


def _field(content: object) -> Field:
    keys = _mapping(content, _FIELD_KEYS, "a field")
    name, kind = keys.get("name"), keys.get("type")
    if not isinstance(name, str) or not name:
        raise _SchemaError('a field has no "name"')
    if not isinstance(kind, str) or kind not in _TYPES:
        raise _SchemaError(f'the type of "{name}" must be one of {", ".join(_TYPES)}')
    constraints = _mapping(keys.get("constraints", {}), _CONSTRAINT_KEYS, f'"{name}"')
    return _constrained(name, kind, constraints)


def _constrained(name: str, kind: str, constraints: Mapping[str, object]) -> Field:
    required, enum = constraints.get("required", False), constraints.get("enum")
    if not isinstance(required, bool):
        raise _SchemaError(f'"required" of "{name}" must be true or false')
    if enum is not None and (kind != "string" or not _is_text_list(enum)):
        raise _SchemaError(f'"enum" of "{name}" must be a list of texts, on a column of text')
    return Field(
        name=name,
        type=kind,
        required=required,
        minimum=_bound(name, kind, constraints, "minimum"),
        exclusive_minimum=_bound(name, kind, constraints, "exclusiveMinimum"),
        enum=tuple(enum) if isinstance(enum, list) else None,
    )


def _bound(name: str, kind: str, constraints: Mapping[str, object], key: str) -> float | None:
    value = constraints.get(key)
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind != "string" and is_number and math.isfinite(float(str(value))):
        return float(str(value))
    raise _SchemaError(f'"{key}" of "{name}" must be a number, on a column of numbers')


def _mapping(content: object, allowed: frozenset[str], where: str) -> Mapping[str, object]:
    if not isinstance(content, dict):
        raise _SchemaError(f"{where} is not an object")
    unknown = sorted(str(key) for key in content if key not in allowed)
    if unknown:
        raise _SchemaError(f"{where} has the unknown key {', '.join(unknown)}")
    return content


def _is_text_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


# --- the file -----------------------------------------------------------------------------------


def read_table(path: Path) -> Table:
    """Read a CSV file as text.

    Raise ``InstructorError`` with code ``data-unreadable`` if it is none.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        _unreadable(path, f"cannot be read: {error.strerror}")
    if content.startswith(b"PK\x03\x04"):
        _unreadable(path, "is a spreadsheet workbook, not CSV")
    try:
        # Excel marks its UTF-8 with a byte order mark, which pandas skips as well.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _unreadable(path, f"is not in UTF-8 (line {line})")
    if "\0" in text:
        _unreadable(path, "is not CSV: it holds NUL characters")
    return _table(path, text)


def _table(path: Path, text: str) -> Table:
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        _unreadable(path, f"is not CSV: {error}")
    rows = [Row(number, tuple(cells)) for number, cells in enumerate(lines, 1) if cells]
    if not rows:
        _unreadable(path, "is empty")
    return Table(rows[0].cells, tuple(rows[1:]))


def _unreadable(path: Path, reason: str) -> NoReturn:
    remedy = "Save it as comma-separated text (CSV) in UTF-8, or put back the one that it replaced."
    _refuse("data-unreadable", f"{path} {reason}. {remedy}")


# --- what is wrong ------------------------------------------------------------------------------


def problems(table: Table, schema: Schema) -> list[str]:
    """List what is wrong with a table, one line each."""
    whole = [row for row in table.rows if len(row.cells) == len(table.header)]
    found = [*_columns(table, schema), *_ragged(table), *_length(table, schema)]
    for field in schema.fields:
        if table.header.count(field.name) == 1:
            index = table.header.index(field.name)
            found += _cells(field, [(row.number, row.cells[index]) for row in whole])
    return found


def _columns(table: Table, schema: Schema) -> Iterator[str]:
    spare = [name for name in table.header if name not in {field.name for field in schema.fields}]
    if len(table.header) == 1 and re.search(r"[;\t|]", table.header[0]):
        yield "the columns are not separated by commas"
        return
    for field in schema.fields:
        count = table.header.count(field.name)
        if count == 0:
            yield f'the column "{field.name}" is missing{_near_miss(field.name, spare)}'
        if count > 1:
            yield f'the column "{field.name}" is there {count} times'


def _near_miss(name: str, spare: Sequence[str]) -> str:
    plain = {re.sub(r"[\W_]+", "", other).lower(): other for other in spare}
    wanted = re.sub(r"[\W_]+", "", name).lower()
    close = difflib.get_close_matches(wanted, list(plain), n=1, cutoff=0.6)
    return f"; rename {_quote(plain[close[0]])} if that is what it is" if close else ""


def _ragged(table: Table) -> Iterator[str]:
    width = len(table.header)
    uneven = [(row.number, str(len(row.cells))) for row in table.rows if len(row.cells) != width]
    if uneven:
        examples = [f"row {number} has {count}" for number, count in uneven]
        yield f"the header has {width} cells, but {_list(examples)}"


def _length(table: Table, schema: Schema) -> Iterator[str]:
    if len(table.rows) < schema.minimum_rows:
        yield f"there are {len(table.rows)} rows of data, and {schema.minimum_rows} are needed"


def _cells(field: Field, cells: Sequence[tuple[int, str]]) -> Iterator[str]:
    name = f'the column "{field.name}"'
    empty = [number for number, text in cells if _is_missing(text)]
    if field.required and empty:
        yield f"{name} has empty cells: {_list([f'row {number}' for number in empty])}"
    full = [(number, text) for number, text in cells if not _is_missing(text)]
    for complaint, is_wrong in _rules(field):
        wrong = [(number, text) for number, text in full if is_wrong(text)]
        if wrong:
            examples = _list([f"row {number} has {_quote(text)}" for number, text in wrong])
            yield f"{name} {complaint}: {examples}"


def _rules(field: Field) -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Give each rule for a column's full cells: how to complain, and whether a cell breaks it."""
    is_right = _READS[field.type]
    if field.type != "string":
        a_number = "a whole number" if field.type == "integer" else "a number"
        yield f"needs {a_number} in every cell", lambda text: not is_right(text)
    if field.minimum is not None:
        least = field.minimum
        yield f"must not be below {least:g}", lambda text: is_right(text) and float(text) < least
    if field.exclusive_minimum is not None:
        bound = field.exclusive_minimum
        yield f"must be above {bound:g}", lambda text: is_right(text) and float(text) <= bound
    if field.enum is not None:
        allowed = field.enum
        yield f"allows only {', '.join(allowed)}", lambda text: text not in allowed


def _is_number(text: str) -> bool:
    digits = text.strip(" ")
    if _INTEGER.fullmatch(digits):
        return _is_integer(text)
    return _NUMBER.fullmatch(digits) is not None and math.isfinite(float(digits))


def _is_integer(text: str) -> bool:
    digits = text.strip(" ")
    # pandas turns a whole column into objects for one integer of more than 64 bits. The count of
    # digits comes first: int() refuses thousands of them with an error of its own.
    return (
        _INTEGER.fullmatch(digits) is not None
        and len(digits) <= MOST_INTEGER_CHARACTERS
        and -(2**63) <= int(digits) < 2**63
    )


_READS: Mapping[str, Callable[[str], bool]] = {
    "number": _is_number,
    "integer": _is_integer,
    "string": lambda text: True,
}


def _is_missing(text: str) -> bool:
    return text.strip() in _MISSING


# --- the message --------------------------------------------------------------------------------


def _message(path: Path, schema_path: Path, schema: Schema, found: Sequence[str]) -> str:
    shown = [f"- {problem}." for problem in found[:MOST_PROBLEMS]]
    if len(found) > MOST_PROBLEMS:
        shown.append(f"- and {len(found) - MOST_PROBLEMS} more.")
    columns = ", ".join(field.name for field in schema.fields)
    remedy = (
        f"Correct the file, or put back the one that it replaced. It needs the columns {columns};"
        f" {schema_path.name} says what they mean."
    )
    return "\n".join([f"{path} cannot be used as it is (row 1 is the header):", *shown, remedy])


def _list(examples: Sequence[str]) -> str:
    shown = ", ".join(examples[:MOST_EXAMPLES])
    more = len(examples) - MOST_EXAMPLES
    return f"{shown} and {more} more" if more > 0 else shown


def _quote(value: str) -> str:
    short = value if len(value) <= MOST_VALUE_CHARACTERS else f"{value[:MOST_VALUE_CHARACTERS]}…"
    return json.dumps(short, ensure_ascii=False)


def _refuse(code: str, message: str) -> NoReturn:
    raise InstructorError(code, message)
