"""A fuzzer asks the service for all that its own description names, as everybody.

No answer is a server's error, none is other than described, and no student gets a hidden test, a
solution or another's work.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
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
from autograder.errors import InternalError
from autograder.hub.model import Attempt, State, When
from autograder.hub.web import schema
from autograder.hub.web.access import Access
from autograder.hub.web.routes import ROUTES

MARK = {"ann": "ann-5f21", "bob": "bob-8e33"}
ANSWERS = {"ann": f"{RIGHT}  # {MARK['ann']}", "bob": f"{WRONG}  # {MARK['bob']}"}
STAFF = ("grace", "ines")
EXAMPLES = {"": 2, "mallory": 2, "ann": 7, "bob": 3, "grace": 5, "ines": 9}
"""So many requests of these for each method of each route."""
PROVEN_EXAMPLES = 300
"""So many for each method of each route, by all of them in turns."""
ANSWERED = {
    "": {200, 302, 403},
    "mallory": {200, 404},
    "ann": {200, 201, 403},
    "grace": {200, 201, 403},
    "ines": {200, 201, 303},
}
"""Among others: that the questions were good ones."""
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


TIMES = ["2026-12-24T18:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
WORDS = st.sampled_from([*TIMES, *When, "ann", ""]) | st.text(max_size=9)
NUMBERS = st.integers(-(10**20), 10**20) | st.floats() | st.sampled_from([1, 50, 100])
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=4,
)


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

    def ordinary(self, operation: schemathesis.APIOperation) -> schemathesis.Case:
        """Return the question that an honest program asks."""
        course = self.running.course
        bodies = {
            "attempts": handed_in(course, RIGHT),
            "release": packed(release_files(course)),
            "feedback": {"student": None},
            "policy": {"attempts_per_day": 9},
            "{student}": {"until": "2026-12-24T18:00:00+01:00"},
        }
        body = bodies.get(operation.path.rpartition("/")[2]) if operation.body else None
        query = {"force": "1"} if "force" in operation.query else {}
        parts = {each.name: self.part(each.name)[0] for each in operation.path_parameters}
        more = {"body": body, "media_type": operation.body[0].media_type} if body else {}
        return operation.Case(path_parameters=parts, query=query, **more)

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


def release_files(course: Course) -> dict[str, bytes]:
    return {
        f"{top}/{path.name}": path.read_bytes()
        for top, folder in (("source", course.source), ("release", course.release))
        for path in (folder / NAME).iterdir()
    }


def archives(course: Course) -> st.SearchStrategy[bytes]:
    """Return archives of attempts and of releases, whole, changed and cut, and other bytes."""
    files = release_files(course)
    whole = st.sampled_from([handed_in(course, RIGHT), packed(files), packed({})])
    names = st.sampled_from([f"{NOTEBOOK}.ipynb", *files]) | st.text(max_size=20)
    contents = st.binary(max_size=50) | JSON.map(json.dumps).map(str.encode)
    made = st.dictionaries(names, contents, max_size=4)
    other = st.dictionaries(st.sampled_from(sorted(files)), contents, min_size=1, max_size=1)
    nearly = other.map(lambda more: files | more)
    cut = st.builds(_changed, whole, st.integers(0), st.binary(max_size=8))
    return whole | made.map(_packed) | nearly.map(_packed) | cut


def _packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            # A member's name ends with its first NUL, and cannot be empty.
            shown = name.encode("utf-8", "replace").decode().partition("\0")[0]
            archive.writestr(shown or "a", content)
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


def ask(known: Known, token: str, case: schemathesis.Case, parts: dict[str, str]) -> int:
    """Ask one thing, look at the answer and return its status; ``parts`` are names in its address.

    What those who teach see is left alone: a master has what it has.
    """
    case.path_parameters |= parts
    # The fuzzer's own, which is nobody's.
    case.headers.pop("Authorization", None)
    headers = {"Authorization": f"token {token}"} if token else {}
    answer = case.call(known.running.url.rstrip("/"), known.session, headers)
    case.validate_response(answer, checks=CHECKS)
    if token not in STAFF:
        hidden = {HIDDEN, SOLUTION, *MARK.values()} - {MARK.get(token)}
        content = unpacked(answer.content)
        assert [word for word in hidden if word.encode() in content] == []
    return answer.status_code


def operations(known: Known) -> Iterator[schemathesis.APIOperation]:
    """Give each method of each route whose answer ends."""
    for found in known.description.get_all_operations():
        if not found.ok().path.startswith("/events/"):
            yield found.ok()


def parts_of(known: Known, operation: schemathesis.APIOperation) -> st.SearchStrategy[dict]:
    """Return names of what there is, for most parts of an operation's address."""
    found = {}
    for each in operation.path_parameters:
        there = st.sampled_from(known.part(each.name)).map(lambda name: [name])
        found[each.name] = st.one_of(there, there, there, st.just([]))
    return st.fixed_dictionaries(found).map(
        lambda parts: {name: part[0] for name, part in parts.items() if part}
    )


