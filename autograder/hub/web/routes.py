"""Every route of the service: its address, what answers, and whom each method lets in.

Tests try each of them with every role, from this table: what is not in it does not exist.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.hub.web import api, marks, operating, people, schema, scores, settings
from autograder.hub.web.access import Access
from autograder.hub.web.handler import Handler

_COURSE = "api/courses/{course}/assignments"
_ASSIGNMENT = f"{_COURSE}/{{assignment}}"
_ATTEMPT = "api/attempts/{attempt_id}"


@dataclass(frozen=True)
class Route:
    """Hold one address below the service's prefix; a name in braces stands for one part of it."""

    address: str
    handler: type[Handler]
    access: Mapping[str, Access]

    @property
    def pattern(self) -> str:
        """Return the address as a regular expression with named groups."""
        parts = re.split(r"\{(\w+)\}", self.address)
        return "".join(
            f"(?P<{part}>[^/]+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
        )


class Description(Handler):
    """Tell programs of all routes."""

    def get(self) -> None:
        """Answer with an OpenAPI document."""
        routes = {route.address: route.access for route in ROUTES}
        self.write_json(schema.document(routes, self.base))


ROUTES = (
    Route("api/openapi.json", Description, {"GET": Access.SIGNED_IN}),
    Route("api/user", api.User, {"GET": Access.SIGNED_IN}),
    Route(_COURSE, api.Assignments, {"GET": Access.MEMBER}),
    Route(f"{_ASSIGNMENT}/release.zip", api.ReleaseArchive, {"GET": Access.MEMBER}),
    Route(f"{_ASSIGNMENT}/attempts", api.Attempts, {"GET": Access.MEMBER, "POST": Access.MEMBER}),
    Route(f"{_ASSIGNMENT}/latest.json", api.Latest, {"GET": Access.STAFF}),
    Route(f"{_ASSIGNMENT}/scores.csv", scores.Scores, {"GET": Access.STAFF}),
    Route(
        f"{_ASSIGNMENT}/release",
        api.ReleaseAssignment,
        {"PUT": Access.INSTRUCTOR, "DELETE": Access.INSTRUCTOR},
    ),
    Route(f"{_ASSIGNMENT}/feedback", api.ReleaseFeedback, {"PUT": Access.INSTRUCTOR}),
    Route(f"{_ASSIGNMENT}/policy", api.PolicyOf, {"GET": Access.STAFF, "PUT": Access.INSTRUCTOR}),
    Route(
        f"{_ASSIGNMENT}/extensions/{{student}}",
        api.Extension,
        {"PUT": Access.INSTRUCTOR, "DELETE": Access.INSTRUCTOR},
    ),
    Route(_ATTEMPT, api.OneAttempt, {"GET": Access.OWNER}),
    Route(f"{_ATTEMPT}/submission.zip", api.Submission, {"GET": Access.OWNER}),
    Route(f"{_ATTEMPT}/feedback/{{notebook}}.html", api.Feedback, {"GET": Access.OWNER}),
    Route(f"{_ATTEMPT}/marks", marks.Marks, {"GET": Access.STAFF, "PUT": Access.STAFF}),
    Route(f"{_ATTEMPT}/regrade", api.Regrade, {"POST": Access.STAFF}),
    Route("events/{course}", people.LiveUpdates, {"GET": Access.MEMBER}),
    Route("events/{course}/{assignment}", people.LiveUpdates, {"GET": Access.MEMBER}),
    Route("", people.HomePage, {"GET": Access.SIGNED_IN}),
    Route("courses/{course}", people.CoursePages, {"GET": Access.MEMBER}),
    Route("courses/{course}/{assignment}", people.AssignmentPages, {"GET": Access.MEMBER}),
    Route(
        "courses/{course}/{assignment}/release-feedback",
        people.ReleaseFeedbackForm,
        {"POST": Access.INSTRUCTOR},
    ),
    Route(
        "courses/{course}/{assignment}/settings",
        settings.SettingsPages,
        {"GET": Access.INSTRUCTOR, "POST": Access.INSTRUCTOR},
    ),
    Route(
        "courses/{course}/{assignment}/students/{student}",
        people.StudentPages,
        {"GET": Access.STAFF},
    ),
    Route("attempts/{attempt_id}", people.AttemptPages, {"GET": Access.OWNER}),
    Route("attempts/{attempt_id}/marks", marks.Pages, {"GET": Access.STAFF, "POST": Access.STAFF}),
    Route("attempts/{attempt_id}/regrade", people.RegradeForm, {"POST": Access.STAFF}),
    Route(
        "attempts/{attempt_id}/feedback/{notebook}.html",
        people.FeedbackPages,
        {"GET": Access.OWNER},
    ),
    Route("health", operating.Health, {"GET": Access.PUBLIC}),
    Route("metrics", operating.Metrics, {"GET": Access.OPERATOR}),
)
