"""Who is who: a table that says which name and number in an LMS is which student of the course."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import InstructorError, OperatorError
from autograder.intake import names
from autograder.intake.namings import Doubt, Naming, Person

COLUMNS = ("student", "lms_id", "name", "email", "login")
ROSTER_BYTES = 16 * 2**20
_REMEDY = "add the person to the roster, or correct the row"


@dataclass(frozen=True)
class Row:
    """Hold one student: the course's own name for them, and what other programs call them."""

    student: str
    lms_id: str = ""
    name: str = ""
    email: str = ""
    login: str = ""


def read_roster(path: Path) -> tuple[Row, ...]:
    """Read a roster from a CSV file with a line of column names.

    Raises OperatorError when it cannot be read, InstructorError when a row cannot be used.
    """
    try:
        with path.open("rb") as file:
            text = file.read(ROSTER_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise OperatorError("roster-unreadable", f"{path} cannot be read: {error}") from None
    except UnicodeDecodeError:
        raise InstructorError(
            "roster-unreadable", f"{path} is not UTF-8 text: save it as CSV in UTF-8"
        ) from None
    return parse_roster(text)


def parse_roster(text: str) -> tuple[Row, ...]:
    """Read a roster's text; raises InstructorError naming the line."""
    first = text.partition("\n")[0]
    # Spreadsheets of some countries write semicolons.
    mark = ";" if first.count(";") > first.count(",") else ","
    try:
        table = csv.DictReader(io.StringIO(text), delimiter=mark, strict=True)
        heads = {head: (head or "").strip().casefold() for head in table.fieldnames or ()}
        _refuse_columns(set(heads.values()))
        rows = [
            (table.line_num, {heads[k]: (v or "").strip() for k, v in row.items() if k in heads})
            for row in table
        ]
    except csv.Error as error:
        raise InstructorError("roster-unreadable", f"the roster is not CSV: {error}") from None
    return tuple(_row(line, row) for line, row in rows if any(row.values()))


def _refuse_columns(heads: set[str]) -> None:
    if "student" not in heads or len(heads & set(COLUMNS)) < 2:
        raise InstructorError(
            "roster-columns",
            "the roster needs a column `student`, and one of lms_id, name, email, login",
        )


def _row(line: int, row: dict[str, str]) -> Row:
    found = Row(**{column: row.get(column, "") for column in COLUMNS})
    if not names.is_student(found.student):
        shown = names.printable(found.student)
        raise InstructorError(
            "roster-student", f"the roster, line {line}: “{shown}” cannot be a folder's name"
        )
    return found


def look_up(roster: tuple[Row, ...], person: Person) -> str | Doubt:
    """Return the student that a person is; by number first, then by login, then by name."""
    for found in (_by_number(roster, person), _by_login(roster, person), _by_name(roster, person)):
        students = {row.student for row in found}
        if len(students) == 1:
            return students.pop()
        if students:
            listed = ", ".join(sorted(students))
            return Doubt(
                "student-ambiguous",
                f"“{names.printable(person.label)}” may be each of {listed}",
                "give the roster a column lms_id or login that tells them apart",
            )
    message = f"“{names.printable(person.label)}” is not in the roster"
    return Doubt("student-unknown", message, _REMEDY)


def _by_number(roster: tuple[Row, ...], person: Person) -> list[Row]:
    return [row for row in roster if person.lms_id and row.lms_id == person.lms_id]


def _by_login(roster: tuple[Row, ...], person: Person) -> list[Row]:
    for login in map(str.casefold, reversed(person.logins)):
        found = [
            row
            for row in roster
            if login in (row.login.casefold(), row.email.casefold(), row.student.casefold())
        ]
        if found:
            return found
    return []


def _by_name(roster: tuple[Row, ...], person: Person) -> list[Row]:
    names_given = [name for name in (person.name, *person.logins[:1]) if name]
    wanted = {_key(name) for name in names_given}
    return [row for row in roster if row.name and wanted & _readings(row.name)]


def _readings(name: str) -> set[str]:
    """Return a name's words in each turn: "Ada Lovelace", "Lovelace, Ada", "lovelaceada"."""
    words = [word for word in re.split(r"[\W_]+", name) if word]
    turns = (words[at:] + words[:at] for at in range(len(words)))
    return {_key("".join(turn)) for turn in turns}


def _key(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "", folded)


def without_roster(person: Person) -> str | Doubt:
    """Return the folder's name for a person whom no roster maps."""
    if person.naming is Naming.CANVAS:
        # The number keeps apart two people of one name, in this download and in the next.
        student = names.as_student("_".join(filter(None, (person.name, person.lms_id))))
    elif person.naming is Naming.MOODLE:
        # Moodle's number is another one for each assignment.
        student = names.as_student(person.name)
    else:
        student = person.logins[0]
    if names.is_student(student):
        return student
    return Doubt(
        "student-name",
        f"“{names.printable(person.label)}” cannot be a folder's name",
        "give a roster that says which student this is, or rename the folder",
    )
