"""`autograder verify`: right solutions, wrong ones, and what the hidden tests are worth.

The course is what `autograder new` writes: two exercises, two wheats and six chaffs.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import assignment as assignments
from autograder import cases
from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.cases import Case, Kind
from autograder.configuration import Course, open_course
from autograder.errors import InstructorError, OperatorError
from autograder.notebook import Cell, Notebook
from autograder.starter import assignment as starter
from autograder.verdicts import Verdict
from autograder.verify import proof
from autograder.verify.ground import EXTRA_DATA, data_files
from autograder.verify.hidden import hidden_tests, without
from autograder.verify.judging import Verified, counts, proofs, uncaught
from autograder.verify.outcome import HiddenTest, Judgement, Outcome, Role, Trial
from autograder.verify.proof import Wanted
from autograder.verify.records import Records, code_sum, key
from autograder.verify.trials import again, basic, pack, seeded

NAME = "demo"
HIDDEN_TESTS = 5
WHEATS, CHAFFS = 2, 6


def made(root: Path) -> Course:
    root.mkdir()
    course = open_course(root)
    starter.write(starter.plan(course, root, NAME))
    return open_course(root)


def verify(course: Course, kept: Records | None = None, **more: object) -> Verified:
    wanted = Wanted(cases=course.root / "tests", jobs=2, **more)  # type: ignore[arg-type]  # its own fields
    return proof.verify(course, proof.plan(course, NAME, wanted), wanted, kept or Records())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept") / "trials.jsonl"


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Verified:
    course = made(tmp_path_factory.mktemp("course") / "planets")
    return verify(course, Records(kept), removing=True)


def case_file(course: Course, kind: Kind, name: str) -> Path:
    return course.root / "tests" / kind / NAME / NAME / f"{name}.py"


# --- a whole course


def test_a_new_assignment_is_proven(proven: Verified) -> None:
    assert proven.complaints == ()
    assert proven.unproven == proven.uncaught == proven.untried == ()
    assert proven.redundant == ()
    assert proven.is_proven


def test_everything_is_tried_once(proven: Verified) -> None:
    told = {count.role: (count.cases, count.runs, count.wrong) for count in counts(proven.outcomes)}
    assert told == {
        Role.SOLUTION: (1, 1, 0),
        Role.RELEASE: (1, 1, 0),
        Role.WHEAT: (WHEATS, WHEATS, 0),
        Role.CHAFF: (CHAFFS, CHAFFS, 0),
    }
    (release,) = (o for o in proven.outcomes if o.trial.role is Role.RELEASE)
    assert [each.points for each in release.judgements] == [0] * HIDDEN_TESTS


def test_each_hidden_test_is_proven_by_the_chaffs_that_fail_at_it(proven: Verified) -> None:
    told = {each.grade_id: {t.name for t in found} for each, found in proven.proven_by.items()}
    assert told == {
        "total-mass-test": {"exercise-1-giants-only"},
        "giants-test": {"exercise-1-twenty-earths"},
        "giants-order-test": {"exercise-1-lightest-first"},
        "period-test": {"exercise-2-squares"},
        "no-period-test": {"exercise-2-no-distance", "exercise-2-no-answer"},
    }


def test_what_was_tried_before_is_not_run_again(kept: Path, proven: Verified) -> None:
    lines = [json.loads(line) for line in kept.read_text().splitlines()]
    # One exercise beside the other, and solution and release alone.
    assert len(lines) == len({key for key, _ in lines}) == 2 + (WHEATS + CHAFFS) // 2
    assert Records(kept).get(lines[0][0]) == lines[0][1]


def test_what_is_not_as_it_should_be_is_said(tmp_path: Path) -> None:
    """A wrong wheat, a chaff that is right, and a hidden test whose only chaff is gone."""
    course = made(tmp_path / "planets")
    wheat = case_file(course, Kind.WHEAT, "exercise-2-by-powers")
    wheat.write_text(wheat.read_text().replace("1.5", "1.6"))
    chaff = case_file(course, Kind.CHAFF, "exercise-1-lightest-first")
    chaff.write_text(chaff.read_text().replace('("mass")', '("mass", ascending=False)'))
    case_file(course, Kind.CHAFF, "exercise-1-giants-only").unlink()
    found = verify(course)

    (wrong_wheat, wrong_chaff) = sorted(found.complaints, reverse=True)
    assert wrong_wheat.startswith(
        "wheat demo/exercise-2-by-powers, own data, beside exercise-1-by-hand: "
        "period-test: 0 of 2 points, not 2: failed"
    )
    assert wrong_chaff.startswith(
        "chaff demo/exercise-1-lightest-first, own data, beside exercise-2-no-answer: "
        "giants-order-test: 1 of 1 points, not 0"
    )
    assert [trial.name for trial in found.uncaught] == ["exercise-1-lightest-first"]
    unproven = {hidden.grade_id for hidden in found.unproven}
    assert unproven == {"total-mass-test", "giants-order-test"}
    assert not found.is_proven


def test_without_a_hidden_test_the_proof_fails(tmp_path: Path) -> None:
    course = made(tmp_path / "planets")
    path = course.source / NAME / f"{NAME}.ipynb"
    master = assignments.read_master(path)
    (hidden,) = (each for each in hidden_tests(master) if each.grade_id == "giants-order-test")
    path.write_bytes(notebooks.write(without(master, hidden).notebook))
    found = verify(course)
    assert not found.is_proven
    (complaint,) = found.complaints
    assert "exercise-1-lightest-first" in complaint


# --- what is refused


def wanted(course: Course, **more: object) -> Wanted:
    return Wanted(cases=course.root / "tests", **more)  # type: ignore[arg-type]  # its own fields


def test_a_case_of_no_notebook_is_an_error(tmp_path: Path) -> None:
    course = made(tmp_path / "planets")
    folder = case_file(course, Kind.WHEAT, "x").parent
    folder.rename(folder.with_name("demos"))
    with pytest.raises(InstructorError, match="demo has no notebook demos") as raised:
        proof.plan(course, NAME, wanted(course))
    assert raised.value.code == "case-without-notebook"


def test_a_case_of_no_exercise_is_an_error(tmp_path: Path) -> None:
    course = made(tmp_path / "planets")
    path = case_file(course, Kind.CHAFF, "exercise-2-squares")
    path.write_text(path.read_text().replace("Exercise 2", "Exercise 7"))
    with pytest.raises(InstructorError, match="'Exercise 7'") as raised:
        proof.plan(course, NAME, wanted(course))
    assert raised.value.code == "case-without-exercise"


def test_a_notebook_of_another_name_is_an_error(tmp_path: Path) -> None:
    course = made(tmp_path / "planets")
    with pytest.raises(InstructorError, match="has no notebook moons; it has: demo"):
        proof.plan(course, NAME, wanted(course, notebooks=("moons",)))


def test_data_needs_a_schema_to_say_what_it_replaces(tmp_path: Path) -> None:
    course = made(tmp_path / "planets")
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n")
    with pytest.raises(InstructorError, match="nothing that") as raised:
        data_files(course, NAME, [other])
    assert raised.value.code == "data-not-replaceable"


def test_data_is_named_after_its_file_and_never_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = made(tmp_path / "planets")
    (course.source / NAME / "moons.csv").write_text("a\n1\n")
    (course.source / NAME / "moons.schema.json").write_text('{"fields": []}')
    (course.source / NAME / "held_out").mkdir()
    (tmp_path / "more").mkdir()
    held_out = course.source / NAME / "held_out" / "own.csv"
    extra = tmp_path / "more" / "own.csv"
    for path in (held_out, extra):
        path.write_text("a\n2\n")
    monkeypatch.setenv(EXTRA_DATA, str(extra))
    found = data_files(course, NAME)
    assert [data.name for data in found] == ["own", "own-2", "own-3"]
    assert [data.path for data in found] == [None, held_out.resolve(), extra.resolve()]
    with pytest.raises(InstructorError, match="there is no data file"):
        data_files(course, NAME, [tmp_path / "nowhere.csv"])


# --- hidden tests, one by one


def master_with(source: str) -> Master:
    role = {"grade": True, "grade_id": "t", "points": 1, "locked": True, "solution": False}
    metadata = {"nbgrader": {**role, "schema_version": 3, "task": False}}
    heading = Cell("markdown", "## Exercise 1", cell_id="h")
    test = Cell("code", source, cell_id="t", metadata=metadata)
    return assignments.master_of("n", Notebook((heading, test)))


SOURCE = """assert a, "public"
### BEGIN HIDDEN TESTS
for x in range(3):
    if x: assert x in b, "first"
