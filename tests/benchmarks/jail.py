"""What the jail takes of a notebook in which nothing runs: CPU seconds of both its processes."""

import dataclasses
import statistics
import time

from autograder.compiler.composition import compose
from autograder.configuration import Course
from autograder.execution.attempt import BOOT_SECONDS, Attempt, Rooms, Run, Usage
from autograder.execution.outputs import Outputs
from autograder.execution.pool import Pool
from autograder.jail.entry import Tier
from autograder.submission import Submission, take_in

TIMES = 15


def jail_seconds(course: Course, name: str, tier: Tier) -> dict[str, float]:
    """Return what each process takes more in the jail, by its role: the median of many.

    With and without it in turn, so that a busy machine slows both alike.
    """
    assignment = compose(course, name)
    master = assignment.masters[0]
    taken = dataclasses.replace(take_in(master, master.notebook), steps=(), warm=True)
    took: dict[Tier, list[dict[str, float]]] = {tier: [], Tier.NONE: []}
    with (
        Pool(assignment, course.settings, tier) as jailed,
        Pool(assignment, course.settings, Tier.NONE) as free,
    ):
        rooms = {tier: jailed.rooms(master, warm=True), Tier.NONE: free.rooms(master, warm=True)}
        for _ in range(TIMES):
            for each, found in took.items():
                found.append(_one(rooms[each], taken, course))
    return {role: _median(took[tier], role) - _median(took[Tier.NONE], role) for role in ROLES}


ROLES = ("student", "examiner")


def _one(rooms: Rooms, submission: Submission, course: Course) -> dict[str, float]:
    run, usage = Run(Outputs(course.settings.output_bytes)), Usage()
    deadline = time.monotonic() + BOOT_SECONDS
    Attempt(rooms, submission, course.settings, run, deadline, usage).make()
    return {role: ending.cpu_seconds for role, ending in usage.endings}


def _median(found: list[dict[str, float]], role: str) -> float:
    return statistics.median(each[role] for each in found)
