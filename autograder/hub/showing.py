"""What somebody is shown of an attempt now: by the policy, the hour, and who asks."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from autograder.hub import policies
from autograder.hub.model import Attempt, Policy, Role, State, When
from autograder.results import Result
from autograder.verdicts import Verdict

WITHHELD = {
    When.AFTER_DUE: "What failed is told after the deadline.",
    When.ON_RELEASE: "What failed is told when the feedback is released.",
    When.NEVER: "What failed is not told in this assignment.",
}
_ENDED = (State.GRADED, State.NEEDS_PERSON, State.REFUSED)


@dataclass(frozen=True)
class Shown:
    """Hold what may be seen of an attempt, and how late it is.

    ``penalty`` are points that are taken off. ``withheld`` says why no messages are shown; empty
    when they are.
    """

    score: bool
    messages: bool
    feedback: bool
    late: bool
    penalty: float
    withheld: str = ""


def shown(
    attempt: Attempt,
    policy: Policy,
    extension: datetime | None,
    *,
    role: Role,
    now: datetime,
    released: bool,
) -> Shown:
    """Return what may be seen; those who grade see all that there is."""

    def may(when: When) -> bool:
        return role is not Role.STUDENT or policies.may_see(
            when, policy=policy, extension=extension, now=now, released=released
        )

    done = attempt.state in _ENDED and attempt.evidence is not None
    messages = may(policy.messages)
    return Shown(
        score=done and attempt.points is not None and may(policy.score),
        messages=messages,
        feedback=done and attempt.state is not State.REFUSED and may(policy.feedback),
        late=policies.is_late(policy, extension, attempt.received_at),
        penalty=policies.penalty(policy, extension, attempt.received_at, attempt.points or 0.0),
        withheld="" if messages else WITHHELD[policy.messages],
    )


def without_messages(result: Result, withheld: str) -> Result:
    """Return a result that does not say what failed; ``withheld`` is said instead."""
    notebooks = tuple(
        dataclasses.replace(
            notebook,
            tests=tuple(
                dataclasses.replace(test, message=withheld)
                if test.verdict is not Verdict.PASSED and test.message
                else test
                for test in notebook.tests
            ),
        )
        for notebook in result.notebooks
    )
    return dataclasses.replace(result, notebooks=notebooks)
