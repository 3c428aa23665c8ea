"""What a download is made of: who, which master, which attempt; and what is told of it."""

import dataclasses
from itertools import permutations
from pathlib import Path

import pytest
from compiler_course import code, markdown, notebook, save
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_course import (
    CLASS,
    SECOND_DAY,
    STUB,
    Files,
    attempts,
    canvas_class,
    codes,
    make_course,
    master,
    moodle_class,
    of,
    released,
    sheet,
    states,
    submitted,
    take,
    tree,
    work,
    write_folder,
    write_zip,
    zipped,
)

from autograder import notebook as notebooks
from autograder.configuration import Course
from autograder.errors import InstructorError
from autograder.intake import names
from autograder.intake.plan import Plan, State
from autograder.intake.roster import Row

ONE = work("fit = 1")
TWO = work("fit = 2")
THREE = work("fit = 3")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def folder(course: Course, files: Files, name: str = "in") -> Path:
    return write_folder(course.root.parent / name, files)


def told(plan: Plan, student: str, words: str) -> bool:
    return any(words in note for note in of(plan, student).notes)


# ---- whole classes


def test_a_canvas_class_of_thirty_is_taken(course: Course, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "submissions.zip", canvas_class(30))
    plan = take(course, path)
    assert plan.is_clean
    assert set(states(plan).values()) == {State.NEW}
    assert submitted(course) == {
        f"student{at:02}_{100 + at}/fit.ipynb": work(f"fit = {at}") for at in range(1, 31)
    }


@pytest.mark.parametrize("folders", [True, False])
def test_a_moodle_class_is_taken_with_folders_and_without(
    course: Course, tmp_path: Path, folders: bool
) -> None:
    files = moodle_class(5)
    if not folders:
        files = {name.replace("_/", "_"): content for name, content in files.items()}
    plan = take(course, write_zip(tmp_path / "lab.zip", files))
    assert plan.is_clean
    assert submitted(course) == {
        f"Student_{at:02}/fit.ipynb": work(f"fit = {at}") for at in range(1, 6)
    }


def test_a_mixed_download_is_taken_by_a_roster(course: Course, tmp_path: Path) -> None:
    canvas = {"lovelaceada_11_501_fit.ipynb": ONE}
    moodle = {"Ben Bo_7_assignsubmission_file_/w/fit.ipynb": TWO}
    blackboard = {"Lab_cyd_attempt_2026-03-01-12-00-00_fit.ipynb": THREE}
    mail = {"dee.zip": zipped({"fit.ipynb": work("fit = 4")}), "eve/fit.ipynb": work("fit = 5")}
    files = {**moodle, **blackboard, **mail}
    roster = [
        Row("ada", lms_id="11"),
        Row("ben", name="Bo, Ben"),
        Row("cyd", login="cyd"),
        Row("dee", email="dee"),
        Row("eve", name="Eve"),
    ]
    paths = (write_zip(tmp_path / "canvas.zip", canvas), folder(course, files))
    plan = take(course, *paths, roster=roster)
    assert plan.is_clean
    assert sorted(submitted(course)) == [
        "ada/fit.ipynb",
        "ben/fit.ipynb",
        "cyd/fit.ipynb",
        "cyd/timestamp.txt",
        "dee/fit.ipynb",
        "eve/fit.ipynb",
    ]


def test_a_flat_folder_is_taken_when_the_notebooks_are_named_by_student(course: Course) -> None:
    plan = take(course, folder(course, {f"{name}.ipynb": work(name) for name in CLASS}))
    assert plan.is_clean
    assert sorted(submitted(course)) == [f"{name}/fit.ipynb" for name in CLASS]


def test_nbgraders_own_layout_is_taken_with_its_times(course: Course) -> None:
    stamp = b"2026-03-01 13:30:00.123456 Europe/Berlin\n"
    files = {"ada/lab/fit.ipynb": ONE, "ada/lab/timestamp.txt": stamp, "ada/pair/first.ipynb": ONE}
    plan = take(course, folder(course, files, "submitted"))
    assert plan.is_clean
    assert submitted(course)["ada/timestamp.txt"] == b"2026-03-01 12:30:00 UTC\n"
    assert any("another assignment" in note for note in plan.notes)


