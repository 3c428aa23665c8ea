"""nbgrader's gradebook, written from results: what the formgrader and ``nbgrader export`` read."""

from autograder.gradebook.adding import add
from autograder.gradebook.additions import Additions
from autograder.gradebook.projection import project, rebuild
from autograder.gradebook.reading import capture, projected, read_back

__all__ = ["Additions", "add", "capture", "project", "projected", "read_back", "rebuild"]
