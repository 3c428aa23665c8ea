"""nbgrader's gradebook, written from results: what the formgrader and ``nbgrader export`` read."""

from autograder.gradebook.projection import project, rebuild

__all__ = ["project", "rebuild"]