def test_an_assignment_that_is_not_there_is_an_error(course: Course, tmp_path: Path) -> None:
    with pytest.raises(InstructorError) as caught:
        take(course, tmp_path, name="labb")
    assert caught.value.code == "assignment-missing"


# ---- who


def test_who_the_roster_does_not_know_is_left_out(course: Course) -> None:
    plan = take(course, folder(course, {"eve/fit.ipynb": ONE}), roster=[Row("ada", name="Ada")])
    assert codes(plan) == ["student-unknown"]
    assert not submitted(course)
    assert not plan.is_clean


def test_two_people_of_one_name_are_left_out_without_a_roster(course: Course) -> None:
    files = {f"Kim Lee_{at}_assignsubmission_file_/fit.ipynb": work(f"fit = {at}") for at in (1, 2)}
    path = folder(course, files | {"Ada_3_assignsubmission_file_/fit.ipynb": ONE})
    plan = take(course, path)
    assert codes(plan) == ["student-ambiguous"] * 2
    assert list(submitted(course)) == ["Ada/fit.ipynb"]
    roster = [Row("kim1", lms_id="1"), Row("kim2", lms_id="2"), Row("ada", name="Ada")]
    assert {"kim1/fit.ipynb", "kim2/fit.ipynb"} <= set(
        submitted(course) if take(course, path, roster=roster).is_clean else {}
    )


def test_a_name_that_could_leave_the_folder_is_refused(course: Course) -> None:
    plan = take(course, folder(course, {"a*b.ipynb": ONE, "ada.ipynb": TWO}))
    assert codes(plan) == ["student-name"]
    assert list(submitted(course)) == ["ada/fit.ipynb"]


def test_canvass_late_mark_and_own_name_are_told(course: Course) -> None:
    plan = take(course, folder(course, {"lovelaceada_LATE_11_501_fit.ipynb": ONE}))
    assert told(plan, "lovelaceada_11", "Canvas calls them “lovelaceada” (number 11)")
    assert told(plan, "lovelaceada_11", "late")


def test_blackboards_time_is_written_in_the_courses_zone(course: Course) -> None:
    course.config.Exchange.timezone = "Europe/Berlin"
    files = {
        "Lab 1_ada_attempt_2026-01-30-15-00-00_fit.ipynb": ONE,
        "Lab 1_ada_attempt_2026-01-30-15-00-00.txt": b"Name: Ada",
    }
    plan = take(course, folder(course, files))
    assert plan.is_clean
    assert submitted(course) == {
        "ada/fit.ipynb": ONE,
        "ada/timestamp.txt": b"2026-01-30 14:00:00 UTC\n",
    }


def test_a_login_that_can_be_read_in_two_ways_is_told(course: Course) -> None:
    files = {"Lab_s_1_attempt_2026-01-30-15-00-00_fit.ipynb": ONE}
    plan = take(course, folder(course, files))
    assert told(plan, "1", "“s_1”: a login with an underscore in it needs a roster")
    assert states(take(course, folder(course, files), roster=[Row("s_1", login="s_1")])) == {
        "s_1": State.NEW
    }


def test_text_typed_into_moodle_is_told(course: Course) -> None:
    files = {
        "Ada_1_assignsubmission_file_/fit.ipynb": ONE,
        "Ada_1_assignsubmission_onlinetext_/onlinetext.html": b"hello",
        "Ben_2_assignsubmission_onlinetext_/onlinetext.html": b"my work",
    }
    plan = take(course, folder(course, files))
    assert states(plan) == {"Ada": State.NEW, "Ben": State.NOTHING}
    assert told(plan, "Ada", "text typed into the system was not taken")
    assert codes(plan) == ["text-only"]


def test_a_student_cannot_write_their_own_time(course: Course) -> None:
    files = {"timestamp.txt": b"2020-01-01 00:00:00 UTC", "fit.ipynb": ONE}
    download = {f"Ada_1_assignsubmission_file_/{name}": each for name, each in files.items()}
    plan = take(course, folder(course, download))
    assert list(submitted(course)) == ["Ada/fit.ipynb"]
    assert told(plan, "Ada", "timestamp.txt")


