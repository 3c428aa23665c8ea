"""What a case is: how a student's work differs from the release, and what it must score."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from autograder.verdicts import Verdict

SEED_LINE = re.compile(r"^([ \t]*SEED = )\d+[ \t]*$", re.MULTILINE)
"""The line of a cell that sets the seed of what is random in it."""


class Kind(StrEnum):
    """Name what a case is; the folder that it lies in says so."""

    WHEAT = "wheats"
    CHAFF = "chaffs"
    ATTACK = "attacks"


class Action(StrEnum):
    """Name what a cell of a case does to the release."""

    REPLACE = "replace"
    DELETE = "delete"
    COPY = "copy"
    TAG = "tag"
    METADATA = "metadata"
    CELL_ID = "cell-id"
    RETYPE = "retype"
    MOVE = "move"
    NOTEBOOK = "notebook"
    INSERT_BEFORE = "insert-before"
    INSERT_AFTER = "insert-after"
    RAW = "raw"


@dataclass(frozen=True)
class Edit:
    """Hold one change to the release: what, at which cell, with which text."""

    action: Action
    grade_id: str
    text: str


@dataclass(frozen=True)
class Case:
    """Hold one case.

    ``points`` are what its test cells earn where that is not their full worth, on other data than
    the assignment's own ``points_elsewhere`` where these are given; ``verdicts`` what
    becomes of them, where the case says so; ``refused`` that the file cannot be graded at all;
    ``is_long`` that grading it takes more than about 20 CPU seconds. ``shows`` are texts that its
    outputs must hold, ``raises`` parts of the names of errors with which its own cells may end,
    ``noticed`` the codes of what must be listed for the instructor, and ``for_peers`` tells
    whether other graders can be tried with it.
    """

    name: str
    kind: Kind
    notebook: str
    title: str
    exercise: str
    points: Mapping[str, float]
    verdicts: Mapping[str, Verdict]
    refused: bool
    edits: tuple[Edit, ...]
    is_long: bool = False
    shows: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()
    for_peers: bool = True
    points_elsewhere: Mapping[str, float] | None = None

    def earns(self, grade_id: str, *, elsewhere: bool) -> float | None:
        """Return the points of a test cell that does not get its full worth, else None.

        ``elsewhere`` asks for data that is not the assignment's own.
        """
        other = self.points_elsewhere if elsewhere else None
        return (self.points if other is None else other).get(grade_id)

    @property
    def is_seeded(self) -> bool:
        """Tell whether a line of its cells sets the seed of what is random in them."""
        return any(SEED_LINE.search(edit.text) for edit in self.edits)

    def covers(self, exercise: str) -> bool:
        """Tell whether a master's exercise, named by its heading, is this case's."""
        return re.match(rf"{re.escape(self.exercise)}(\W|$)", exercise) is not None
