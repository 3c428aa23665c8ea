"""Cases taken from a real submission: who wrote it is taken out, what it scores is kept."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder import submission
from autograder.assignment import Master
from autograder.cases import Case, Kind, read_case
from autograder.compiler.composition import compose
from autograder.configuration import Course
from autograder.errors import InstructorError
from autograder.notebook import Notebook
from autograder.pipeline.tiers import choose_tier
from autograder.plain_text import plain
from autograder.platforms import require_grading
from autograder.verify.added import Added, AddedCase
from autograder.verify.anonymous import Findings, Names, anonymise, names_of
from autograder.verify.ground import Data, Ground
from autograder.verify.outcome import ROLES, Trial
from autograder.verify.records import Records
from autograder.verify.running import Runner
from autograder.verify.taking import Work, works, written
from autograder.verify.trials import Sheet

CASE_BYTES = 256 * 2**10
"""How much one case may hold: more is data, or no honest work."""
_LONG_CPU_SECONDS = 20
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME_LENGTH = 80
_TITLES = {
    Kind.WHEAT: "right work of a student",
    Kind.CHAFF: "work of a student that loses points",
}


@dataclass(frozen=True)
class Addition:
    """Hold what is to be added.

    ``path`` is the submitted notebook, ``cases`` the folder of ``wheats/`` and ``chaffs/``.
    ``notebook`` names the master where the file is not named after it; ``exercises`` are those that
    the student worked on when empty; ``kind`` is decided by grading when None. ``names`` are taken
    out beside the one in the file's path.
    """

    path: Path
    cases: Path
    notebook: str = ""
    exercises: tuple[str, ...] = ()
    kind: Kind | None = None
    name: str = ""
    title: str = ""
    names: tuple[str, ...] = ()
    unsafe_no_jail: bool = False


def add(course: Course, assignment: str, wanted: Addition) -> Added:
    """Write the cases that a submitted notebook holds; nothing that is there is overwritten.

    Raises StudentError when the file is no notebook, InstructorError when something that is wanted
    does not fit or the submission has no score, and OperatorError when the machine cannot grade.
    """
    require_grading()
    notebook = _notebook(course, assignment, wanted)
    _refuse_name(wanted)
    submitted = submission.read_notebook(wanted.path)
    tier = choose_tier(course, unsafe_no_jail=wanted.unsafe_no_jail)
    with Ground(course, assignment, Data(), tier, [notebook]) as ground:
        return add_on(ground, replace(wanted, notebook=notebook), submitted)


def add_on(ground: Ground, wanted: Addition, submitted: Notebook) -> Added:
    """Write the cases of a submitted notebook, graded on a ground that stands.

    Raises as `add` does.
    """
    master = ground.master(wanted.notebook)
    found = _asked(master, works(master, ground.released[master.name], submitted), wanted)
    graded = ground.run(submission.take_in(master, submitted)).result
    scored = {test.grade_id: test.points for test in graded.tests}
    chosen = [
        work
        for work in found
        if wanted.exercises or work.is_filled or any(_own(master, work.exercise, scored).values())
    ]
    if not chosen:
        raise _untouched(wanted)
    names = names_of(_given_away(ground.assignment.name, wanted), master.notebook)
    cases = [_case(master, work, wanted, names, scored, len(chosen) > 1) for work in chosen]
    places = _places(ground.assignment.name, wanted, [case for case, _ in cases])
    for path in places:
        if path.exists() or path.is_symlink():
            raise _is_there(path)
    tried = [_tried(ground, case) for case, _ in cases]
    for path, (case, _) in zip(places, tried, strict=True):
        _write(path, written(case))
    return Added(
        tuple(
            _added(path, case, scores, work, master, scored, findings)
            for path, (case, scores), work, (_, findings) in zip(
                places, tried, chosen, cases, strict=True
            )
        )
    )


def _notebook(course: Course, assignment: str, wanted: Addition) -> str:
    name = wanted.notebook or wanted.path.stem
    known = [master.name for master in compose(course, assignment).masters]
    if name not in known:
        raise InstructorError(
            "notebook-unknown",
            f"{assignment} has no notebook {plain(name)}; it has: {', '.join(known)}. Name the one "
            "that the file is an answer to",
        )
    return name


def _refuse_name(wanted: Addition) -> None:
    if wanted.name and (len(wanted.name) > _NAME_LENGTH or not _NAME.fullmatch(wanted.name)):
        raise InstructorError(
            "case-name-unfit",
            f"a case cannot be called {plain(wanted.name)!r}: its name is small letters, digits "
            f"and single hyphens, at most {_NAME_LENGTH}",
        )
    if wanted.title != plain(wanted.title) or "\n" in wanted.title:
        raise InstructorError("case-title-unfit", "the title of a case is one line of plain text")


def _covers(heading: str, exercise: str) -> bool:
    return re.match(rf"{re.escape(exercise)}(\W|$)", heading) is not None


def _asked(master: Master, found: Sequence[Work], wanted: Addition) -> list[Work]:
    """Return the work that is asked for, without an exercise all that there is."""
    headings = list(dict.fromkeys(test.exercise for test in master.tests))
    for each in wanted.exercises:
        if not any(_covers(heading, each) for heading in headings):
            raise InstructorError(
                "exercise-unknown",
                f"{master.name} has no exercise {plain(each)!r}; it has: {', '.join(headings)}",
            )
        if not any(_covers(work.exercise, each) for work in found):
            raise InstructorError(
                "exercise-untouched",
                f"{wanted.path.name}: the student changed nothing in {each}, so it holds no case",
            )
    if not found:
        raise _untouched(wanted)
    wishes = wanted.exercises
    asked = [w for w in found if not wishes or any(_covers(w.exercise, each) for each in wishes)]
    for work in asked:
        _refuse_large(work, wanted.path.name)
    return asked


def _untouched(wanted: Addition) -> InstructorError:
    return InstructorError(
        "submission-untouched", f"{wanted.path.name}: the student changed nothing in it"
    )


def _own(
    master: Master, exercise: str, points: Mapping[str, float | None]
) -> dict[str, float | None]:
    tests = (test for test in master.tests if test.exercise == exercise)
    return {test.grade_id: points[test.grade_id] for test in tests}


def _given_away(assignment: str, wanted: Addition) -> Iterator[str]:
    """Yield what names the student: the folder, what a file is called beside its notebook."""
    path = wanted.path.absolute()
    if path.parent.name == assignment:
        yield path.parent.parent.name
    yield path.stem.replace(wanted.notebook, " ")
    yield from wanted.names


def _case(
    master: Master,
    work: Work,
    wanted: Addition,
    names: Names,
    scored: Mapping[str, float | None],
    is_one_of_many: bool,
) -> tuple[Case, Findings]:
    """Return the case of one exercise without a name yet, or with a part of it."""
    points = _judged(_own(master, work.exercise, scored))
    most = {test.grade_id: test.points for test in master.tests}
    less = {name: each for name, each in points.items() if each != most[name]}
    kind = wanted.kind or (Kind.CHAFF if less else Kind.WHEAT)
    findings = Findings()
    edits = tuple(
        replace(edit, text=anonymise(edit.text, names, findings)) if edit.text else edit
        for edit in work.edits
    )
    label = _label(master, work.exercise)
    ending = "-" + "-".join(re.findall("[a-z0-9]+", label.lower())) if is_one_of_many else ""
    case = Case(
        name=f"{wanted.name}{ending}",
        kind=kind,
        notebook=master.name,
        title=wanted.title.strip() or _TITLES[kind],
        exercise=label,
        points=less if kind is Kind.CHAFF else {},
        verdicts={},
        refused=False,
        edits=edits,
    )
    return case, findings


def _judged(points: Mapping[str, float | None]) -> dict[str, float]:
    unsure = [name for name, each in points.items() if each is None]
    if unsure:
        raise InstructorError(
            "submission-without-score",
            f"the autograder cannot tell what the submission scores in {', '.join(unsure)}, so no "
            "case can say it: `autograder explain` shows why",
        )
    return {name: each for name, each in points.items() if each is not None}


def _label(master: Master, exercise: str) -> str:
    """Return an exercise's short name, or the whole heading where that means others too."""
    short = exercise.partition(":")[0].strip()
    headings = {test.exercise for test in master.tests}
    return short if sum(_covers(heading, short) for heading in headings) == 1 else exercise


