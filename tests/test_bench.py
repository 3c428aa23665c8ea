"""What the benchmark makes of its figures; the benchmark itself runs by `make bench`."""

import json
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import otter_stock
import pytest
from benchmarks import bench, bench_page, bench_plot, breakdown, classes, figures, floor, memory
from benchmarks.breakdown import EACH, FIXED, MEASURING, PARTS, Account
from benchmarks.classes import SchoolClass
from benchmarks.contestants import (
    CONTESTANTS,
    NBGRADER,
    NBGRADER_PER_CORE,
    OTTER,
    OTTER_COMMAND,
    OTTER_RESULTS,
    OURS,
    WHOLE,
    Contestant,
    Entry,
    Part,
    timed,
)
from benchmarks.lessons import LIGHT
from engine_course import Check, Exam, Locked, Work, open_exam

from autograder.configuration import open_course
from autograder.execution import grading, pool
from autograder.execution.attempt import Attempt
from autograder.execution.rooms import Zygote

MIB = 2**20


def run(contestant: str, cpu: float, wall: float) -> dict[str, Any]:
    return {"contestant": contestant, "cpu_seconds": cpu, "wall_seconds": wall}


def ran(cpu: float, drawing: float, with_tests: float) -> dict[str, Any]:
    return {
        "student": "a",
        "notebook": "one",
        "cpu_seconds": cpu,
        "drawing_seconds": drawing,
        "with_tests_seconds": with_tests,
    }


def parts(fixed: float, each: float) -> dict[str, float]:
    return {part: fixed for part in FIXED} | {part: each for part in (*EACH, MEASURING)}


MACHINE = {
    "date": "2026-01-15",
    "processor": "a processor",
    "cores": 4,
    "used_cores": 2,
    "system": "Linux x86_64",
    "python": "3.11.7",
    "packages": {"nbgrader": "0.9.6"},
}
# Two students with one notebook each, two rounds.
SECTION: dict[str, Any] = {
    "machine": MACHINE,
    "jail": "unprivileged",
    "students": 2,
    "notebooks": 1,
    "runs": [
        run("autograder", 2.0, 1.0),
        run("nbgrader", 20.0, 20.0),
        run("autograder", 4.0, 2.0),
        run("nbgrader-per-core", 24.0, 12.0),
        run("autograder", 3.0, 1.5),
        run("nbgrader", 18.0, 18.0),
    ],
    "single": [
        run("autograder", 1.0, 1.0),
        run("nbgrader", 12.0, 12.0),
        run("otter-command", 7.0, 8.0),
    ],
    "floor": [[ran(0.1, 0.02, 0.3), ran(0.3, 0.04, 0.5)]],
    "breakdown": [parts(0.25, 0.1)],
    "points": {"cells": 8, "different": {"autograder": 0, "nbgrader": 0}},
    "jail_seconds": {"student": 0.01, "examiner": 0.004},
    "memory": {
        name: {"peak_bytes": 100 * MIB, "samples": 4}
        for name in ("autograder", "nbgrader", "nbgrader-per-core")
    },
}
LARGE: dict[str, Any] = {
    "machine": MACHINE,
    "jail": "unprivileged",
    "students": 1000,
    "run": run("autograder", 100.0, 50.0),
    "samples": [
        {"seconds": at / 2, "pss_bytes": 300 * MIB, "graded": at * 10} for at in range(100)
    ],
    "peak_bytes": 320 * MIB,
    "at": {"10": 300 * MIB, "50": 300 * MIB, "100": 301 * MIB},
    "few": 100,
    "slots": {"1": 250 * MIB, "2": 290 * MIB},
}


# ---- arithmetic


def test_a_peer_is_compared_with_the_runs_before_and_after_it() -> None:
    runs = SECTION["runs"]
    assert sorted(figures.ratios(runs, "nbgrader", "cpu_seconds")) == [5.0, 6.0, 10.0]
    assert sorted(figures.ratios(runs, "nbgrader-per-core", "wall_seconds")) == [6.0, 8.0]


def test_a_spread_is_the_median_the_least_and_the_most() -> None:
    assert figures.spread([3.0, 1.0, 10.0]) == figures.Spread(3.0, 1.0, 10.0)
    assert figures.spread([3.0, 1.0]).median == 2.0
    assert figures.per_submission(SECTION, "autograder", "cpu_seconds") == figures.Spread(
        1.5, 1.0, 2.0
    )


