"""Who the students of a course are, as the hub has them; nobody knows where the hub does not tell.

It tells whose role has ``read:groups`` for the students' group. The service works without.
"""

import json
import logging
import ssl
from time import monotonic
from typing import Any
from urllib.parse import quote

from jupyterhub.services.auth import HubOAuth
from jupyterhub.utils import make_ssl_context
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from autograder.hub.web.access import Groups

logger = logging.getLogger(__name__)

ASK_SECONDS = 5.0
"""How long a page waits for the hub, which may be away."""
AWAY_SECONDS = 10.0
"""How long a hub that was away is not asked again."""
_REFUSALS = (403, 404)


class Roster:
    """Ask the hub, and keep what it answers as long as it is kept who somebody is."""

    def __init__(self, hub_auth: HubOAuth, groups: Groups) -> None:
        """Take what knows where the hub is, and how the groups are called."""
        self._hub_auth, self._groups = hub_auth, groups
        self._kept: dict[str, tuple[float, tuple[str, ...] | None]] = {}

    async def students(self, course: str) -> tuple[str, ...] | None:
        """Return the names of a course's students; None when the hub does not tell."""
        until, names = self._kept.get(course, (0.0, None))
        if monotonic() < until:
            return names
        try:
            names = _names(await self._ask(self._groups.student.format(course=course)))
            seconds = float(self._hub_auth.cache_max_age) or float("inf")
        except (OSError, ValueError, HTTPClientError) as error:
            logger.warning("the hub does not say who is in a course: %s", error)
            names, seconds = None, AWAY_SECONDS
        self._kept[course] = (monotonic() + seconds, names)
        return names

    async def _ask(self, group: str) -> Any:
        """Return what the hub has of a group, None when we may not know or there is no such group.

        Raises OSError, ValueError or HTTPClientError when there is no such answer.
        """
        request = HTTPRequest(
            f"{self._hub_auth.api_url}/groups/{quote(group, safe='')}",
            headers={"Authorization": f"token {self._hub_auth.api_token}"},
            # The token is for the hub alone.
            follow_redirects=False,
            connect_timeout=ASK_SECONDS,
            request_timeout=ASK_SECONDS,
            ssl_options=self._certificates(),
        )
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        if answer.code in _REFUSALS:
            return None
        answer.rethrow()
        return json.loads(answer.body)

    def _certificates(self) -> ssl.SSLContext | None:
        """Return those with which the hub and its services know each other, None without any."""
        auth = self._hub_auth
        made: ssl.SSLContext | None = make_ssl_context(
            auth.keyfile, auth.certfile, cafile=auth.client_ca
        )
        return made


def _names(group: Any) -> tuple[str, ...] | None:
    """Return the members of a group; None when the hub leaves them out."""
    users = group.get("users") if isinstance(group, dict) else None
    if not isinstance(users, list):
        return None
    return tuple(sorted({each for each in users if isinstance(each, str)}))
