"""Who handed a file in, by the namings of the systems and by a roster."""

from datetime import datetime
from pathlib import Path

import pytest

from autograder.errors import InstructorError, OperatorError
from autograder.intake.namings import Doubt, Elsewhere, Naming, Origin, Person, read, shape
from autograder.intake.roster import Row, look_up, parse_roster, read_roster, without_roster


def origin(path: str, *beside: str, masters: tuple[str, ...] = ("fit",)) -> object:
    """Return who handed in the file at ``path``, in a download with others ``beside`` it."""
    split = [tuple(each.split("/")) for each in (path, *beside)]
    package = shape("lab", ["pair"], masters, split)
    archives = frozenset(at for at, part in enumerate(split[0]) if part.endswith(".zip"))
    return read(split[0], archives, package)


def sure(path: str, *beside: str) -> Origin:
    found = origin(path, *beside)
    assert isinstance(found, Origin), found
    return found


@pytest.mark.parametrize(
    ("path", "name", "number", "serial", "late", "file"),
    [
        ("lovelaceada_11_501_fit.ipynb", "lovelaceada", "11", 501, False, "fit.ipynb"),
        ("lovelaceada_LATE_11_501_fit-2.ipynb", "lovelaceada", "11", 501, True, "fit-2.ipynb"),
        ("de_vriesjan_11_501_my_lab_1.ipynb", "de_vriesjan", "11", 501, False, "my_lab_1.ipynb"),
        ("lövelaceàda_11_501_fit.ipynb", "lövelaceàda", "11", 501, False, "fit.ipynb"),
        ("anon_x7Yz1_501_fit.ipynb", "", "anon_x7Yz1", 501, False, "fit.ipynb"),
        ("LATE_anon_x7Yz1_501_fit.ipynb", "", "anon_x7Yz1", 501, True, "fit.ipynb"),
        ("lovelaceada_11_501_work.zip/a/fit.ipynb", "lovelaceada", "11", 501, False, "a/fit.ipynb"),
    ],
)
def test_canvas_names_are_read(
    path: str, name: str, number: str, serial: int, late: bool, file: str
) -> None:
    found = sure(path)
    assert found.person == Person(Naming.CANVAS, name=name, lms_id=number)
    assert (found.serial, found.is_late, "/".join(found.file)) == (serial, late, file)
    assert not found.is_text


@pytest.mark.parametrize("path", ["lovelaceada_11_text.html", "lovelaceada_LATE_11_link.html"])
def test_canvass_text_entries_are_known(path: str) -> None:
    assert sure(path).is_text


@pytest.mark.parametrize(
    ("path", "file", "is_text"),
    [
        ("Ada Love-Lace_12_assignsubmission_file_/fit.ipynb", "fit.ipynb", False),
        ("Ada Love-Lace_12_assignsubmission_file/a/fit.ipynb", "a/fit.ipynb", False),
        ("Ada Love-Lace_12_assignsubmission_file_fit_2_3_x.ipynb", "fit_2_3_x.ipynb", False),
        ("Ada Love-Lace_12_assignsubmission_file_work.zip/fit.ipynb", "fit.ipynb", False),
        ("Ada Love-Lace_12_assignsubmission_onlinetext_/onlinetext.html", "onlinetext.html", True),
        ("Ada Love-Lace_12_assignsubmission_onlinetext_onlinetext.html", "onlinetext.html", True),
    ],
)
def test_moodle_names_are_read(path: str, file: str, is_text: bool) -> None:
    found = sure(path)
    assert found.person == Person(Naming.MOODLE, name="Ada Love-Lace", lms_id="12")
    assert ("/".join(found.file), found.is_text) == (file, is_text)


def test_blackboard_names_are_read_with_their_time() -> None:
    found = sure("Homework 1_ada_attempt_2026-01-30-15-00-59_my fit.ipynb")
    assert found.person.naming is Naming.BLACKBOARD
    assert (found.person.label, found.file) == ("ada", ("my fit.ipynb",))
    assert found.when == datetime(2026, 1, 30, 15, 0, 59)
    assert sure("Homework 1_ada_attempt_2026-01-30-15-00-59.txt").is_text


def test_the_example_of_nbgraders_zip_collect_is_read() -> None:
    names = (f"ps1_{name}_attempt_2016-01-30-15-00-00_problem1.ipynb" for name in ("bob", "eve"))
    paths = [f"downloaded/lab/archive/{name}" for name in names]
    found = sure(paths[0], paths[1])
    assert (found.person.logins[0], found.file) == ("bob", ("problem1.ipynb",))


def test_a_date_that_there_is_not_is_no_blackboard_name() -> None:
    assert isinstance(origin("lab_ada_attempt_2026-13-30-15-00-00_fit.ipynb"), Doubt)