# ---- what


@pytest.mark.parametrize(
    "name",
    ["fit (1).ipynb", "fit-2.ipynb", "Ada_fit_final.ipynb", "Untitled.ipynb", "fit.ipynb.json"],
)
def test_a_renamed_notebook_is_known_by_its_cells(course: Course, name: str) -> None:
    plan = take(course, folder(course, {f"ada/{name}": ONE}))
    assert plan.is_clean
    assert submitted(course) == {"ada/fit.ipynb": ONE}
    assert told(plan, "ada", f"{name} is fit.ipynb")


def test_a_name_never_decides_which_master_it_is(course: Course) -> None:
    files = {
        "ada/first.ipynb": work("second = 1", "second"),
        "ada/second.ipynb": work("first = 1", "first"),
    }
    take(course, folder(course, files), name="pair")
    assert submitted(course, "pair") == {
        "ada/first.ipynb": files["ada/second.ipynb"],
        "ada/second.ipynb": files["ada/first.ipynb"],
    }


def test_a_missing_notebook_of_two_is_told(course: Course) -> None:
    plan = take(course, folder(course, {"ada/a.ipynb": work("first = 1", "first")}), name="pair")
    assert told(plan, "ada", "not handed in: second")
    assert of(plan, "ada").notebooks == ("first",)


def test_the_notebook_of_another_assignment_is_named(course: Course) -> None:
    plan = take(course, folder(course, {"ada/fit.ipynb": work("first = 1", "first")}))
    (problem,) = plan.problems
    assert (problem.code, problem.student) == ("assignment-wrong", "ada")
    assert "pair, first.ipynb" in problem.message
    assert states(plan) == {"ada": State.NOTHING}
    assert not submitted(course)


def test_last_years_release_is_told_and_taken(course: Course) -> None:
    old = sheet("fit", "start = 2025", "fit = 1", "fit")
    cells = (*old.cells[:3], code("x", nbgrader={"grade_id": "gone", "locked": True}))
    content = notebooks.write(notebook(*cells))
    plan = take(course, folder(course, {"ada/fit.ipynb": content}))
    assert plan.is_clean
    assert submitted(course) == {"ada/fit.ipynb": content}
    assert told(plan, "ada", "cells that the release does not have: gone")
    assert told(plan, "ada", "cells of the release are missing: fit_test")
    assert told(plan, "ada", "locked cells have another text: fit_setup")


def test_a_notebook_without_metadata_is_told_and_left_out(course: Course) -> None:
    plain = notebooks.write(notebook(markdown("# fit"), code("fit = 42")))
    plan = take(course, folder(course, {"ada/fit.ipynb": plain}))
    assert codes(plan) == ["notebook-without-ids"]


def test_a_notebook_of_another_course_is_told_and_left_out(course: Course) -> None:
    plan = take(course, folder(course, {"ada/fit.ipynb": work("x", "alien")}))
    assert codes(plan) == ["notebook-foreign"]


@pytest.mark.parametrize(
    ("content", "code_"),
    [
        (b"", "notebook-not-json"),
        (b"\xff\xfe\0", "notebook-not-text"),
        (b'{"nbformat": 3}', "notebook-format"),
        (b"[" * 100_000, "notebook-not-json"),
    ],
)
def test_what_is_no_notebook_is_told_and_stops_nobody(
    course: Course, content: bytes, code_: str
) -> None:
    plan = take(course, folder(course, {"ada/fit.ipynb": content, "ben/fit.ipynb": ONE}))
    assert codes(plan) == [code_]
    assert list(submitted(course)) == ["ben/fit.ipynb"]


def test_the_master_itself_is_told_and_left_out(course: Course) -> None:
    content = notebooks.write(master("fit"))
    plan = take(course, folder(course, {"ada/fit.ipynb": content}))
    assert codes(plan) == ["notebook-is-master"]
    assert not submitted(course)


def test_a_master_without_hidden_tests_is_known_by_its_markers(course: Course) -> None:
    open_tests = sheet("fit", "start = 1", master("fit").cells[2].source, "fit")
    save(course.source / "lab/fit.ipynb", open_tests)
    plan = take(course, folder(course, {"ada/fit.ipynb": notebooks.write(open_tests)}))
    assert codes(plan) == ["notebook-is-master"]