def bodies_of(operation: schemathesis.APIOperation) -> st.SearchStrategy[Any]:
    """Return JSON with the keys that are expected and values that are not; None for other bodies.

    The fuzzer's own wrong bodies are seldom wrong in one place only.
    """
    if not operation.body or operation.body[0].media_type != "application/json":
        return st.none()
    known = st.sampled_from(sorted(operation.body[0].definition["schema"]["properties"]))
    keys = known | WORDS
    told = st.dictionaries(keys, JSON, min_size=1, max_size=3) | JSON
    return st.none() | told.map(json.dumps).map(str.encode)


def fuzz(known: Known, tokens: list[str], operation: schemathesis.APIOperation, **more: Any) -> int:
    """Ask for one thing in many ways; returns how often that was."""
    asked = 0
    modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
    parts, bodies = parts_of(known, operation), bodies_of(operation)

    @settings(
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        **more,
    )
    @given(data=st.data())
    def once(data: st.DataObject) -> None:
        nonlocal asked
        asked += 1
        mode = data.draw(st.sampled_from(modes))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if (body := data.draw(bodies)) is not None:
            case.body, case.media_type = body, "application/json"
        ask(known, data.draw(st.sampled_from(tokens)), case, data.draw(parts))

    once()
    return asked


# ---- the description


def test_each_method_of_each_route_is_described() -> None:
    found = schema.document({route.address: route.access for route in ROUTES}, "/services/a/")
    described = {
        (path.removeprefix("/"), method.upper(), said["x-access"])
        for path, methods in found["paths"].items()
        for method, said in methods.items()
        if method != "parameters"
    }
    assert described == {
        (route.address, method, access.value)
        for route in ROUTES
        for method, access in route.access.items()
    }


def test_a_route_that_nothing_is_said_of_is_an_error() -> None:
    with pytest.raises(InternalError, match="GET api/forgotten"):
        schema.document({"api/forgotten": {"GET": Access.MEMBER}}, "/services/a/")


def test_the_description_is_valid_openapi(known: Known) -> None:
    known.description.validate()


@pytest.mark.parametrize("token", ANSWERED)
def test_what_is_answered_to_an_ordinary_question_is_as_described(known: Known, token: str) -> None:
    statuses = set()
    for operation in operations(known):
        statuses.add(ask(known, token, known.ordinary(operation), {}))
        if token in STAFF and operation.method.upper() != "GET":
            known.restore()
    assert statuses >= ANSWERED[token]


# ---- the fuzzer


@pytest.mark.parametrize("token", EXAMPLES)
def test_nothing_that_is_asked_fails_the_service_or_tells_what_may_not_be_known(
    known: Known, token: str
) -> None:
    for operation in operations(known):
        if token in STAFF and operation.method.upper() != "GET":
            known.restore()
        fuzz(known, [token], operation, max_examples=EXAMPLES[token], derandomize=True)


@pytest.mark.prove
def test_thousands_of_questions_by_all_at_once_fail_nothing(known: Known) -> None:
    asked = 0
    for operation in operations(known):
        known.restore()
        most = "ann" if operation.method.upper() == "GET" else "ines"
        tokens = [*EXAMPLES, *([most] * len(EXAMPLES))]
        asked += fuzz(known, tokens, operation, max_examples=PROVEN_EXAMPLES)
    assert asked > 5_000
