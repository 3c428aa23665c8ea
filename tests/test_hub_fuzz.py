"""A fuzzer asks the service for all that its own description names, as everybody.

No answer is a server's error, none is other than described, and no student gets a hidden test, a
solution or another's work.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import requests
import schemathesis
from hub_course import (
    COURSE,
    HIDDEN,
    NAME,
    NOTEBOOK,
    RIGHT,
    SOLUTION,
    WRONG,
    Running,
    handed_in,
    packed,
    service,
    write_course,
)
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from autograder.configuration import Course
from autograder.hub.model import Attempt, Policy, State
from autograder.hub.web import schema
from autograder.hub.web.routes import ROUTES

import collections; STAT=collections.Counter()
MARK = {"ann": "ann-5f21", "bob": "bob-8e33"}
ANSWERS = {"ann": f"{RIGHT}  # {MARK['ann']}", "bob": f"{WRONG}  # {MARK['bob']}"}
TOKENS = ("", "mallory", "ann", "bob", "grace", "ines")
STAFF = ("grace", "ines")
EXAMPLES, PROVEN_EXAMPLES = 10, 120
"""So many for each method of each route and each of these tokens."""
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@dataclass(frozen=True)
class Known:
    """A service with a graded attempt each of ann's and bob's, and its own description."""

    running: Running
    attempts: dict[str, Attempt]
    description: schemathesis.BaseSchema
    session: requests.Session

    def part(self, name: str) -> list[str]:
        """Return what there is of the names that stand for parts of an address."""
        return {
            "course": [COURSE],
            "assignment": [NAME],
            "notebook": [NOTEBOOK],
            "student": list(self.attempts),
            "attempt_id": [each.attempt_id for each in self.attempts.values()],
        }[name]

    def restore(self) -> None:
        """Put back what an instructor or a grader may have changed."""
        service = self.running.site.service
        service.release_from_folder(COURSE, NAME, "ines")
        service.set_policy(COURSE, NAME, b"{}", "ines")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    root = tmp_path_factory.mktemp("fuzz")
    course = write_course(root / "course")
    with service(course, root / "data") as running, requests.Session() as session:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        attempts = {}
        for student, answer in ANSWERS.items():
            client = running.client(student)
            told = client.finished(client.hand_in(handed_in(course, answer)).json()["attempt_id"])
            assert told["state"] == "graded"
            attempts[student] = running.site.service.store.attempt(told["attempt_id"])
        grade_by_hand(running, attempts)
        schemathesis.openapi.media_type("application/zip", archives(course))
        description = running.client("ines").get("api/openapi.json").json()
        yield Known(running, attempts, schemathesis.openapi.from_dict(description), session)


def grade_by_hand(running: Running, attempts: dict[str, Attempt]) -> None:
    """From now on give every attempt the result of its student's first, which takes no time."""
    store, events = running.site.service.store, running.site.events

    def submit(attempt: Attempt, *, accept: bool = False) -> None:
        first = attempts.get(attempt.student, attempts["bob"])
        assert store.begin(attempt.attempt_id) is not None
        finished = store.finish(
            attempt.attempt_id,
            state=State.GRADED,
            at=first.graded_at,
            points=first.points,
            max_points=first.max_points,
            evidence=first.evidence,
            problem="",
        )
        events.tell(finished)

    running.site.dispatcher.submit = submit


def archives(course: Course) -> st.SearchStrategy[bytes]:
    """Return archives of attempts and of releases, whole, changed and cut, and other bytes."""
    files = {
        f"{top}/{path.name}": path.read_bytes()
        for top, folder in (("source", course.source), ("release", course.release))
        for path in (folder / NAME).iterdir()
    }
    whole = st.sampled_from([handed_in(course, RIGHT), packed(files), packed({})])
    names = st.sampled_from([f"{NOTEBOOK}.ipynb", *files]) | st.text(max_size=20)
    made = st.dictionaries(names, st.binary(max_size=50), max_size=4).map(_packed)
    return whole | made | st.builds(_changed, whole, st.integers(0), st.binary(max_size=8))


def _packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.encode("utf-8", "replace").decode() or "a", content)
    return held.getvalue()


def _changed(content: bytes, at: int, new: bytes) -> bytes:
    at %= len(content)
    return content[:at] + new + content[at + 2 * len(new) :]


def unpacked(content: bytes) -> bytes:
    """Return what is in an archive, or the content itself."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def ask(known: Known, token: str, case: schemathesis.Case, parts: dict[str, str]) -> None:
    """Ask one thing, and look at the answer; ``parts`` are names of what there is."""
    case.path_parameters |= parts
    headers = {"Authorization": f"token {token}"} if token else {}
    answer = case.call(known.running.url.rstrip("/"), known.session, headers)
    STAT[(token,case.method,case.path,answer.status_code)]+=1
    case.validate_response(answer, checks=CHECKS)
    if token not in ("grace", "ines"):
        hidden = {HIDDEN, SOLUTION, *MARK.values()} - {MARK.get(token)}
        content = unpacked(answer.content)
        assert [word for word in hidden if word.encode() in content] == []


def fuzz(known: Known, token: str, examples: int, **more: Any) -> int:
    """Ask for everything; returns how many requests that were."""
    asked = 0
    for result in known.description.get_all_operations():
        operation = result.ok()
        if operation.path.startswith("/events/"):
            continue  # does not end; see test_hub_hostile
        if token in STAFF and operation.method.upper() != "GET":
            known.restore()
        there = st.fixed_dictionaries(
            {}, optional={each.name: st.sampled_from(known.part(each.name)) for each in operation.path_parameters}
        )
        modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]

        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            **more,
        )
        @given(data=st.data())
        def once(data: st.DataObject) -> None:
            nonlocal asked
            mode = data.draw(st.sampled_from(modes))
            case = data.draw(operation.as_strategy(generation_mode=mode))
            ask(known, token, case, data.draw(there))
            asked += 1

        once()
    return asked


@pytest.mark.parametrize("token", TOKENS)
def test_nothing_that_is_asked_fails_the_service_or_tells_what_may_not_be_known(
    known: Known, token: str
) -> None:
    asked = fuzz(known, token, EXAMPLES, derandomize=True)
    print(asked)
    for k,v in sorted(STAT.items()):
        if k[0]==token: print(k,v)
