"""What a notebook's grading showed that is odd, for the instructor: gathered, and put into words.

It comes from the examiner, from outputs that hold a piece of a decoy, and from how the student
process ended. Whatever the student wrote in it is made printable here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.execution.decoys import Decoy, is_shown
from autograder.execution.outputs import Outputs
from autograder.plain_text import plain
from autograder.results import Noticed
from autograder.submission import Kind, Step

MOST_NOTICED = 20
TEXT_CHARACTERS = 300

INNOCENT = {
    "answer-changed": "a thread that still runs may do that",
    "function-differs": (
        "it may be honest where it keeps a state of its own, or reads what a later cell changed"
    ),
    "decoy-used": "there is hardly an innocent way to it",
    "frame-broken": "nothing that Python does by itself makes one",
    "process-ended": "a library may end the process when it has no memory left",
}
"""For each code, what may do that innocently."""


class AskedAway(Exception):
    """Say that a student process did not survive being asked something once more."""


@dataclass
class Oddities:
    """Gather what is odd in one notebook, over all attempts at it; the same thing counts once.

    ``is_asking`` tells whether student processes are asked once more what tests asked of them.
    """

    found: dict[Noticed, None] = field(default_factory=dict)
    is_asking: bool = True

    def add(self, code: str, step: Step, text: str) -> None:
        """Note something at a step."""
        if len(self.found) < MOST_NOTICED:
            where = step.test.grade_id if step.test else f"cell {step.position + 1}"
            said = plain(f"{where}: {text}".replace("\n", " "))[:TEXT_CHARACTERS]
            self.found.setdefault(Noticed(code, f"{said}; {INNOCENT[code]}"))

    def add_all(self, told: Iterable[Sequence[object]], steps: Sequence[Step]) -> None:
        """Note what the examiner told, by the number of the step."""
        for code, at, text in told:
            self.add(str(code), steps[int(str(at))], str(text))

    def search(self, decoy: Decoy, outputs: Outputs, steps: Iterable[Step]) -> None:
        """Note each cell whose outputs hold a piece of the decoy."""
        for step in steps:
            if step.kind is not Kind.TEST and is_shown(decoy.texts, outputs.of(step.position)):
                self.add("decoy-used", step, "its output holds a piece of a decoy")
