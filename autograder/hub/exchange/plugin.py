"""What all plugins have in common: their settings, the service, and how errors are told.

nbgrader makes a plugin for each thing that it does and calls `start`. It expects ExchangeError for
whatever goes wrong, with the reason in the log. The hub's token says who the user is: neither the
UNIX user nor a shared folder matters here.
"""

import contextlib
import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NoReturn

from nbgrader.exchange.abc import Exchange, ExchangeError
from nbgrader.utils import ignore_patterns
from traitlets import Bool, Float, Unicode, default

from autograder.errors import AutograderError
from autograder.hub.exchange import facts
from autograder.hub.exchange.client import Client
from autograder.hub.exchange.facts import Offer, Receipt, Self
from autograder.hub.packing import Skip

URL_VARIABLE = "AUTOGRADER_HUB_URL"
TOKEN_VARIABLE = "JUPYTERHUB_API_TOKEN"  # noqa: S105  # the name of a variable
FEEDBACK = "feedback"
NOTEBOOK = ".ipynb"


class HubExchange(Exchange):  # type: ignore[misc]  # nbgrader has no types
    """Exchange assignments with the autograder's service on a JupyterHub."""

    service_url = Unicode(
        help="The address of the autograder's service, as this server reaches it; "
        f"{URL_VARIABLE} in the environment unless it is set."
    ).tag(config=True)
    token = Unicode(
        help="The token that says to the service who the user is; "
        f"{TOKEN_VARIABLE} in the environment, which the hub gives, unless it is set."
    ).tag(config=True)
    timeout = Float(
        30.0, min=0.1, help="How many seconds to wait for the service when it says nothing."
    ).tag(config=True)
    path_includes_course = Bool(
        False,
        help="Whether assignments lie in a folder of their course, as ./course/assignment, "
        "and not in ./assignment.",
    ).tag(config=True)

    @default("service_url")
    def _service_url_default(self) -> str:
        return os.environ.get(URL_VARIABLE, "")

    @default("token")
    def _token_default(self) -> str:
        return os.environ.get(TOKEN_VARIABLE, "")

    # ---- what nbgrader calls

    def start(self) -> object:
        """Do what the plugin is for; raises ExchangeError."""
        with self.telling():
            return super().start()

    def init_src(self) -> None:
        """Find where it comes from."""

    def init_dest(self) -> None:
        """Find where it goes."""

    def copy_files(self) -> None:
        """Do it."""

    # ---- errors

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what we raise into what nbgrader expects, with the reason in the log."""
        try:
            yield
        except AutograderError as error:
            self.fail(error.message)
        except OSError as error:
            self.fail(f"{error.filename or 'a file'}: {os.strerror(error.errno or 0)}")

    def fail(self, msg: str) -> NoReturn:
        """Log why, and raise ExchangeError without the errors that led to it."""
        self.log.fatal(msg)
        raise ExchangeError(msg) from None

    # ---- the service

    @cached_property
    def service(self) -> Client:
        """Return what asks the service; fails when it is not said where that is."""
        if not self.service_url:
            self.fail(
                "It is not set where the autograder's service is: those who run the hub set "
                f"{URL_VARIABLE} in the environment, or c.HubExchange.service_url in "
                "nbgrader_config.py"
            )
        if not self.token:
            self.fail(
                f"{TOKEN_VARIABLE} is not in the environment: this is no server of a JupyterHub. "
                "A token made on the hub's page can be set as c.HubExchange.token"
            )
        return Client(self.service_url.strip(), self.token.strip(), self.timeout)

    @cached_property
    def user(self) -> Self:
        """Return who the service takes the user for."""
        return facts.self_of(self.service.read("api", "user"))

    def offers(self, course: str) -> tuple[Offer, ...]:
        """Return what is released in a course, as far as the user may know."""
        return facts.offers_of(self.service.read("api", "courses", course, "assignments"))

    def receipts(self, course: str, assignment: str, student: str = "") -> tuple[Receipt, ...]:
        """Return attempts, oldest first: the user's own unless staff ask for others."""
        query = {"student": student} if student else None
        path = ("api", "courses", course, "assignments", assignment, "attempts")
        return facts.receipts_of(self.service.read(*path, query=query))

    def own_receipts(self, course: str, assignment: str) -> tuple[Receipt, ...]:
        """Return the user's own attempts, also where the user could see all."""
        student = self.user.name if self.user.is_staff(course) else ""
        return self.receipts(course, assignment, student)

    # ---- names and places

    def need_course(self) -> str:
        """Return the course; fails when none is named."""
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        return str(self.coursedir.course_id)

    def need_assignment(self) -> str:
        """Return the assignment; fails when none is named."""
        if not self.coursedir.assignment_id:
            self.fail("No assignment specified.")
        return str(self.coursedir.assignment_id)

    def place(self, course: str, assignment: str) -> Path:
        """Return where the user works on an assignment."""
        below = Path(course, assignment) if self.path_includes_course else Path(assignment)
        return Path(os.path.abspath(self.assignment_dir)) / below

    def feedback_file(self, receipt: Receipt, notebook: str) -> Path:
        """Return where the feedback page of one notebook lies once it is fetched."""
        folder = self.place(receipt.course, receipt.assignment) / FEEDBACK / receipt.timestamp
        return folder / f"{notebook}.html"

    def one_student(self) -> str:
        """Return the student that is asked for, or nothing when it is all of them."""
        wanted = str(self.coursedir.student_id or "*")
        return "" if wanted == "*" else wanted

    def skipping(self, folder: Path) -> Skip:
        """Return what the course leaves out of copies, by name and by size."""
        ignored = ignore_patterns(
            exclude=self.coursedir.ignore,
            include=self.coursedir.include,
            max_file_size=self.coursedir.max_file_size,
            log=self.log,
        )

        def skip(path: PurePosixPath) -> bool:
            return bool(ignored(str(folder / path.parent), [path.name]))

        return skip


def fits(name: str, pattern: str) -> bool:
    """Tell whether a name is asked for; nothing asks for all, as nbgrader's patterns do."""
    return fnmatchcase(name, pattern or "*")