def _places(assignment: str, wanted: Addition, cases: Sequence[Case]) -> list[Path]:
    """Return where each case goes; one without a name gets the next number that is free."""
    folder = f"{assignment}/{wanted.notebook}"
    taken = {path.stem for kind in Kind for path in (wanted.cases / kind / folder).glob("*.py")}
    number = 1
    while any(f"submitted-{number}{case.name}" in taken for case in cases):
        number += 1
    names = [case.name if wanted.name else f"submitted-{number}{case.name}" for case in cases]
    return [
        wanted.cases / case.kind / folder / f"{name}.py"
        for case, name in zip(cases, names, strict=True)
    ]


def _refuse_large(work: Work, name: str) -> None:
    if sum(len(edit.text.encode()) for edit in work.edits) > CASE_BYTES:
        raise InstructorError(
            "case-too-large",
            f"{name}: the work for {work.exercise} holds more than {CASE_BYTES // 2**10} KiB: a "
            "case is a small file; take the data out of the cells first",
        )


def _is_there(path: Path) -> InstructorError:
    return InstructorError("case-exists", f"{path} is there already: choose another name")


def _tried(ground: Ground, case: Case) -> tuple[Case, dict[str, float | None]]:
    """Grade a case as its file will be read; return it with its cost, and what it scores."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / case.notebook / f"{case.name or 'case'}.py"
        path.parent.mkdir()
        path.write_text(written(case), encoding="utf-8")
        read = read_case(path, case.kind)
    trial = Trial(ROLES[case.kind], case.notebook, read)
    runner = Runner(ground, "", Records(), 1)
    (outcome,) = runner.run([Sheet(case.notebook, (trial,))])
    scores = {each.grade_id: each.points for each in outcome.judgements}
    return replace(case, is_long=outcome.cpu_seconds > _LONG_CPU_SECONDS), scores


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise _is_there(path) from None


def _added(
    path: Path,
    case: Case,
    scores: Mapping[str, float | None],
    work: Work,
    master: Master,
    scored: Mapping[str, float | None],
    findings: Findings,
) -> AddedCase:
    own = _judged(_own(master, work.exercise, scored))
    return AddedCase(
        path=path,
        case=replace(case, name=path.stem),
        scored=own,
        scores=scores,
        most={test.grade_id: test.points for test in master.tests if test.grade_id in own},
        leans_on=work.leans_on,
        replaced=tuple((*found, count) for found, count in sorted(findings.replaced.items())),
        left=tuple(sorted(findings.left)),
    )
