"""When a result may stand, and when a new one changes a score that nobody asked to change."""

from autograder.assignment import Assignment
from autograder.results import Result


def follows_from_the_same(result: Result, other: Result) -> bool:
    """Tell whether two results follow from the same work, masters, data, settings and engine."""
    return dict(result.hashes) == dict(other.hashes) and result.engine == other.engine


def changes_silently(before: Result, after: Result) -> bool:
    """Tell whether a score would change although the student handed in nothing new.

    What had no score before, because the autograder was not sure or failed, may get one.
    """
    if before.hashes.get("submission") != after.hashes.get("submission"):
        return False
    old, new = _scores(before), _scores(after)
    decided = {key: score for key, score in old.items() if score[0] is not None}
    return any(new.get(key) != score for key, score in decided.items()) or bool(
        new.keys() - old.keys()
    )


def has_tests_of(result: Result, assignment: Assignment) -> bool:
    """Tell whether a result is of the assignment's present tests, in the notebooks that it has."""
    judged = {notebook.name for notebook in result.notebooks}
    wanted = {
        (master.name, test.grade_id): test.points
        for master in assignment.masters
        for test in master.tests
        if master.name in judged
    }
    return {key: worth for key, (_, worth) in _scores(result).items()} == wanted


def _scores(result: Result) -> dict[tuple[str, str], tuple[float | None, float]]:
    return {
        (notebook.name, test.grade_id): (test.points, test.max_points)
        for notebook in result.notebooks
        for test in notebook.tests
    }