def test_a_further_submission_is_told_from_the_first() -> None:
    assert figures.further_seconds(SECTION, "autograder") == 2.0
    assert figures.further_seconds(SECTION, "nbgrader") == 7.0
    assert figures.further_seconds(SECTION, "nbgrader-per-core") is None


def test_the_floor_is_compared_with_what_a_notebook_costs_behind_the_start() -> None:
    assert figures.notebook_ms(SECTION) == [pytest.approx(50 * len(EACH))]
    assert figures.floor_ms(SECTION, "cpu_seconds") == [pytest.approx(200)]
    times, above = figures.above_floor(SECTION, "with_tests_seconds")
    assert times.median == pytest.approx(50 * len(EACH) / 400)
    assert above.median == pytest.approx(50 * len(EACH) - 1.15 * 400)


def test_the_parts_add_up_to_the_whole() -> None:
    account = Account()
    account.add(breakdown.CELLS, 3.0)
    account.add(breakdown.ZYGOTES, 2.0)
    account.add(breakdown.WRITING, 0.5)
    breakdown.settle(account, own=1.5, children=6.0)
    settled = breakdown.settled(account.seconds, whole=8.0)
    assert list(settled) == list(PARTS)
    assert sum(settled.values()) == pytest.approx(8.0)
    assert settled[breakdown.OTHER] == 1.0
    # A child's second that nobody counted, and half a second after the program's last look.
    assert settled[breakdown.ENDING] == 1.5


# ---- the page


def test_the_page_is_what_the_figures_give() -> None:
    noted = json.loads(bench_page.NOTED.read_text())
    assert bench_page.NOTED.with_suffix(".md").read_text() == bench_page.page(noted)


def test_the_page_shows_ratios_floors_parts_and_memory() -> None:
    text = bench_page.page({"light": SECTION, "thousand": LARGE})
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    cells = {row[1]: row[2:-1] for row in rows if len(row) > 2}
    assert cells["`autograder grade`"] == ["1.5 (1 to 2)", "0.75 (0.5 to 1)", "", "", "100 MiB"]
    assert cells["`nbgrader autograde`, one process"] == [
        *("9.5 (9 to 10)", "9.5 (9 to 10)", "6.0 (5.0 to 10.0)", "12.0 (10.0 to 20.0)"),
        "100 MiB",
    ]
    assert cells["light"] == ["600", "200", "30", "3.00", "370"]
    assert cells["light, with tests"] == ["600", "400", "", "1.50", "140"]
    assert cells[breakdown.ZYGOTES] == ["0.25"]
    assert cells[breakdown.CELLS] == ["50.0"]
    assert cells["**together**"] == ["**1.00**"]
    assert cells["**together, without the last**"] == ["**600.0**"]
    assert "8 test cells, with the same points by everybody" in text
    assert "One submission takes `otter run`, a command of its own 7 s." in text
    assert cells["with 10 % of the class graded"] == ["300"]
    assert cells["while grading 100 students, 2 slots"] == ["290"]
    assert "0.100 CPU s and 0.050 s for each" in text


def test_other_points_are_told() -> None:
    points = {"cells": 8, "different": {"autograder": 0, "nbgrader": 3}}
    text = bench_page.page({"light": {**SECTION, "points": points}})
    assert "3 of them other points by `nbgrader autograde`, one process" in text


def test_the_pictures_are_the_same_bytes_each_time() -> None:
    noted = {"light": SECTION, "thousand": LARGE}
    first, again = (
        (bench_plot.bars(noted, bench_page.TITLES), bench_plot.memory(LARGE)) for _ in range(2)
    )
    assert first == again
    assert "<dc:date>" not in "".join(first)


def test_each_class_is_noted_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.json"
    bench.note(path, "thousand", LARGE)
    bench.note(path, "light", {**SECTION, "students": 1})
    bench.note(path, "light", SECTION)
    noted = json.loads(path.read_text())
    assert list(noted) == ["light", "thousand"]
    assert noted["light"]["students"] == 2
    bench_page.write(path)
    assert (tmp_path / "benchmarks.md").read_text() == bench_page.page(noted)
    assert (tmp_path / bench_page.BARS).read_text().startswith("<?xml")


def test_the_machine_is_described_without_names_and_paths() -> None:
    text = json.dumps(bench.machine(2))
    assert "nbclient" in text
    assert str(Path.home()) not in text
    assert "/" not in text