y = 1; assert (
    y
), "second"; z = 2
def check(q):
    assert q, "third"
### END HIDDEN TESTS
assert c, "public too\""""


def test_each_hidden_assert_is_a_hidden_test() -> None:
    found = hidden_tests(master_with(SOURCE))
    assert [(each.first, each.last, each.message) for each in found] == [
        (4, 4, "first"),
        (5, 7, "second"),
        (9, 9, "third"),
    ]
    assert {each.grade_id for each in found} == {"t"}


def test_a_hidden_part_without_an_assert_is_one_test() -> None:
    source = "### BEGIN HIDDEN TESTS\nx = f(1)\nx.y\n### END HIDDEN TESTS"
    (found,) = hidden_tests(master_with(source))
    assert (found.first, found.last) == (2, 3)
    assert hidden_tests(master_with("### BEGIN HIDDEN TESTS\n\n### END HIDDEN TESTS")) == ()
    assert hidden_tests(master_with("assert x")) == ()


@pytest.mark.parametrize(
    ("at", "old", "new"),
    [
        (0, '    if x: assert x in b, "first"', "    if x: pass"),
        (1, 'y = 1; assert (\n    y\n), "second"; z = 2', "y = 1; pass; z = 2\n\n"),
        (2, '    assert q, "third"', "    pass"),
    ],
)
def test_one_hidden_test_is_taken_out_and_no_line_moves(at: int, old: str, new: str) -> None:
    master = master_with(SOURCE)
    (test,) = without(master, hidden_tests(master)[at]).tests
    assert test.source == SOURCE.replace(old, new)
    compile(test.source, "test", "exec")


