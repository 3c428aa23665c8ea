"""What the service says of itself in OpenAPI 3.1: each route, what it takes and what it answers.

Comes in: the addresses of the routes' table with whom each method lets in. What is asked and
answered stands here; a route that is in the table and not here is an error, and not left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.errors import InternalError
from autograder.hub.model import Role, State, When
from autograder.hub.web.access import Access

Json = dict[str, Any]

NAME_BYTES = 255
"""No file system keeps a longer name, so no part of an address is one."""

_JSON, _ZIP, _HTML = "application/json", "application/zip", "text/html"
_EVENTS, _TEXT, _CSV = "text/event-stream", "text/plain", "text/csv"

# ---- shapes


def _object(**properties: Json) -> Json:
    """Return the schema of an object that has these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(item: Json) -> Json:
    return {"type": "array", "items": item}


def _or_null(schema: Json) -> Json:
    return schema | {"type": [schema["type"], "null"]}


def _one_of(words: Any) -> Json:
    return {"type": "string", "enum": [word.value for word in words]}


def _shape(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


_STRING: Json = {"type": "string"}
_NAME: Json = {"type": "string", "minLength": 1}
_TIME: Json = {"type": "string", "format": "date-time"}
_SUM: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_BOOL: Json = {"type": "boolean"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_POINTS: Json = {"type": "number"}
_WHEN = _one_of(When)
_POLICY = _object(
    opens=_or_null(_TIME),
    due=_or_null(_TIME),
    closes=_or_null(_TIME),
    late_percent_per_day={"type": "number", "minimum": 0, "maximum": 100},
    attempts_per_day={"type": ["integer", "null"], "minimum": 1, "maximum": 1_000_000},
    score=_WHEN,
    messages=_WHEN,
    feedback=_WHEN,
)

_MARK: Json = {
    "notebook": _STRING,
    "grade_id": _STRING,
    "points": {"type": ["number", "null"], "minimum": 0},
    "extra_credit": {"type": ["number", "null"], "minimum": 0},
    "comment": _STRING,
}

_SHAPES: dict[str, Json] = {
    "Error": _object(error=_object(code=_NAME, message=_NAME)),
    "User": _object(name=_NAME, courses=_list_of(_object(course_id=_NAME, role=_one_of(Role)))),
    "Assignment": _object(
        course_id=_NAME,
        assignment_id=_NAME,
        version={"type": "integer", "minimum": 1},
        released_at=_TIME,
        sha256=_SUM,
        notebooks=_list_of(_NAME),
        opens=_or_null(_TIME),
        due=_or_null(_TIME),
        closes=_or_null(_TIME),
        is_open=_BOOL,
        why_not=_STRING,
        attempts_left=_or_null(_COUNT),
    ),
    "Assignments": _object(assignments=_list_of(_shape("Assignment"))),
    "Attempt": _object(
        attempt_id=_NAME,
        course_id=_NAME,
        assignment_id=_NAME,
        student_id=_NAME,
        number={"type": "integer", "minimum": 1},
        received_at=_TIME,
        timestamp={"type": "string", "pattern": r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} UTC$"},
        sha256=_SUM,
        bytes=_COUNT,
        notebooks=_list_of(_NAME),
        missing_notebooks=_list_of(_NAME),
        late=_BOOL,
        state=_one_of(State),
        points=_or_null(_POINTS),
        max_points=_or_null(_POINTS),
        feedback=_list_of(_object(notebook_id=_NAME, sha256=_SUM)),
        page=_NAME,
    ),
    "Attempts": _object(attempts=_list_of(_shape("Attempt"))),
    "Policy": _POLICY,
    # A key that is left out has its usual value.
    "PolicyOrder": _POLICY | {"required": []},
    "FeedbackOrder": _object(student=_or_null(_NAME)),
    "Marks": _object(
        cells=_list_of(_object(**_MARK, given_at=_TIME, given_by=_NAME)),
        state=_one_of(State),
        points=_or_null(_POINTS),
        max_points=_or_null(_POINTS),
    ),
    # Points, extra credit and comment may be left out; without all of them it takes back.
    "MarksOrder": _object(
        cells=_list_of(_object(**_MARK) | {"required": ["notebook", "grade_id"]})
    ),
    "Released": _object(released=_COUNT),
    "Until": _object(until=_TIME),
    "Nothing": _object(),
    "Health": _object(
        status={"type": "string", "enum": ["ok", "database"]}, waiting=_COUNT, running=_COUNT
    ),
    # This document itself.
    "Description": {"type": "object", "required": ["openapi", "info", "paths"]},
}

# ---- what is asked and answered


@dataclass(frozen=True)
class _Said:
    """Hold what one method of one route does.

    ``shape`` names the JSON that it answers; otherwise the answer is of a ``kind`` that is no JSON.
    ``takes`` is the shape of the JSON that it is sent, or the kind of another body. ``refuses`` are
    statuses of errors that follow from what was sent, and not from who asks.
    """

    summary: str
    shape: str = ""
    status: int = 200
    kind: str = _JSON
    takes: str = ""
    refuses: tuple[int, ...] = ()
    query: Mapping[str, Json] | None = None


_ASSIGNMENTS = "api/courses/{course}/assignments"
_ASSIGNMENT = f"{_ASSIGNMENTS}/{{assignment}}"
_ATTEMPT = "api/attempts/{attempt_id}"
_PAGE = "courses/{course}/{assignment}"
_ONE = {"type": "string", "enum": ["", "0", "1"]}
_LISTEN = "Tell of changes of attempts that the asker may see, as server-sent events"

_SAID: dict[str, _Said] = {
    "GET api/openapi.json": _Said("Describe all routes", "Description"),
    "GET api/user": _Said("Tell who asks, and the courses in which they have a role", "User"),
    f"GET {_ASSIGNMENTS}": _Said("List what is released and may be known of", "Assignments"),
    f"GET {_ASSIGNMENT}/release.zip": _Said("Give an assignment's files", kind=_ZIP),
    f"GET {_ASSIGNMENT}/attempts": _Said(
        "List the asker's own attempts; staff's list is of all, or of one student",
        "Attempts",
        query={"student": _STRING},
    ),
    f"POST {_ASSIGNMENT}/attempts": _Said(
        "Hand in; the answer is the receipt",
        "Attempt",
        status=201,
        takes=_ZIP,
        refuses=(413, 422, 429),
    ),
    f"GET {_ASSIGNMENT}/latest.json": _Said(
        "List each student's newest attempt, or the newest in time",
        "Attempts",
        query={"before_due": _ONE},
    ),
    f"GET {_ASSIGNMENT}/scores.csv": _Said("Give the scores of the class as a table", kind=_CSV),
    f"PUT {_ASSIGNMENT}/release": _Said(
        "Release masters and student files, in one zip with source/ and release/",
        "Assignment",
        status=201,
        takes=_ZIP,
        refuses=(409, 413, 422),
        query={"force": _ONE},
    ),
    f"DELETE {_ASSIGNMENT}/release": _Said("Withdraw an assignment; attempts stay", "Nothing"),
    f"PUT {_ASSIGNMENT}/feedback": _Said(
        "Release feedback to one student, or to all",
        "Released",
        takes="FeedbackOrder",
        refuses=(413,),
    ),
    f"GET {_ASSIGNMENT}/policy": _Said("Tell what holds for an assignment", "Policy"),
    f"PUT {_ASSIGNMENT}/policy": _Said(
        "Set what holds for an assignment", "Policy", takes="PolicyOrder", refuses=(413,)
    ),
    f"PUT {_ASSIGNMENT}/extensions/{{student}}": _Said(
        "Give a student more time", "Until", takes="Until", refuses=(413,)
    ),
    f"DELETE {_ASSIGNMENT}/extensions/{{student}}": _Said("Take it back", "Nothing"),
    f"GET {_ATTEMPT}": _Said("Tell where an attempt stands", "Attempt"),
    f"GET {_ATTEMPT}/submission.zip": _Said("Give back what was handed in", kind=_ZIP),
    f"GET {_ATTEMPT}/feedback/{{notebook}}.html": _Said("Give a feedback page", kind=_HTML),
    f"GET {_ATTEMPT}/marks": _Said("Tell what people gave an attempt by hand", "Marks"),
    f"PUT {_ATTEMPT}/marks": _Said(
        "Give points, extra credit and comments to cells; others stay as they are",
        "Marks",
        takes="MarksOrder",
        refuses=(409, 413),
    ),
    f"POST {_ATTEMPT}/regrade": _Said("Grade it again", "Attempt", status=202, refuses=(409,)),
    "GET events/{course}": _Said(_LISTEN, kind=_EVENTS, refuses=(429,)),
    "GET events/{course}/{assignment}": _Said(_LISTEN, kind=_EVENTS, refuses=(429,)),
    "GET ": _Said("Show the asker's courses", kind=_HTML),
    "GET courses/{course}": _Said("Show a course's assignments", kind=_HTML),
    f"GET {_PAGE}": _Said(
        "Show the asker's attempts, or the class", kind=_HTML, query={"show": _STRING}
    ),
    f"POST {_PAGE}/release-feedback": _Said("Release feedback to all", status=303, kind=_HTML),
    f"GET {_PAGE}/settings": _Said(
        "Show what is set for an assignment, in forms", kind=_HTML, query={"saved": _STRING}
    ),
    f"POST {_PAGE}/settings": _Said(
        "Save a form's policy or extension",
        status=303,
        kind=_HTML,
        refuses=(409,),
        query={"student": _STRING},
    ),
    f"GET {_PAGE}/students/{{student}}": _Said("Show one student's attempts", kind=_HTML),
    "GET attempts/{attempt_id}": _Said("Show an attempt", kind=_HTML),
    "GET attempts/{attempt_id}/marks": _Said(
        "Show what a person may give points to", kind=_HTML, refuses=(409,)
    ),
    "POST attempts/{attempt_id}/marks": _Said(
        "Give points by hand", status=303, kind=_HTML, refuses=(409, 413)
    ),
    "POST attempts/{attempt_id}/regrade": _Said(
        "Grade it again", status=303, kind=_HTML, refuses=(409,)
    ),
    "GET attempts/{attempt_id}/feedback/{notebook}.html": _Said("Show a feedback page", kind=_HTML),
    "GET health": _Said("Tell whether the service works", "Health"),
    "GET metrics": _Said("Tell Prometheus how things stand", kind=_TEXT),
}

# ---- the document


def document(routes: Mapping[str, Mapping[str, Access]], base: str) -> Json:
    """Return the document; ``routes`` say by address and method whom each lets in.

    ``base`` is the service's prefix and ends in a slash. Raises InternalError for a method of a
    route of which nothing is said.
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sealed Autograder in JupyterHub", "version": "1"},
        "servers": [{"url": base.rstrip("/") or "/"}],
        "paths": {f"/{address}": _path(address, routes[address]) for address in routes},
        "components": {
            "schemas": _SHAPES,
            "securitySchemes": {
                "token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "The word token, a space, and a token of the hub's",
                }
            },
        },
    }


def _path(address: str, methods: Mapping[str, Access]) -> Json:
    names = re.findall(r"\{(\w+)\}", address)
    schema = _NAME | {"maxLength": NAME_BYTES}
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": schema} for name in names
    ]
    operations = {
        method.lower(): _operation(method, address, access) for method, access in methods.items()
    }
    return ({"parameters": parameters} if parameters else {}) | operations


def _operation(method: str, address: str, access: Access) -> Json:
    said = _SAID.get(f"{method} {address}")
    if said is None:
        raise InternalError("hub-route-undescribed", f"nothing is said of {method} {address}")
    told: Json = {
        "summary": said.summary,
        "operationId": _identifier(method, address),
        "x-access": access.value,
        "security": [] if access is Access.PUBLIC else [{"token": []}],
        "responses": _responses(method, address, access, said),
    }
    if said.query:
        told["parameters"] = [
            {"name": name, "in": "query", "schema": schema} for name, schema in said.query.items()
        ]
    if said.takes:
        told["requestBody"] = {"required": True, "content": _body(said.takes)}
    return told


def _identifier(method: str, address: str) -> str:
    return re.sub(r"\W+", "-", f"{method.lower()}-{address or 'home'}").strip("-")


def _body(takes: str) -> Json:
    if takes in _SHAPES:
        return {_JSON: {"schema": _shape(takes)}}
    return {takes: {"schema": {"type": "string", "contentMediaType": takes}}}


def _responses(method: str, address: str, access: Access, said: _Said) -> Json:
    is_api = said.kind != _HTML or address.startswith("api/")
    good = _shape(said.shape) if said.shape else {}
    found = {said.status: _answer(said.summary, said.kind, good)}
    if said.shape == "Health":
        found[503] = _answer("The database does not answer", _JSON, good)
    if not is_api and method == "GET":
        found[302] = _answer("Whoever is not signed in is sent to the hub", _HTML, {})
    for status in (400, *_refused(address, access), *said.refuses):
        error = _shape("Error") if is_api else {}
        found[status] = _answer(_ERRORS[status], _JSON if is_api else _HTML, error)
    return {str(status): found[status] for status in sorted(found)}


def _refused(address: str, access: Access) -> tuple[int, ...]:
    """Return how a route says that it lets somebody not in."""
    if access is Access.PUBLIC:
        return ()
    return (403, 404) if "{" in address or access is Access.OPERATOR else (403,)


_ERRORS = {
    400: "What was sent cannot be understood",
    403: "The asker is not signed in, or may not do this",
    404: "There is nothing here, or nothing that the asker may know of",
    409: "It is not in the state for this",
    413: "What was sent is too large",
    422: "What was sent cannot be graded",
    429: "Too often, or too many at a time",
}


def _answer(description: str, kind: str, schema: Json) -> Json:
    return {"description": description, "content": {kind: {"schema": schema}}}
