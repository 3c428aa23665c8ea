"""Each hidden test taken out, one at a time, to see which chaffs earn points that they must not."""

from collections.abc import Iterator, Mapping, Sequence

from autograder.verify.ground import Ground
from autograder.verify.hidden import without
from autograder.verify.outcome import HiddenTest, Trial
from autograder.verify.running import Progress, Runner


def missed(
    ground: Ground,
    runner: Runner,
    proven_by: Mapping[HiddenTest, Sequence[Trial]],
    progress: Progress = lambda count: None,
) -> Iterator[HiddenTest]:
    """Yield the hidden tests without which a chaff earns other points, on the ground's data.

    ``proven_by`` has the chaffs that failed at each one there: no other could tell.
    """
    for hidden, chaffs in proven_by.items():
        if any(_earns_more(ground, runner, hidden, chaff) for chaff in chaffs):
            yield hidden
        progress(1)


def _earns_more(ground: Ground, runner: Runner, hidden: HiddenTest, chaff: Trial) -> bool:
    """Tell whether a chaff earns other points in that test cell when the hidden test is gone."""
    changed = without(ground.master(hidden.notebook), hidden)
    test = next(test for test in changed.tests if test.grade_id == hidden.grade_id)
    elsewhere = ground.data.path is not None
    less = chaff.case.earns(test.grade_id, elsewhere=elsewhere) if chaff.case else None
    expected = test.points if less is None else less
    return runner.points(changed, chaff)[test.grade_id] != expected
