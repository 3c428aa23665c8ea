"""Mutants: where they are made, which are left out, what becomes of them, what is decided."""

import builtins
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import masters
import pytest
from compiler_course import check, code, lines, markdown, solution
from compiler_course import graded as graded_cell
from compiler_course import notebook as a_notebook

from autograder import cases
from autograder.assignment import Master, master_of
from autograder.cases import Case, Kind
from autograder.errors import InstructorError, OperatorError
from autograder.notebook import Cell, Notebook
from autograder.verdicts import Verdict
from autograder.verify import decisions
from autograder.verify.decisions import Decision, Ruling
from autograder.verify.mutation import Mutant, Sifted, case_of, mutants, sift
from autograder.verify.outcome import OWN_DATA, Judgement, Outcome, Role, Trial

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def region(*texts: str) -> str:
    return lines(BEGIN, *texts, END)


def master(*cells: Cell) -> Master:
    return master_of("fit", a_notebook(markdown("# Exercise 1: lines"), *cells))


def of_cell(source: str) -> tuple[Mutant, ...]:
    return mutants(master(solution(source), check("assert slope")))


def changes(source: str) -> set[tuple[str, str, str]]:
    return {(each.operator, each.before, each.after) for each in of_cell(source)}


# Making them.


def test_the_tools_operators_each_make_one_small_mistake() -> None:
    assert changes(region("slope = rise / run(3)")) == {
        ("assignment", "slope = rise / run(3)", "slope = None"),
        ("swap-op", "slope = rise / run(3)", "slope = rise * run(3)"),
        ("arg-removal", "slope = rise / run(3)", "slope = rise / run(None)"),
        ("number", "slope = rise / run(3)", "slope = rise / run(4)"),
    }


def test_only_code_between_the_markers_is_changed() -> None:
    source = lines("def slope(x=1):", "    " + BEGIN, "    return x < 2", "    " + END, "y = 3")
    found = of_cell(source)
    assert [(each.line, each.after) for each in found] == [
        (3, "    return x <= 2"),
        (3, "    return x < 3"),
    ]
    assert found[0].source == source.replace("x < 2", "x <= 2")


def test_each_of_two_solutions_in_a_cell_is_changed() -> None:
    found = of_cell(lines(region("x = f()"), "y = 3", region("z = g()")))
    assert [(each.line, each.after) for each in found] == [(2, "x = None"), (6, "z = None")]


def test_a_cell_without_markers_is_solution_from_end_to_end() -> None:
    assert [each.after for each in of_cell("x = f()")] == ["x = None"]


def test_keyword_operators_find_what_has_no_place_of_its_own() -> None:
    assert ("keywords", "x is y", "x is not y") in changes(region("x is y"))


@pytest.mark.parametrize(
    "source",
    [
        region("%matplotlib inline", "x = 1"),
        region("x = = 1"),
        region("x: Annotated[int, 5]"),
        region("'''Text in three quotes.'''", "import os"),
        "",
    ],
)
def test_a_cell_without_code_to_change_has_no_mutants(source: str) -> None:
    assert of_cell(source) == ()


def test_a_change_that_cannot_run_is_left_out() -> None:
    # At the top of a cell `return` for `break` is no Python.
    assert changes(region("for x in y:", "    break")) == set()
    assert of_cell(region("def f(y):", "    for x in y:", "        break"))


def test_two_changes_that_mean_the_same_are_one() -> None:
    # Without either zero of f(0, 0), what is left is f(0).
    found = [each.after.replace(" )", ")") for each in of_cell(region("f(0, 0)"))]
    assert sorted(found) == ["f(0)", "f(0, 1)", "f(0, None)", "f(1, 0)", "f(None, 0)"]


def test_a_warning_of_the_compiler_is_nobodys_concern(recwarn: pytest.WarningsRecorder) -> None:
    assert of_cell(region("x = y is not None and y is 'a'"))
    assert not recwarn.list


def test_what_no_test_follows_and_what_a_person_judges_has_none() -> None:
    judged = graded_cell(region("x = f()"), "essay", grade=True, solution=True, points=1)
    written = graded_cell("x = 1", "text", cell_type="markdown", solution=True)
    after = solution(region("x = f()"), "after")
    tested = solution(region("y = f()"), "tested")
    found = mutants(master(judged, written, code("x = 5"), tested, check("assert y"), after))
    assert {each.grade_id for each in found} == {"tested"}


def test_a_marker_without_partner_names_the_cell() -> None:
    with pytest.raises(InstructorError, match=r"slope.*BEGIN SOLUTION without") as caught:
        of_cell(lines(BEGIN, "x = 1"))
    assert caught.value.code == "ill-formed-region"


def test_without_the_tool_the_operator_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "mutmut.mutation.mutators", None)
    with pytest.raises(OperatorError, match=r"sealed-autograder\[mutation\]") as caught:
        of_cell(region("x = 1"))
    assert caught.value.code == "mutation-tool-missing"


