"""The whole order of things: from masters to a release, from submissions to marks.

The only part that knows all the steps. The command line, and every other caller, goes through
here.
"""

from autograder.pipeline.building import build, compare
from autograder.pipeline.explaining import explain
from autograder.pipeline.grader import Grader, Grading, Settled, grade_class
from autograder.pipeline.pages import feedback
from autograder.pipeline.projecting import write_gradebook
from autograder.pipeline.tiers import choose_tier

__all__ = [
    "Grader",
    "Grading",
    "Settled",
    "build",
    "choose_tier",
    "compare",
    "explain",
    "feedback",
    "grade_class",
    "write_gradebook",
]