# ---- commands


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def test_a_command_s_children_are_counted(tmp_path: Path) -> None:
    """Let a child of the command work for half a CPU second, and the command itself sleep."""
    work = "import time\nwhile time.process_time() < 0.5: pass"
    command = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"
    cpu_seconds, wall_seconds = timed([program(command), program(command)], tmp_path)
    assert 1.0 <= cpu_seconds < 2.0
    assert wall_seconds >= 0.5


def test_a_command_that_fails_is_no_figure(tmp_path: Path) -> None:
    commands = [program(""), program("raise SystemExit('no such course')")]
    with pytest.raises(RuntimeError, match="no such course"):
        timed(commands, tmp_path)
    with pytest.raises(RuntimeError, match="no such course"):
        memory.sample(commands, tmp_path)


def test_a_class_that_was_not_graded_is_no_figure(tmp_path: Path) -> None:
    (tmp_path / classes.EMPTY_GRADEBOOK).touch()
    made = SchoolClass("light", open_course(tmp_path), "light", ("a", "b"), 1, "light")
    idle = Contestant("idle", "idle", lambda made, _: made.course, lambda *_: [["true"]])
    with pytest.raises(RuntimeError, match="idle left out a, b"):
        Entry(idle, made, made.course, 2).grade()


def test_everybody_grades_each_student_once(tmp_path: Path) -> None:
    students = tuple(f"student-{at:04}-{at % 3}" for at in range(10))
    made = SchoolClass("light", open_course(tmp_path), "light", students, 1, "light")
    for contestant in (NBGRADER, NBGRADER_PER_CORE):
        commands = contestant.commands(made, WHOLE, 3)
        patterns = [command[command.index("--student") + 1] for command in commands]
        for student in students:
            assert sum(fnmatch(student, each) for each in patterns) == 1
    (ours,) = OURS.commands(made, WHOLE, 3)
    assert ours[1:] == ["grade", "light", "--jobs", "3"]
    (ours,) = OURS.commands(made, Part(students[:2]), 3)
    assert ours[5:] == ["--student", students[0], "--student", students[1]]
    assert len({each.name for each in CONTESTANTS}) == len(CONTESTANTS)


def test_otter_grades_each_notebook_of_each_student_with_its_zip(tmp_path: Path) -> None:
    course = open_course(tmp_path)
    for path in ("a/light/one.ipynb", "a/light/two.ipynb", "b/light/one.ipynb"):
        (course.submitted / path).parent.mkdir(parents=True, exist_ok=True)
        (course.submitted / path).touch()
    made = SchoolClass("light", course, "light", ("a", "b"), 2, "one")
    ((*_, listed),) = OTTER.commands(made, WHOLE, 2)
    assert json.loads(listed) == [
        [
            f"submitted/{student}/light/{name}.ipynb",
            f"dist/otter/light/{name}/autograder.zip",
            f"{OTTER_RESULTS}/{student}/{name}",
        ]
        for student, name in (("a", "one"), ("a", "two"), ("b", "one"))
    ]
    ((*_, listed),) = OTTER.commands(made, Part(("a",), "two"), 2)
    assert [job[0] for job in json.loads(listed)] == ["submitted/a/light/two.ipynb"]
    alone = OTTER_COMMAND.commands(made, Part(("a",)), 2)
    assert [command[5:7] for command in alone] == [
        ["run", "submitted/a/light/one.ipynb"],
        ["run", "submitted/a/light/two.ipynb"],
    ]


def test_otter_s_scores_are_read_as_a_gradebook_s_are(tmp_path: Path) -> None:
    course = open_course(tmp_path)
    folder = tmp_path / OTTER_RESULTS / "a" / "one"
    folder.mkdir(parents=True)
    tests = [
        {"name": "Public Tests", "output": "all passed"},
        {"name": "fit-test", "score": 1.5, "max_score": 2.0, "output": ""},
    ]
    (folder / otter_stock.RESULTS).write_text(json.dumps({"tests": tests}))
    assert OTTER.scores(course, "light") == {"a": {("one", "fit-test"): 1.5}}
    assert (OTTER.graded(course, "a"), OTTER.graded(course, "b")) == (1, 0)


