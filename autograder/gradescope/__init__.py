"""Grading on Gradescope: one submission in its folders, by the engine, to its ``results.json``."""

from autograder.gradescope.running import grade_there

__all__ = ["grade_there"]