@pytest.mark.parametrize(
    ("path", "beside", "student", "naming"),
    [
        ("submitted/ada/lab/fit.ipynb", (), "ada", Naming.LAYOUT),
        ("ada/lab/fit.ipynb", (), "ada", Naming.LAYOUT),
        ("ada/lab/data/x.csv", ("ada/lab/fit.ipynb",), "ada", Naming.LAYOUT),
        ("x/submitted/ada/lab/fit.ipynb", ("x/submitted/b/lab/fit.ipynb",), "ada", Naming.LAYOUT),
        ("submitted/ada/lab/fit.ipynb", ("source/lab/fit.ipynb",), "ada", Naming.LAYOUT),
        ("ada+lab+2026-03-01 10:00:00.5 UTC+rk3/fit.ipynb", (), "ada", Naming.EXCHANGE),
        ("ada/fit.ipynb", ("ben/fit.ipynb",), "ada", Naming.FOLDER),
        ("ada/src/fit.ipynb", (), "ada", Naming.FOLDER),
        ("class/ada/fit.ipynb", ("class/ben/fit.ipynb",), "ada", Naming.FOLDER),
        ("ada.zip/fit.ipynb", ("ben.zip/fit.ipynb",), "ada", Naming.FOLDER),
        ("ada/hw_1_2_fit.ipynb", ("ben/fit.ipynb",), "ada", Naming.FOLDER),
        ("x/y/ada/fit.ipynb", ("x/y/ben/fit.ipynb", "x/y/ben/b/fit.ipynb"), "ada", Naming.FOLDER),
        ("ada/first/fit.ipynb", ("ada/second/fit.ipynb", "ben/fit.ipynb"), "ada", Naming.FOLDER),
        ("ada.ipynb", ("ben.ipynb",), "ada", Naming.FLAT),
    ],
)
def test_plain_folders_and_files_are_read(
    path: str, beside: tuple[str, ...], student: str, naming: Naming
) -> None:
    found = sure(path, *beside)
    assert (found.person.logins, found.person.naming) == ((student,), naming)


def test_a_class_may_lie_in_a_folder_of_its_own() -> None:
    found = sure("inbox/ada_1_2_fit.ipynb", "inbox/ben_3_4_fit.ipynb")
    assert found.person.lms_id == "1"
    folders = (f"lab/{name}_{at}_assignsubmission_file_/fit.ipynb" for at, name in enumerate("AB"))
    assert sure(*folders).person.name == "A"


# Each is a hand-in of ada's, by a name that she chose so that it may count for somebody else.
FORGED = {
    "Ada_1_assignsubmission_file_/Ben_2_assignsubmission_file_/fit.ipynb": "Ada",
    "Ada_1_assignsubmission_file_Ben_2_assignsubmission_file_fit.ipynb": "Ada",
    "Ada_1_assignsubmission_file_x_ben_attempt_2026-01-01-00-00-00_fit.ipynb": "Ada",
    "Ada_1_assignsubmission_file_w.zip/submitted/ben/lab/fit.ipynb": "Ada",
    "Ada_1_assignsubmission_file_w.zip/ben+lab+2026-03-01 10:00:00 UTC/fit.ipynb": "Ada",
    "ada_1_501_Ben B_2_assignsubmission_file_fit.ipynb": "ada",
    "ada_1_501_x_ben_attempt_2026-01-01-00-00-00_fit.ipynb": "ada",
    "ada_1_501_ben_2_502_fit.ipynb": "ada",
    "L_ada_attempt_2026-02-01-00-00-00_x_ben_attempt_2026-01-01-00-00-00_fit.ipynb": "ada",
    "L_ada_attempt_2026-02-01-00-00-00_Ben_2_assignsubmission_file_fit.ipynb": "ada",
    "ada/ben/lab/fit.ipynb": "ada",
    "ada/submitted/ben/lab/fit.ipynb": "ada",
    "ada/ben+lab+2026-03-01 10:00:00 UTC/fit.ipynb": "ada",
    "ada.zip/Ben_2_assignsubmission_file_/fit.ipynb": "ada",
    "ada.zip/ben_2_502_fit.ipynb": "ada",
}
HONEST = {
    "Ada_": "Cyd_3_assignsubmission_file_/fit.ipynb",
    "ada_": "cyd_3_503_fit.ipynb",
    "L_ad": "L_cyd_attempt_2026-02-01-00-00-00_fit.ipynb",
}


@pytest.mark.parametrize("path", FORGED)
def test_a_student_cannot_hand_in_as_another(path: str) -> None:
    beside = HONEST.get(path[:4], "cyd/fit.ipynb")
    assert sure(path, beside).person.label == FORGED[path]


@pytest.mark.parametrize("path", FORGED)
def test_a_forged_name_alone_is_never_anothers(path: str) -> None:
    found = origin(path)
    assert isinstance(found, Doubt) or (
        isinstance(found, Origin) and found.person.label == FORGED[path]
    )


