"""nbgrader's own commands and buttons, sealed: ``from autograder.nbgrader import seal``.

Every nbgrader command runs the course's ``nbgrader_config.py``, and so does every verb of ours.
So this module imports nothing that costs time, and names classes by text.
"""

import importlib
from typing import Any

__all__ = ["seal"]

_MODULES = {
    **dict.fromkeys(("FeedbackExporter", "SealedExecute", "SealedExporter"), "conversion"),
    **dict.fromkeys(("HarmlessCopies", "HarmlessCsv"), "guarding"),
}


def seal(config: Any) -> None:
    """Let nbgrader's Autograde and Feedback run the sealed engine, in the course of ``config``.

    The formgrader's pages and the CSV export show students' work without anything that acts.
    ``config`` is what ``get_config()`` returns in ``nbgrader_config.py``.
    """
    config.Autograde.exporter_class = "autograder.nbgrader.SealedExporter"
    config.Autograde.autograde_preprocessors = ["autograder.nbgrader.SealedExecute"]
    config.GenerateFeedback.exporter_class = "autograder.nbgrader.FeedbackExporter"
    config.GenerateFeedback.preprocessors = []
    _show_harmless(config.HTMLExporter)
    # A course that exports in a way of its own has named it above.
    if "plugin_class" not in config.ExportApp:
        config.ExportApp.plugin_class = "autograder.nbgrader.HarmlessCsv"


def _show_harmless(section: Any) -> None:
    """Put ours behind the preprocessors of the formgrader's pages."""
    ours, found = "autograder.nbgrader.HarmlessCopies", section.get("preprocessors", [])
    if isinstance(found, list):
        section.preprocessors = [*found, ours]
    else:  # a file that wrote ``c.HTMLExporter.preprocessors.append(...)``
        found.append(ours)


def __getattr__(name: str) -> Any:
    """Find the classes that a configuration names, when nbgrader asks for one."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Late: they import nbgrader and nbconvert, which cost seconds.
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
