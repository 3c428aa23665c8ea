"""nbgrader's own commands and buttons, sealed: ``from autograder.nbgrader import seal``.

Every nbgrader command runs the course's ``nbgrader_config.py``, and so does every verb of ours.
So this module imports nothing that costs time, and names classes by text.
"""

from typing import Any

__all__ = ["seal"]

_CLASSES = ("FeedbackExporter", "SealedExecute", "SealedExporter")


def seal(config: Any) -> None:
    """Let nbgrader's Autograde and Feedback run the sealed engine, in the course of ``config``.

    ``config`` is what ``get_config()`` returns in ``nbgrader_config.py``.
    """
    config.Autograde.exporter_class = "autograder.nbgrader.SealedExporter"
    config.Autograde.autograde_preprocessors = ["autograder.nbgrader.SealedExecute"]
    config.GenerateFeedback.exporter_class = "autograder.nbgrader.FeedbackExporter"
    config.GenerateFeedback.preprocessors = []


def __getattr__(name: str) -> Any:
    """Find the classes that a configuration names, when nbgrader asks for one."""
    if name not in _CLASSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Late: they import nbgrader and nbconvert, which cost seconds.
    from autograder.nbgrader import conversion

    return getattr(conversion, name)