def test_the_tool_is_loaded_only_when_mutants_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def watched(name: str, *rest: object, **more: object) -> object:
        assert name.partition(".")[0] not in ("mutmut", "libcst")
        return real(name, *rest, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(builtins, "__import__", watched)
    monkeypatch.delitem(sys.modules, "autograder.verify.mutation")
    __import__("autograder.verify.mutation")


# Names that last.


def ids(*texts: str, grade_id: str = "slope") -> dict[tuple[str, str], str]:
    paper = master(solution(region(*texts), grade_id), check("assert slope"))
    return {(each.operator, each.after): each.id for each in mutants(paper)}


def test_an_id_outlives_edits_elsewhere_in_the_cell() -> None:
    old = ids("x = f()", "y = 2")
    new = ids("import os", "x = f()", "", "z = g(os)", "    # now indented", "y = 2")
    assert old.items() <= new.items()


def test_an_id_does_not_outlive_its_line() -> None:
    assert set(ids("x = f()").values()).isdisjoint(ids("x = g()").values())


def test_equal_lines_and_cells_of_other_names_have_ids_of_their_own() -> None:
    found = of_cell(region("x = f()", "x = f()"))
    assert len({each.id for each in found}) == len(found) == 2
    assert set(ids("x = f()").values()).isdisjoint(ids("x = f()", grade_id="other").values())


@pytest.fixture(scope="module")
def of_stars() -> Mapping[str, tuple[Mutant, ...]]:
    """Return the mutants of each master of `stars`."""
    return {path.stem: mutants(masters.read(path.stem)) for path in masters.PATHS}


def test_the_masters_of_stars_have_mutants_in_every_tested_cell_and_no_two_of_one_name(
    of_stars: Mapping[str, tuple[Mutant, ...]],
) -> None:
    for name, found in of_stars.items():
        tested = set().union(*masters.solutions(masters.read(name)).values())
        assert {each.grade_id for each in found} == tested
    every = [each.id for found in of_stars.values() for each in found]
    assert len(set(every)) == len(every)


# As a case.


def test_a_mutant_is_handed_in_with_the_solution_up_to_its_exercise() -> None:
    first = solution(region("a = 1"), "first")
    paper = master(
        first,
        check("assert a", "t1"),
        markdown("# Exercise 2"),
        solution(region("b = f(a)"), "second"),
        graded_cell("words", "text", cell_type="markdown", solution=True),
        check("assert b", "t2"),
        markdown("# Exercise 3"),
        solution(region("c = b"), "third"),
        check("assert c", "t3"),
    )
    mutant = next(each for each in mutants(paper) if each.after == "b = f(None)")
    case = case_of(mutant, paper)
    assert (case.kind, case.exercise, case.name) == (
        Kind.CHAFF,
        "Exercise 2",
        f"mutant-{mutant.id}",
    )
    stubs = [
        Cell(each.cell_type, "stub", each.metadata) if each.is_solution else each
        for each in paper.notebook.cells
    ]
    handed_in = cases.submission(Notebook(tuple(stubs)), [case]).decode()
    assert "b = f(None)" in handed_in
    assert "a = 1" in handed_in
    assert "words" in handed_in
    assert "c = b" not in handed_in
    assert "b = f(a)" not in handed_in


# Sifting.


def a_mutant(name: str, operator: str = "number") -> Mutant:
    return Mutant(name, "fit", "slope", "Exercise 1", operator, 2, "x = 1", "x = 2", "x = 2")


def outcome(mutant: Mutant, *points: float | None, data: str = OWN_DATA) -> Outcome:
    case = Case(mutant.name, Kind.CHAFF, "fit", "t", "Exercise 1", {}, {}, False, ())
    judged = tuple(
        Judgement(f"t{at}", "Exercise 1", Verdict.FAILED, earned, 2, None)
        for at, earned in enumerate(points)
    )
    return Outcome(Trial(Role.MUTANT, "fit", case), data, judged)


def fates(*runs: Outcome) -> Sequence[str]:
    sifted = sift([a_mutant("m")], runs)
    return [name for name in ("killed", "survived", "not_judged") if getattr(sifted, name) != ()]


@pytest.mark.parametrize(
    ("points", "fate"),
    [
        ((2, 2), "survived"),
        ((2, 1.5), "killed"),
        ((0, None), "killed"),
        ((2, None), "not_judged"),
        ((), "not_judged"),
    ],
)
def test_a_mutant_is_killed_when_any_test_takes_points(
    points: Sequence[float | None], fate: str
) -> None:
    assert fates(outcome(a_mutant("m"), *points)) == [fate]


def test_a_mutant_that_was_not_run_is_not_judged() -> None:
    assert fates(outcome(a_mutant("other"), 2)) == ["not_judged"]


def test_one_data_file_that_kills_is_enough() -> None:
    mutant = a_mutant("m")
    assert fates(outcome(mutant, 2), outcome(mutant, 0, data="other")) == ["killed"]
    assert fates(outcome(mutant, 2), outcome(mutant, 2, data="other")) == ["survived"]
    assert fates(outcome(mutant, 2), outcome(mutant, None, data="other")) == ["not_judged"]


def test_the_operators_are_counted() -> None:
    made = [a_mutant("a"), a_mutant("b"), a_mutant("c", "string"), a_mutant("d", "string")]
    sifted = sift(made, [outcome(made[0], 0), outcome(made[1], 2), outcome(made[2], 2)])
    assert sifted.by_operator() == {"number": (1, 1, 0), "string": (0, 1, 1)}


# Decisions.

GOOD = """
[[survivors]]
decision = "equivalent"
reason = "It is printed only."
mutants = [
    "a", # slope: x = 1 -> x = 2
    "b",
]

[[survivors]]
decision = "missing-test"
reason = "No test looks at it."
mutants = ["c"]
"""


def written(tmp_path: Path, text: str) -> tuple[Decision, ...]:
    path = tmp_path / "stars.toml"
    path.write_text(text)
    return decisions.read_decisions(path)


def test_decisions_are_read_one_for_each_mutant(tmp_path: Path) -> None:
    assert written(tmp_path, GOOD) == (
        Decision("a", Ruling.EQUIVALENT, "It is printed only."),
        Decision("b", Ruling.EQUIVALENT, "It is printed only."),
        Decision("c", Ruling.MISSING_TEST, "No test looks at it."),
    )


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert decisions.read_decisions(tmp_path / "none.toml") == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('reason = "No', 'because = "No', r"number 2: unknown keys \['because'\]"),
        ('reason = "It is printed only."', 'reason = " "', "number 1: the reason"),
        ('"missing-test"', '"fine"', "number 2: 'fine' is not a valid Ruling"),
        ('"missing-test"', '["missing-test"]', "number 2: .* is not a valid Ruling"),
        ('mutants = ["c"]', 'mutants = "c"', "number 2: mutants is not a list of ids"),
        ('mutants = ["c"]', "mutants = []", "number 2: mutants is not a list of ids"),
        ('mutants = ["c"]', 'mutants = ["a"]', "mutant a is decided twice"),
        ("[[survivors]]\ndecision = ", "[[killed]]\ndecision = ", r"\['killed'\]"),
        (GOOD, "survivors = 5", "must hold tables"),
        (GOOD, "survivors = [", r"stars\.toml"),
    ],
)
def test_a_record_that_is_ill_formed_is_refused(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(InstructorError, match=said) as caught:
        written(tmp_path, GOOD.replace(old, new))
    assert caught.value.code == "decisions-ill-formed"


def told(
    decided: list[Decision], survived: Sequence[Mutant] = (), killed: Sequence[Mutant] = ()
) -> list[str]:
    """Return what is said of decisions when there are the mutants a and b."""
    sifted = Sifted(tuple(killed), tuple(survived), not_judged=())
    return list(decisions.complaints(decided, [a_mutant("a"), a_mutant("b")], sifted))


def test_a_survivor_without_decision_and_a_decision_without_survivor_are_complaints() -> None:
    decided = [Decision(name, Ruling.ACCEPTED, "r") for name in ("a", "gone")]
    undecided, killed, stale = told(decided, survived=[a_mutant("b")], killed=[a_mutant("a")])
    assert 'survivor of fit: "b", # slope:' in undecided
    assert "mutant a, which a test kills now" in killed
    assert "mutant gone, which is no more" in stale


def test_a_decision_about_a_mutant_that_was_not_graded_this_time_stands() -> None:
    assert told([Decision("a", Ruling.EQUIVALENT, "r")]) == []


def test_what_is_said_of_a_survivor_goes_into_the_record_as_it_is(tmp_path: Path) -> None:
    made = of_cell(region("x = f(1,", "      2)"))
    text = "\n".join(line.partition(": ")[2] for line in told([], survived=made))
    head = '[[survivors]]\ndecision = "accepted"\nreason = "r"\nmutants = [\n'
    assert {each.mutant for each in written(tmp_path, f"{head}{text}\n]\n")} == {
        each.id for each in made
    }
    assert "slope: x = f(1, 2) -> x = None" in text


def test_every_decision_about_stars_is_about_a_mutant_that_there_is(
    of_stars: Mapping[str, tuple[Mutant, ...]],
) -> None:
    decided = decisions.read_decisions(masters.ROOT / "tests" / "mutants" / "stars.toml")
    known = [mutant for found in of_stars.values() for mutant in found]
    assert decided
    assert list(decisions.complaints(decided, known, Sifted((), (), ()))) == []