@pytest.mark.parametrize(("many", "size"), [(25, 4), (25, 1), (3, 8)])
def test_cases_are_spread_from_the_first_to_the_last(many: int, size: int) -> None:
    places = classes.spread(many, size)
    assert len(places) == size
    assert places == sorted(places)
    assert places[0] == 0
    assert size == 1 or places[-1] == many - 1


def test_the_works_of_a_lesson_fill_its_solution_cells() -> None:
    first, second, *_ = LIGHT.works
    filled = [
        {cell.grade_id: cell.source for cell in classes.filled(LIGHT.master, work)}
        for work in (first, second)
    ]
    assert filled[0]["means"] == first["means"]
    assert filled[1]["warmest"] == second["warmest"]
    assert filled[0]["setup"] == filled[1]["setup"]


# ---- memory


def test_a_tree_holds_at_least_what_its_processes_hold_and_shared_pages_once(
    tmp_path: Path,
) -> None:
    """Let a child's child hold 60 MiB of its own, and 60 MiB that all three share."""
    text = f"""
import os, time
shared = b"x" * (60 * {MIB})
if os.fork() == 0:
    if os.fork() == 0:
        own = b"y" * (60 * {MIB})
    time.sleep(1.5)
    os._exit(0)
os.wait()
"""
    samples = memory.sample([program(text)], tmp_path, every_seconds=0.05)
    assert 120 * MIB <= memory.peak(samples) < 175 * MIB


def test_memory_is_told_for_the_time_when_so_many_were_graded() -> None:
    samples = [memory.Sample(at, at * MIB, graded=at) for at in range(1000)]
    assert memory.around(samples, 500) == 500 * MIB
    assert memory.around(samples, 1000) == 995 * MIB
    assert memory.steady([memory.Sample(0, 9), *samples, memory.Sample(1, 0, 999)]) == 500 * MIB
    assert memory.around([], 10) == memory.peak([]) == memory.steady([]) == 0


# ---- the hooks and the floor, on the engine as it is


BURN = """
def burn(seconds):
    import time
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
"""
DRAWN = """
class Figure:
    def _repr_html_(self):
        burn(0.1)
        return "drawn"
burn(0.2)
Figure()"""


@pytest.fixture(scope="module")
def watched() -> Iterator[tuple[Account, Exam]]:
    account = Account()
    attempts = type("Watched", (Attempt,), {})
    zygotes = type("Watched", (Zygote,), {})
    breakdown.watch_attempt(account, attempts)
    breakdown.watch_zygote(account, zygotes)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grading, "Attempt", attempts)
        patched.setattr(pool, "Zygote", zygotes)
        with open_exam(Locked(BURN)) as exam:
            yield account, exam


def test_the_breakdown_finds_what_takes_the_time(watched: tuple[Account, Exam]) -> None:
    account, exam = watched
    answer = Work("def answer():\n    burn(0.3)\n    return 42")
    test = Check("", "burn(0.4)\nassert answer() == 42, 'the answer'")
    marked = exam.grade(Work(DRAWN), answer, test)
    assert marked.verdicts == ["passed"]
    found = account.seconds
    assert found[breakdown.CELLS] == pytest.approx(0.2, abs=0.1)
    assert found[breakdown.DRAWING] == pytest.approx(0.1, abs=0.05)
    assert found[breakdown.ANSWERING] >= 0.3
    assert found[breakdown.EXAMINATION] >= 0.4
    processes = (
        *(breakdown.BOOT_STUDENT, breakdown.BOOT_EXAMINER, breakdown.CELLS, breakdown.DRAWING),
        *(breakdown.ANSWERING, breakdown.LEAVING, breakdown.EXAMINATION, MEASURING),
    )
    whole = marked.result.measured["cpu_seconds"]
    assert sum(found[part] for part in processes) == pytest.approx(whole, abs=0.05)
    assert found[breakdown.ZYGOTES] > 0


def test_what_the_command_s_own_time_is_read_from_is_there() -> None:
    assert [name for _, owner, name in breakdown.BY_THREAD if not hasattr(owner, name)] == []


def test_the_floor_runs_cells_with_nothing_around_them(watched: tuple[Account, Exam]) -> None:
    _, exam = watched
    seconds, drawing = floor.run(exam.rooms(), ["burn(0.2)", DRAWN, "raise ValueError"])
    assert 0.5 <= seconds < 1.0
    assert drawing == pytest.approx(0.1, abs=0.05)
