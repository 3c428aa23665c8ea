"""Carry Matplotlib figures and axes across the wall as plain descriptions."""

from autograder.answers.figures.describing import describe
from autograder.answers.figures.rebuilding import rebuild

__all__ = ["describe", "rebuild"]
