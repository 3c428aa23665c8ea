"""The late policy of a service, as a plugin for nbgrader: percents of the score for each day."""

from nbgrader.plugins import BasePlugin
from traitlets import Float

from autograder.gradebook.lateness import percent_off


class PercentPerDay(BasePlugin):  # type: ignore[misc]  # nbgrader has no annotations
    """Take percents of the score off for each 24 hours begun, at most all of it."""

    percent = Float(0.0, help="percent of the score for each 24 hours begun").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float:
        """Return the points to take off."""
        return percent_off(score, self.percent, total_seconds_late)
