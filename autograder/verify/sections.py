"""What is told of one verification: the proof, and the sections that other parts add to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.verify.judging import Verified
from autograder.verify.outcome import Trial


@dataclass(frozen=True)
class Section:
    """Hold one more part of what is told: a table for people, and its facts for programs.

    ``key`` names it in JSON and on the page. ``intro`` is a sentence or two above the table,
    ``rows`` have a text for each of ``head``, the first of which names the row. With ``wrong`` a
    line for each thing that is not as it should be, the assignment is not proven.
    """

    key: str
    title: str
    intro: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    wrong: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """Hold what is told of one assignment; ``cases`` is the folder of its cases, as text."""

    verified: Verified
    sections: tuple[Section, ...] = ()
    cases: str = "tests"

    @property
    def is_proven(self) -> bool:
        """Tell whether everything is as it should be, in the sections too."""
        return self.verified.is_proven and not any(each.wrong for each in self.sections)

    def file(self, trial: Trial) -> str:
        """Return the file of what is tried, or its title where it has none of its own."""
        case = trial.case
        if case is None:
            return f"{trial.notebook}: {trial.title}"
        return f"{self.cases}/{case.kind}/{self.verified.assignment}/{case.notebook}/{case.name}.py"
