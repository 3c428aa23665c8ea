"""The page that a student gets back: one plain HTML file per notebook."""

from autograder.feedback.page import render

__all__ = ["render"]