# --- packing


def case(name: str, kind: Kind, exercise: str, *edits: str, **more: object) -> Case:
    text = tuple(cases.Edit(cases.Action.REPLACE, "c", each) for each in edits)
    blank = Case(name, kind, "n", name, exercise, {}, {}, False, text)
    return replace(blank, **more)  # type: ignore[arg-type]  # its own fields


def test_a_submission_has_one_case_of_each_exercise_and_none_twice() -> None:
    known = [
        case("a", Kind.WHEAT, "Exercise 1"),
        case("b", Kind.WHEAT, "Exercise 1"),
        case("c", Kind.CHAFF, "Exercise 2", is_long=True),
        case("d", Kind.CHAFF, "Exercise 1", is_long=True),
        case("e", Kind.CHAFF, "Exercise 1", refused=True),
    ]
    found = pack(list(basic("n", known)))
    names = sorted(tuple(trial.name for trial in sheet.trials) for sheet in found)
    assert names == [("a",), ("b",), ("d", "c"), ("e",), ("release",), ("solution",)]


def test_honest_cases_that_hang_on_a_seed_get_others() -> None:
    wheat = case("a", Kind.WHEAT, "Exercise 1", "SEED = 0\nx = f(SEED)")
    known = [wheat, case("b", Kind.WHEAT, "Exercise 1", "x = 1")]
    known += [case("c", Kind.CHAFF, "Exercise 1", "SEED = 0")]
    found = list(seeded("n", known, 3))
    assert [(trial.name, trial.seed) for trial in found] == [("a", 1), ("a", 2), ("a", 3)]
    texts = [trial.case.edits[0].text for trial in found if trial.case]
    assert texts == [f"SEED = {seed}\nx = f(SEED)" for seed in (1, 2, 3)]


