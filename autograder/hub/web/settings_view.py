"""What the page of an assignment's settings shows: see `views` for what holds for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.hub.web.views import Moment


@dataclass(frozen=True)
class ExtensionRow:
    """Hold until when one student has more time; ``note`` says what to look at twice."""

    student: str
    until: Moment
    note: str = ""


@dataclass(frozen=True)
class SettingsPage:
    """Show an instructor what is set for an assignment, in forms.

    ``values`` and ``faults`` are by field: what it holds, times in UTC, and what is wrong with it.
    ``based`` tells one policy from another. ``names`` are those of whom it is known that
    they are students here. ``has_class``: there is a page of the class.
    """

    user: str
    course: str
    assignment: str
    values: Mapping[str, str]
    based: str
    policy: tuple[str, ...]
    opens: Moment | None = None
    due: Moment | None = None
    closes: Moment | None = None
    extensions: tuple[ExtensionRow, ...] = ()
    names: tuple[str, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    saved: str = ""
    is_released: bool = True
    has_class: bool = True
    title: str = ""
