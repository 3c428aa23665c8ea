"""The order of intake: list, attribute, decide, write."""

import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from autograder import notebook as notebooks
from autograder.compiler.composition import compose
from autograder.configuration import Course
from autograder.errors import OperatorError, StudentError
from autograder.intake import names, placing, times
from autograder.intake.attribution import Attribution, HandIns, Known, Problem, attribute
from autograder.intake.inventory import Spool, take_inventory
from autograder.intake.plan import Existing, Placement, Plan, State, plan
from autograder.intake.recognition import Sheet, sheet_of_master, sheet_of_other
from autograder.intake.roster import Row
from autograder.notebook import Notebook, NotebookUnreadable

logger = logging.getLogger(__name__)


def collect(
    course: Course,
    assignment: str,
    paths: Sequence[Path],
    roster: tuple[Row, ...] | None = None,
    *,
    dry_run: bool = False,
) -> Plan:
    """Put what came from outside into submitted/, and return what became of it.

    A dry run writes nothing into the course. Raises InstructorError when the assignment cannot be
    read, OperatorError when a path cannot, or the course cannot be written to.
    """
    known = _known(course, assignment, roster)
    with tempfile.TemporaryDirectory(prefix="autograder-collect-") as folder:
        spool = Spool(Path(folder))
        found = attribute(take_inventory(paths, spool), known)
        if dry_run:
            return _plan(course, found, known)
        try:
            with placing.only_one(course):
                placing.recover(course, assignment)
                return _write(course, _plan(course, found, known), known, spool)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            raise OperatorError(
                "file-system", f"{course.submitted} cannot be written to: {reason}"
            ) from None


def _known(course: Course, assignment: str, roster: tuple[Row, ...] | None) -> Known:
    composed = compose(course, assignment)
    release = course.release / assignment
    sheets = [
        sheet_of_master(assignment, master, _read(release / f"{master.name}.ipynb"))
        for master in composed.masters
    ]
    others = frozenset(course.assignments()) - {assignment}
    for other in sorted(others):
        sheets += _other_sheets(course.source / other)
    zone = times.zone_of(str(course.config.Exchange.get("timezone", "UTC")))
    return Known(assignment, others, tuple(sheets), roster, zone)


def _other_sheets(folder: Path) -> Iterator[Sheet]:
    for path in sorted(folder.glob("*.ipynb")):
        if (found := _read(path)) is not None:
            yield sheet_of_other(folder.name, path.stem, found)


def _read(path: Path) -> Notebook | None:
    """Return a notebook of the course, or None: another assignment's fault is not this call's."""
    try:
        return notebooks.read(path)
    except FileNotFoundError:
        return None
    except (OSError, NotebookUnreadable) as error:
        logger.warning("%s cannot be read: %s", path, error)
        return None


def _plan(course: Course, found: Attribution, known: Known) -> Plan:
    before: dict[str, Existing] = {}
    for student in found.students:
        try:
            before[student] = placing.existing(course, student, known.assignment)
        except StudentError as error:
            remedy = "remove the link, and collect again"
            shown = f"submitted/{names.printable(student)}"
            found.problems.append(Problem(shown, error.code, error.message, remedy, student))
            found.students[student] = HandIns(student)
    return plan(found, before, known.masters)


def _write(course: Course, decided: Plan, known: Known, spool: Spool) -> Plan:
    """Write student by student; one that cannot be written stops nobody else's."""
    placements: list[Placement] = []
    problems = list(decided.problems)
    for placement in decided.placements:
        try:
            placing.place(course, known.assignment, placement, spool.path)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            shown = f"submitted/{names.printable(placement.student)}"
            message, remedy = f"it cannot be written: {reason}", "mend that, and collect again"
            problems.append(Problem(shown, "file-system", message, remedy, placement.student))
            placement = replace(placement, state=State.NOTHING, needs_look=True)
        placements.append(placement)
    return replace(decided, placements=tuple(placements), problems=tuple(problems))
