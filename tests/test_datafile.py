"""A data file is checked against its schema, and what is wrong is said by column and row."""

import io
import json
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.datafile import Field, Row, Schema, Table, check_datafile, find_schema, problems
from autograder.errors import Fault, InstructorError

SCHEMA = {
    "minimumRows": 3,
    "fields": [
        {"name": "mass", "type": "number", "constraints": {"required": True, "minimum": 2}},
        {"name": "count", "type": "integer", "constraints": {"exclusiveMinimum": 0}},
        {"name": "class", "type": "string", "constraints": {"required": True, "enum": ["A", "B"]}},
        {"name": "note", "type": "string"},
    ],
}
GOOD = """mass,count,class,note
2.5,1,A,first
3,2,B,
1e3,3,A,"third, and last"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a course folder with a data file and its schema the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/table.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "data/table.schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    return tmp_path


def refusal(content: str | bytes) -> InstructorError:
    path = Path("data/table.csv")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InstructorError) as caught:
        check_datafile(path)
    return caught.value


def complaints(content: str) -> list[str]:
    """Give the problems of a refused file, without the first line and the remedy."""
    error = refusal(content)
    assert error.code == "data-invalid"
    first, *listed, remedy = error.message.splitlines()
    assert first == "data/table.csv cannot be used as it is (row 1 is the header):"
    assert remedy.startswith("Correct the file, or put back the one that it replaced.")
    return listed


def test_a_good_file_passes(folder: Path) -> None:
    check_datafile(folder / "data/table.csv")


def test_a_file_with_a_byte_order_mark_and_windows_newlines_passes(folder: Path) -> None:
    path = folder / "data/table.csv"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    check_datafile(path)


def test_extra_columns_and_another_order_are_fine(folder: Path) -> None:
    path = folder / "data/table.csv"
    path.write_text("extra,note,class,count,mass\n,,A,1,2\n?,,B,2,3\nx,n,B,3,4\n", encoding="utf-8")
    check_datafile(path)


def test_a_file_without_a_schema_is_not_even_read(folder: Path) -> None:
    (folder / "data/other.csv").write_bytes(b"\xff\xfe\x00")
    check_datafile(folder / "data/other.csv")


def test_the_error_is_the_instructors(folder: Path) -> None:
    assert refusal("").fault is Fault.INSTRUCTOR


def test_a_missing_column_is_named_with_the_one_that_resembles_it(folder: Path) -> None:
    assert complaints("Mass,count,klass,note\n2,1,A,\n3,2,B,\n4,3,B,\n") == [
        '- the column "mass" is missing; rename "Mass" if that is what it is.',
        '- the column "class" is missing; rename "klass" if that is what it is.',
    ]


def test_a_missing_column_without_a_likeness_is_only_named(folder: Path) -> None:
    assert complaints("mass,count,class,zzz\n2,1,A,\n3,2,B,\n4,3,B,\n") == [
        '- the column "note" is missing.'
    ]


def test_a_column_that_is_there_twice_is_refused(folder: Path) -> None:
    assert complaints("mass,mass,count,class,note\n2,2,1,A,\n3,3,2,B,\n4,4,3,B,\n") == [
        '- the column "mass" is there 2 times.'
    ]


def test_text_among_numbers_is_shown_with_its_row(folder: Path) -> None:
    assert complaints("mass,count,class,note\n2,1,A,\nheavy,2,B,\n4,3,B,\n") == [
        '- the column "mass" needs a number in every cell: row 3 has "heavy".'
    ]


def test_only_the_first_three_offending_rows_are_shown(folder: Path) -> None:
    rows = "".join(f"x{number},1,A,\n" for number in range(5))
    assert complaints("mass,count,class,note\n" + rows) == [
        '- the column "mass" needs a number in every cell: row 2 has "x0", row 3 has "x1",'
        ' row 4 has "x2" and 2 more.'
    ]


def test_a_long_value_is_cut(folder: Path) -> None:
    value = "y" * 31
    assert complaints(f"mass,count,class,note\n2,1,A,\n{value},2,B,\n4,3,B,\n") == [
        f'- the column "mass" needs a number in every cell: row 3 has "{"y" * 30}…".'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "inf",
        "-Infinity",
        "1e999",
        "1_000",
        "0x10",
        "1,5",
        "3 kg",
        pytest.param("\u0661", id="an Arabic-Indic one"),
        pytest.param("9" * 5000, id="thousands of digits"),
    ],
)
def test_what_pandas_would_not_read_as_a_finite_number_is_text(folder: Path, text: str) -> None:
    (only,) = complaints(f'mass,count,class,note\n2,1,A,\n"{text}",2,B,\n4,3,B,\n')
    assert only.startswith('- the column "mass" needs a number in every cell: row 3 has ')


@pytest.mark.parametrize("text", ["1.0", "1e3", "9223372036854775808"])
def test_a_fraction_or_a_number_over_64_bits_is_not_whole(folder: Path, text: str) -> None:
    assert complaints(f"mass,count,class,note\n2,1,A,\n3,{text},B,\n4,3,B,\n") == [
        f'- the column "count" needs a whole number in every cell: row 3 has "{text}".'
    ]


@pytest.mark.parametrize("text", ["", "  ", "nan", "NA", "None", "null"])
def test_what_pandas_reads_as_missing_is_an_empty_cell(folder: Path, text: str) -> None:
    assert complaints(f"mass,count,class,note\n2,1,A,\n{text},2,B,\n4,3,{text},\n") == [
        '- the column "mass" has empty cells: row 3.',
        '- the column "class" has empty cells: row 4.',
    ]


def test_a_column_that_is_not_required_may_have_empty_cells(folder: Path) -> None:
    path = folder / "data/table.csv"
    path.write_text("mass,count,class,note\n2,,A,\n3,,B,\n4,3,B,\n", encoding="utf-8")
    check_datafile(path)


def test_values_out_of_bounds_are_shown(folder: Path) -> None:
    assert complaints("mass,count,class,note\n1.9,1,A,\n2,0,B,\n4,-1,B,\n") == [
        '- the column "mass" must not be below 2: row 2 has "1.9".',
        '- the column "count" must be above 0: row 3 has "0", row 4 has "-1".',
    ]


def test_a_value_outside_the_list_is_shown(folder: Path) -> None:
    assert complaints("mass,count,class,note\n2,1,A,\n2,2,a,\n4,3,C,\n") == [
        '- the column "class" allows only A, B: row 3 has "a", row 4 has "C".'
    ]


def test_too_few_rows_are_counted(folder: Path) -> None:
    assert complaints("mass,count,class,note\n2,1,A,\n\n3,2,B,\n") == [
        "- there are 2 rows of data, and 3 are needed."
    ]


def test_rows_are_counted_as_a_spreadsheet_does(folder: Path) -> None:
    # Row 2 is blank, row 3 holds a cell of two lines, row 5 is the one to blame.
    text = 'mass,count,class,note\n\n2,1,A,"two\nlines"\n3,2,B,\nbad,3,B,\n'
    assert complaints(text) == [
        '- the column "mass" needs a number in every cell: row 5 has "bad".'
    ]


def test_rows_of_another_width_are_shown(folder: Path) -> None:
    assert complaints("mass,count,class,note\n2,1,A\n3,2,B,,\n4,3,B,\n") == [
        "- the header has 4 cells, but row 2 has 3, row 3 has 5."
    ]


def test_another_separator_is_recognised(folder: Path) -> None:
    assert complaints(GOOD.replace(",", ";"))[0] == "- the columns are not separated by commas."


def test_every_problem_is_in_one_message(folder: Path) -> None:
    assert complaints("mass,count,class\n1,x,C\n") == [
        '- the column "note" is missing.',
        "- there are 1 rows of data, and 3 are needed.",
        '- the column "mass" must not be below 2: row 2 has "1".',
        '- the column "count" needs a whole number in every cell: row 2 has "x".',
        '- the column "class" allows only A, B: row 2 has "C".',
    ]


def test_no_more_than_ten_problems_are_listed(folder: Path) -> None:
    fields = [{"name": f"c{number}", "type": "number"} for number in range(12)]
    Path("data/table.schema.json").write_text(json.dumps({"fields": fields}), encoding="utf-8")
    listed = complaints("q\n1\n")
    assert len(listed) == 11
    assert listed[-1] == "- and 2 more."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "data/table.csv is empty."),
        (b"\n\n", "data/table.csv is empty."),
        (b"mass,note\n2,caf\xe9\n", "data/table.csv is not in UTF-8 (line 2)."),
        (b"mass\0\n", "data/table.csv is not CSV: it holds NUL characters."),
        (b"PK\x03\x04rest", "data/table.csv is a spreadsheet workbook, not CSV."),
        (b'mass,note\n2,"open\n', "data/table.csv is not CSV: unexpected end of data."),
    ],
)
def test_a_file_that_is_not_csv_in_utf8_is_refused(
    folder: Path, content: bytes, reason: str
) -> None:
    error = refusal(content)
    assert error.code == "data-unreadable"
    assert error.message == (
        f"{reason} Save it as comma-separated text (CSV) in UTF-8, or put back the one that it"
        " replaced."
    )


def test_a_missing_file_and_a_dangling_link_are_refused(folder: Path) -> None:
    Path("data/dangling.csv").symlink_to("nowhere.csv")
    for name in ("data/none.csv", "data/dangling.csv"):
        with pytest.raises(InstructorError) as caught:
            check_datafile(Path(name))
        assert caught.value.code == "data-missing"
        assert caught.value.message.startswith(f"{name} does not exist")


def test_links_that_form_a_circle_are_refused(folder: Path) -> None:
    Path("data/one.csv").symlink_to("two.csv")
    Path("data/two.csv").symlink_to("one.csv")
    with pytest.raises(InstructorError, match="does not exist"):
        check_datafile(Path("data/one.csv"))
    assert find_schema(Path("data/one.csv")) is None


def link(path: str, target: str) -> Path:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).symlink_to(target)
    return Path(path)


def test_the_schema_is_found_beside_the_file_that_a_link_leads_to(folder: Path) -> None:
    source = link("source/stars/renamed.csv", "../../data/table.csv")
    found = find_schema(source)
    assert found is not None
    assert found.resolve() == folder / "data/table.schema.json"
    check_datafile(source)


def test_the_schema_is_found_beside_a_link_on_the_way(folder: Path) -> None:
    os.remove("data/table.csv")
    Path("own").mkdir()
    Path("own/mine.csv").write_text("mass\n2\n", encoding="utf-8")
    link("data/table.csv", "../own/mine.csv")
    source = link("source/stars/table.csv", "../../data/table.csv")
    found = find_schema(source)
    assert found is not None
    assert found.resolve() == folder / "data/table.schema.json"
    with pytest.raises(InstructorError) as caught:
        check_datafile(source)
    assert caught.value.message.startswith("source/stars/table.csv cannot be used as it is")


def test_the_schema_beside_the_real_file_comes_first(folder: Path) -> None:
    os.remove("data/table.csv")
    Path("own").mkdir()
    Path("own/mine.csv").write_text("anything\n", encoding="utf-8")
    Path("own/mine.schema.json").write_text("{}", encoding="utf-8")
    found = find_schema(link("data/table.csv", "../own/mine.csv"))
    assert found is not None
    assert found.resolve() == folder / "own/mine.schema.json"


FIELD = {"name": "a", "type": "number"}
TEXT = {"name": "a", "type": "string"}


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ([], "the schema is not an object"),
        ({}, '"fields" must be a list with at least one column'),
        ({"fields": []}, '"fields" must be a list with at least one column'),
        ({"fields": [FIELD], "primaryKey": "a"}, "the schema has the unknown key primaryKey"),
        ({"fields": ["a"]}, "a field is not an object"),
        ({"fields": [{"type": "number"}]}, 'a field has no "name"'),
        ({"fields": [FIELD | {"format": "x"}]}, "a field has the unknown key format"),
        (
            {"fields": [{"name": "a", "type": "date"}]},
            'the type of "a" must be one of number, integer, string',
        ),
        ({"fields": [FIELD, TEXT]}, "two fields have the same name"),
        (
            {"fields": [FIELD | {"constraints": {"maximum": 1}}]},
            '"a" has the unknown key maximum',
        ),
        (
            {"fields": [FIELD | {"constraints": {"required": "yes"}}]},
            '"required" of "a" must be true or false',
        ),
        (
            {"fields": [FIELD | {"constraints": {"minimum": True}}]},
            '"minimum" of "a" must be a number, on a column of numbers',
        ),
        (
            {"fields": [TEXT | {"constraints": {"exclusiveMinimum": 0}}]},
            '"exclusiveMinimum" of "a" must be a number, on a column of numbers',
        ),
        (
            {"fields": [FIELD | {"constraints": {"enum": ["1"]}}]},
            '"enum" of "a" must be a list of texts, on a column of text',
        ),
        ({"fields": [FIELD], "minimumRows": -1}, '"minimumRows" must be a whole number'),
    ],
)
def test_an_ill_formed_schema_is_refused(folder: Path, schema: object, reason: str) -> None:
    Path("data/table.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    error = refusal(GOOD)
    assert error.code == "data-schema-invalid"
    assert error.message == f"data/table.schema.json is not a schema that we know: {reason}."


def test_a_schema_that_is_not_json_is_refused(folder: Path) -> None:
    Path("data/table.schema.json").write_text("{", encoding="utf-8")
    error = refusal(GOOD)
    assert error.code == "data-schema-invalid"
    assert error.message.startswith("data/table.schema.json is not JSON: ")


NUMBER_LIKE = st.text(alphabet="0123456789+-.eE _xinfaN,", max_size=8) | st.floats().map(str)


@given(st.lists(NUMBER_LIKE | st.integers().map(str), min_size=1, max_size=4))
def test_pandas_reads_finite_numbers_wherever_the_check_passes(texts: list[str]) -> None:
    schema = Schema((Field("a", "number", required=True),))
    rows = tuple(Row(number, (text, "x")) for number, text in enumerate(texts, 2))
    if problems(Table(("a", "b"), rows), schema):
        return
    frame = pd.read_csv(io.StringIO("a,b\n" + "".join(f'"{text}",x\n' for text in texts)))
    assert frame["a"].dtype.kind in "iuf"
    assert frame["a"].abs().max() < float("inf")
    assert frame["a"].notna().all()