def test_honest_work_is_tried_again_and_turns_do_not_mix() -> None:
    known = [case("a", Kind.WHEAT, "Exercise 1"), case("b", Kind.CHAFF, "Exercise 2")]
    trials = list(basic("n", known))
    more = list(again(trials, 3))
    assert sorted((trial.name, trial.turn) for trial in more) == [
        ("a", 1),
        ("a", 2),
        ("solution", 1),
        ("solution", 2),
    ]
    for sheet in pack([*trials, *more]):
        assert len({trial.turn for trial in sheet.trials}) == 1


# --- judging


def outcome(kind: Kind, points: float, line: int = 0, **more: object) -> Outcome:
    wrong = case(f"{kind}-{line}", kind, "Exercise 1", **more)
    verdict = Verdict.PASSED if points else Verdict.FAILED
    test = Judgement("t", "Exercise 1", verdict, points, 1, None, line)
    role = Role.WHEAT if kind is Kind.WHEAT else Role.CHAFF
    return Outcome(Trial(role, "n", wrong), "own", (test,))


def test_only_a_chaff_that_fails_at_a_hidden_test_proves_it() -> None:
    hidden = [HiddenTest("n", "t", "Exercise 1", at, at + 1, "m") for at in (3, 5, 7)]
    tried = [outcome(Kind.CHAFF, 0, 2), outcome(Kind.CHAFF, 0, 6), outcome(Kind.WHEAT, 0, 3)]
    found = proofs(hidden, [*tried, outcome(Kind.CHAFF, 1, 7)])
    assert [[trial.name for trial in found[each]] for each in hidden] == [[], ["chaffs-6"], []]


def test_a_chaff_that_is_wrong_on_other_data_only_is_untried_without_any() -> None:
    elsewhere = outcome(Kind.CHAFF, 1, 1, points_elsewhere={"t": 0.0})
    free = outcome(Kind.CHAFF, 1, 2)
    found = [elsewhere, free, outcome(Kind.CHAFF, 0, 3)]
    assert uncaught(found, only_own_data=True) == ((free.trial,), (elsewhere.trial,))
    assert uncaught(found, only_own_data=False) == ((elsewhere.trial, free.trial), ())
    caught = replace(elsewhere, data="x", judgements=outcome(Kind.CHAFF, 0).judgements)
    assert uncaught([*found, caught], only_own_data=False) == ((free.trial,), ())


# --- what is kept


def test_a_line_that_was_cut_off_costs_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kept.jsonl"
    first = Records(path)
    first.put("a", {"x": 1})
    first.put("b", {"x": 2})
    path.write_text(path.read_text()[:-5])
    again = Records(path)
    assert again.get("a") == {"x": 1}
    assert again.get("b") is None
    again.put("c", {"x": 3})
    assert Records(path).get("c") == {"x": 3}


def test_what_cannot_be_read_is_the_operators(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="cannot be read"):
        Records(tmp_path)


def test_a_trial_is_another_when_anything_that_it_follows_from_is() -> None:
    base = key({"a": "1"}, "e", b"x", 0)
    others = {
        key({"a": "2"}, "e", b"x", 0),
        key({"a": "1"}, "f", b"x", 0),
        key({"a": "1"}, "e", b"y", 0),
        key({"a": "1"}, "e", b"x", 1),
    }
    assert len({base, *others}) == 5
    assert base == key({"a": "1"}, "e", b"x", 0)


def test_a_changed_engine_goes_on_from_nothing_and_a_changed_page_from_all(tmp_path: Path) -> None:
    for name in ("execution/zygote.py", "verify/page.py", "scoring.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    base = code_sum(tmp_path)
    (tmp_path / "verify" / "page.py").write_text("2")
    assert code_sum(tmp_path) == base
    (tmp_path / "scoring.py").write_text("2")
    changed = code_sum(tmp_path)
    (tmp_path / "execution" / "zygote.py").rename(tmp_path / "execution" / "zygotes.py")
    assert len({base, changed, code_sum(tmp_path)}) == 3
