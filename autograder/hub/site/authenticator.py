"""Log in at a site's hub: each user has a password, and nobody else can be anybody.

JupyterHub loads this by its name; the site's configuration of JupyterHub says where the file is.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from jupyterhub.auth import Authenticator
from traitlets import Unicode


class PasswordFile(Authenticator):  # type: ignore[misc]  # its base class has no types
    """Let in who knows the password that a file has for the name.

    For a demonstration on loopback: the passwords are random, and stand in the file as they are.
    """

    path = Unicode(help="A JSON object: a password for each name.").tag(config=True)

    async def authenticate(self, handler: Any, data: dict[str, str]) -> str | None:
        """Return the name when the password is its own, else None."""
        known: dict[str, str] = json.loads(Path(self.path).read_text(encoding="utf-8"))
        # For a name that nobody has, a password that nobody has.
        expected = known.get(data["username"], secrets.token_urlsafe())
        right = secrets.compare_digest(data["password"].encode(), expected.encode())
        return data["username"] if right else None