def test_the_masters_own_answers_and_an_untouched_release_are_told(course: Course) -> None:
    files = {
        "ada/fit.ipynb": work("fit = 42"),
        "ben/fit.ipynb": notebooks.write(released("fit")),
        "cyd/fit.ipynb": ONE,
    }
    plan = take(course, folder(course, files))
    assert plan.is_clean
    assert told(plan, "ada", "word for word")
    assert told(plan, "ben", "nothing was written into fit.ipynb")
    assert of(plan, "cyd").notes == ()


def test_two_students_with_the_same_bytes_are_told(course: Course) -> None:
    files = {"ada/fit.ipynb": ONE, "ben/x.ipynb": ONE, "cyd/fit.ipynb": TWO}
    files |= {"dee/fit.ipynb": work(STUB), "eve/fit.ipynb": work(STUB)}
    plan = take(course, folder(course, files))
    assert plan.is_clean
    assert told(plan, "ada", "byte for byte that of ben")
    assert told(plan, "ben", "byte for byte that of ada")
    assert not any(told(plan, name, "byte for byte") for name in ("cyd", "dee", "eve"))


def test_masters_that_share_their_ids_are_told_apart_by_text_and_name(course: Course) -> None:
    other = dataclasses.replace(master("fit"), cells=master("fit").cells)
    save(course.source / "lab/again.ipynb", other)
    save(course.release / "lab/again.ipynb", released("fit"))
    files = {"ada/fit.ipynb": ONE, "ben/again (1).ipynb": TWO, "cyd/lab.ipynb": THREE}
    plan = take(course, folder(course, files))
    assert of(plan, "ada").notebooks == ("fit",)
    assert of(plan, "ben").notebooks == ("again",)
    assert codes(plan) == ["notebook-ambiguous"]


# ---- files beside the notebooks


def test_other_files_go_along_beside_the_notebook(course: Course) -> None:
    files = {
        "Ada_1_assignsubmission_file_/hand-in/fit.ipynb": ONE,
        "Ada_1_assignsubmission_file_/hand-in/tools/mean.py": b"x = 1",
        "Ada_1_assignsubmission_file_/readme.txt": b"hello",
        "ben_2_501_fit.ipynb": TWO,
        "ben_2_502_mean.py": b"x = 2",
        "ben_2_503_.hidden": b"x",
    }
    plan = take(course, folder(course, files))
    assert plan.is_clean
    assert submitted(course) == {
        "Ada/fit.ipynb": ONE,
        "Ada/tools/mean.py": b"x = 1",
        "Ada/readme.txt": b"hello",
        "ben_2/fit.ipynb": TWO,
        "ben_2/mean.py": b"x = 2",
    }


def test_other_files_alone_are_not_taken(course: Course) -> None:
    plan = take(course, folder(course, {"ada/mean.py": b"x", "ben/fit.ipynb": ONE}))
    assert states(plan) == {"ada": State.NOTHING, "ben": State.NEW}
    assert codes(plan) == ["notebook-missing"]
    assert told(plan, "ada", "no notebook of this assignment was found")
    assert told(plan, "ada", "1 other file was not taken")


@pytest.mark.parametrize(
    "name",
    [
        "ada_1_502_..",
        "Ada_1_assignsubmission_file_..",
        "Lab_ada_attempt_2026-03-01-12-00-00_..",
        "ada_1_502_con.py",
    ],
)
def test_what_is_left_of_a_name_without_its_prefix_cannot_lead_out(
    course: Course, tmp_path: Path, name: str
) -> None:
    plan = take(course, write_zip(tmp_path / "lab.zip", {name: b"x", "ben_2_1_fit.ipynb": ONE}))
    assert codes(plan) in (["path-leads-out"], ["name-reserved"])
    assert submitted(course) == {"ben_2/fit.ipynb": ONE}


# ---- attempts