def test_a_crowd_within_a_students_archive_is_left_out() -> None:
    crowd = [f"ada.zip/{name}_{at}_50{at}_fit.ipynb" for at, name in enumerate(("ben", "cyd"))]
    found = origin(*crowd, "dee/fit.ipynb")
    assert isinstance(found, Doubt)
    assert found.code == "student-ambiguous"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("fit.ipynb", "student-unknown"),
        ("Ada_fit_final.ipynb", "student-unknown"),
        ("readme.txt", "student-unknown"),
        ("inbox/ada_1_2_fit.ipynb", "student-ambiguous"),
        ("backup/submitted/ada/lab/fit.ipynb", "student-ambiguous"),
    ],
)
def test_a_name_that_does_not_say_whose_it_is_stays_in_doubt(path: str, code: str) -> None:
    found = origin(path)
    assert isinstance(found, Doubt)
    assert found.code == code
    assert found.remedy


def test_with_two_masters_a_flat_file_says_too_little() -> None:
    assert isinstance(origin("ada.ipynb", masters=("first", "second")), Doubt)


def test_the_folder_of_another_assignment_is_not_looked_at() -> None:
    assert origin("ada/pair/first.ipynb") == Elsewhere("pair")
    assert origin("ada+pair+2026-03-01 10:00:00 UTC/first.ipynb") == Elsewhere("pair")


# ---- the roster

ROSTER = parse_roster(
    "Student,LMS_ID,name,email,login,section\n"
    'al1,11,"Lovelace, Ada",ada@example.org,ada_l,A\n'
    "bb2,12,Ben van der Berg,ben@example.org,ben,A\n"
    "cc3,,Kim Lee,kim@example.org,kim1,B\n"
    "dd4,,Kim Lee,lee@example.org,kim2,B\n"
    "\n"
)


@pytest.mark.parametrize(
    ("person", "student"),
    [
        (Person(Naming.CANVAS, name="whoever", lms_id="11"), "al1"),
        (Person(Naming.CANVAS, name="lovelaceada", lms_id="99"), "al1"),
        (Person(Naming.CANVAS, name="vanderbergben", lms_id="99"), "bb2"),
        (Person(Naming.MOODLE, name="ADA LOVELACE", lms_id="3"), "al1"),
        (Person(Naming.BLACKBOARD, logins=("l", "ada_l", "1_ada_l")), "al1"),
        (Person(Naming.FOLDER, logins=("Ben@example.org",)), "bb2"),
        (Person(Naming.FOLDER, logins=("Ada Lovelace",)), "al1"),
        (Person(Naming.FLAT, logins=("cc3",)), "cc3"),
    ],
)
def test_a_person_is_found_by_number_login_email_or_name(person: Person, student: str) -> None:
    assert look_up(ROSTER, person) == student


def test_two_people_of_one_name_are_told_and_not_guessed() -> None:
    found = look_up(ROSTER, Person(Naming.MOODLE, name="Kim Lee", lms_id="7"))
    assert isinstance(found, Doubt)
    assert found.code == "student-ambiguous"
    assert "cc3, dd4" in found.message


def test_who_is_not_in_the_roster_is_unknown() -> None:
    found = look_up(ROSTER, Person(Naming.MOODLE, name="Eve", lms_id="7"))
    assert isinstance(found, Doubt)
    assert found.code == "student-unknown"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name,lms_id\nAda,1\n", "roster-columns"),
        ("student\nada\n", "roster-columns"),
        ("", "roster-columns"),
        ("student,name\n../ada,Ada\n", "roster-student"),
        ("student,name\n,Ada\n", "roster-student"),
        ('student,name\nada,"Ada\n', "roster-unreadable"),
    ],
)
def test_a_roster_that_cannot_be_used_is_refused(text: str, code: str) -> None:
    with pytest.raises(InstructorError) as caught:
        parse_roster(text)
    assert caught.value.code == code


def test_a_roster_with_semicolons_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes("\ufeffstudent;name\nal1;Ada Löve\n".encode())
    assert read_roster(tmp_path / "r.csv") == (Row("al1", name="Ada Löve"),)


def test_a_roster_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(b"student,name\n\xff\xfe,x\n")
    with pytest.raises(InstructorError, match="UTF-8"):
        read_roster(tmp_path / "r.csv")
    with pytest.raises(OperatorError, match="cannot be read"):
        read_roster(tmp_path / "gone.csv")


@pytest.mark.parametrize(
    ("person", "student"),
    [
        (Person(Naming.CANVAS, name="lovelaceada", lms_id="11"), "lovelaceada_11"),
        (Person(Naming.CANVAS, lms_id="anon_x7"), "anon_x7"),
        (Person(Naming.MOODLE, name="Ada Löve", lms_id="12"), "Ada_Löve"),
        (Person(Naming.FOLDER, logins=("Ada Löve",)), "Ada Löve"),
    ],
)
def test_without_a_roster_the_systems_own_name_is_used(person: Person, student: str) -> None:
    assert without_roster(person) == student


@pytest.mark.parametrize("name", [".git", "con", "x" * 101, "a*b"])
def test_a_folder_that_cannot_be_a_students_is_refused(name: str) -> None:
    found = without_roster(Person(Naming.FOLDER, logins=(name,)))
    assert isinstance(found, Doubt)
    assert found.code == "student-name"