def test_the_same_notebook_twice_is_one_and_told(course: Course) -> None:
    plan = take(course, folder(course, {"ada/fit.ipynb": ONE, "ada/copy/fit.ipynb": ONE}))
    assert plan.is_clean
    assert submitted(course) == {"ada/fit.ipynb": ONE}
    assert told(plan, "ada", "handed in 2 times, each time the same")
    assert not attempts(course, "ada")


CANVAS_TWICE = {"ada_1_700_fit-1.ipynb": TWO, "ada_1_600_fit.ipynb": ONE}
BLACKBOARD_TWICE = {
    "Lab_ada_1_attempt_2026-03-02-10-00-00_fit.ipynb": TWO,
    "Lab_ada_1_attempt_2026-03-01-10-00-00_fit.ipynb": ONE,
}
BROWSER_TWICE = {
    "Ada_1_assignsubmission_file_/fit (1).ipynb": TWO,
    "Ada_1_assignsubmission_file_/fit.ipynb": ONE,
}


@pytest.mark.parametrize(
    ("files", "student", "reason"),
    [
        (CANVAS_TWICE, "ada_1", "the number of the upload"),
        (BLACKBOARD_TWICE, "1", "the time of handing in"),
        (BROWSER_TWICE, "Ada", "the number in the file's name"),
    ],
)
def test_of_two_attempts_the_later_counts_and_the_earlier_is_kept(
    course: Course, tmp_path: Path, files: Files, student: str, reason: str
) -> None:
    path = write_zip(tmp_path / "lab.zip", files)
    plan = take(course, path)
    assert plan.is_clean
    assert submitted(course)[f"{student}/fit.ipynb"] == TWO
    assert [each["fit.ipynb"] for each in attempts(course, student)] == [ONE]
    assert told(plan, student, f"2 attempts; lab.zip/{next(iter(files))} counts, by {reason}")
    before = submitted(course)
    again = take(course, path)
    assert set(states(again).values()) == {State.UNCHANGED}
    assert submitted(course) == before
    assert len(attempts(course, student)) == 1


def test_attempts_that_nothing_tells_apart_are_left_out(course: Course, tmp_path: Path) -> None:
    files = {
        "Ada_1_assignsubmission_file_/a.ipynb": ONE,
        "Ada_1_assignsubmission_file_/b.ipynb": TWO,
    }
    plan = take(course, write_zip(tmp_path / "lab.zip", files))
    assert codes(plan) == ["attempt-undecided"] * 2
    assert not submitted(course)


def test_a_newer_download_replaces_and_keeps_the_older(course: Course, tmp_path: Path) -> None:
    first = write_zip(tmp_path / "monday.zip", {"ada_1_500_fit.ipynb": ONE, "ada_1_501_a.py": b"1"})
    second = write_zip(tmp_path / "tuesday.zip", {"ada_1_600_fit-1.ipynb": TWO}, SECOND_DAY)
    assert states(take(course, first)) == {"ada_1": State.NEW}
    assert states(take(course, first)) == {"ada_1": State.UNCHANGED}
    plan = take(course, second)
    assert states(plan) == {"ada_1": State.REPLACED}
    assert told(plan, "ada_1", "by the files' time stamps")
    assert told(plan, "ada_1", "not handed in again: a.py")
    assert submitted(course) == {"ada_1/fit.ipynb": TWO}
    assert attempts(course, "ada_1") == [{"fit.ipynb": ONE, "a.py": b"1"}]
    old = take(course, first)
    assert states(old) == {"ada_1": State.OLDER}
    assert old.is_clean
    assert told(old, "ada_1", "submitted/ counts, by the files' time stamps")
    assert submitted(course) == {"ada_1/fit.ipynb": TWO}
    assert len(attempts(course, "ada_1")) == 1


def test_an_older_hand_in_is_kept_and_not_put_in_place(course: Course, tmp_path: Path) -> None:
    late, early = (
        folder(course, {f"Lab_ada_attempt_2026-03-0{day}-10-00-00_fit.ipynb": work}, f"day{day}")
        for day, work in ((2, TWO), (1, ONE))
    )
    take(course, late)
    plan = take(course, early)
    assert states(plan) == {"ada": State.OLDER}
    assert submitted(course)["ada/fit.ipynb"] == TWO
    assert attempts(course, "ada") == [
        {"fit.ipynb": ONE, "timestamp.txt": b"2026-03-01 10:00:00 UTC\n"}
    ]


def test_what_is_as_old_as_what_is_there_is_left_out(course: Course, tmp_path: Path) -> None:
    take(course, write_zip(tmp_path / "a.zip", {"ada/fit.ipynb": ONE}))
    plan = take(course, write_zip(tmp_path / "b.zip", {"ada/fit.ipynb": TWO}))
    assert codes(plan) == ["attempt-undecided"]
    assert of(plan, "ada").needs_look
    assert submitted(course) == {"ada/fit.ipynb": ONE}


def test_a_notebook_that_was_not_handed_in_again_stays(course: Course, tmp_path: Path) -> None:
    one, two = work("first = 1", "first"), work("second = 1", "second")
    better = work("first = 2", "first")
    take(
        course, write_zip(tmp_path / "a.zip", {"ada/a.ipynb": one, "ada/b.ipynb": two}), name="pair"
    )
    later = write_zip(tmp_path / "b.zip", {"ada/a.ipynb": better}, SECOND_DAY)
    take(course, later, name="pair")
    assert submitted(course, "pair") == {"ada/first.ipynb": better, "ada/second.ipynb": two}
    assert attempts(course, "ada", "pair") == [{"first.ipynb": one, "second.ipynb": two}]


def test_a_hostile_archive_of_one_student_harms_nobody_else(course: Course, tmp_path: Path) -> None:
    evil = zipped({"../../../../ada/lab/fit.ipynb": TWO})
    files = {f"{name}_{at}_50{at}_fit.ipynb": work(name) for at, name in enumerate(CLASS)}
    files["mallory_9_509_work.zip"] = evil
    plan = take(course, write_zip(tmp_path / "lab.zip", files))
    assert codes(plan) == ["path-leads-out"]
    assert states(plan).pop("mallory_9") is State.NOTHING
    assert len(submitted(course)) == len(CLASS)
    assert TWO not in submitted(course).values()


@pytest.mark.parametrize("turn", list(permutations((1, 2, 3))))
def test_in_whatever_turn_downloads_are_collected_the_last_attempt_counts(
    course: Course, turn: tuple[int, ...]
) -> None:
    for day in turn:
        files = {f"Lab_ada_attempt_2026-03-0{day}-10-00-00_fit.ipynb": work(f"fit = {day}")}
        assert take(course, folder(course, files, f"day{day}")).is_clean
    assert submitted(course) == {
        "ada/fit.ipynb": THREE,
        "ada/timestamp.txt": b"2026-03-03 10:00:00 UTC\n",
    }
    assert {each["fit.ipynb"] for each in attempts(course, "ada")} == {ONE, TWO}
    assert len(attempts(course, "ada")) == 2


PIECES = (
    "ada|Ben B|..|.|/|/|_1_|_2_3_|_assignsubmission_file_|_attempt_2026-03-01-10-00-00_|lab|con|"
    "fit.ipynb|fit.ipynb|submitted|timestamp.txt|\\|ada+lab+2026-03-01 10:00:00 UTC|.attempts|"
    ".collected-lab|\u202e|*|%|-1"
).split("|")
NAMES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join)


@settings(max_examples=25)
@given(st.lists(NAMES, max_size=4, unique=True))
def test_whatever_the_names_only_submissions_and_attempts_are_written(
    tmp_path_factory: pytest.TempPathFactory, paths: list[str]
) -> None:
    root = tmp_path_factory.mktemp("any")
    course = make_course(root / "course")
    before = set(tree(root))
    files = {name: work(f"fit = {at}") for at, name in enumerate(paths)}
    plan = take(course, write_zip(root / "lab.zip", files))
    written = set(tree(root)) - before - {"lab.zip", "course/submitted"}
    students = {each.student for each in plan.placements}
    for path in written:
        top, _, *inside = path.split("/")
        assert (top, inside[0] in students) == ("course", True), path
        assert len(inside) == 1 or inside[1] in ("lab", ".attempts"), path
    assert all(names.is_student(student) for student in students)
