"""Where everything of a site lies: one folder, that nobody else may look into."""

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import OperatorError
from autograder.hub.model import Role

SERVICE = "autograder"
"""The service's name at the hub: it answers at ``/services/autograder/``."""
HARNESS = "harness"
"""The name under which whoever runs the site asks the hub's API."""

# A user's name becomes a folder's name and a part of addresses, as it is.
_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")


@dataclass(frozen=True)
class Layout:
    """Name the files and folders of a site."""

    folder: Path

    @property
    def configuration(self) -> Path:
        """Return JupyterHub's configuration file."""
        return self.folder / "jupyterhub_config.py"

    @property
    def service_configuration(self) -> Path:
        """Return the configuration file of the service."""
        return self.folder / "autograder_hub_config.py"

    @property
    def passwords(self) -> Path:
        """Return the file with a password for each user, as a JSON object."""
        return self.folder / "passwords.json"

    @property
    def harness_token(self) -> Path:
        """Return the file with the token of whoever runs the site."""
        return self.folder / "harness.token"

    @property
    def log(self) -> Path:
        """Return what the hub, the proxy, the service and the users' servers print."""
        return self.folder / "hub.log"

    @property
    def hub(self) -> Path:
        """Return the folder of the hub's own files: its database, its secrets."""
        return self.folder / "hub"

    @property
    def service(self) -> Path:
        """Return the folder in which the service runs and keeps what it is told to keep."""
        return self.folder / "service"

    def home(self, user: str) -> Path:
        """Return a user's home folder."""
        return self.folder / "homes" / user


@dataclass(frozen=True)
class Ports:
    """Hold the ports of a site, all on loopback: browsers use the public one only."""

    public: int
    hub: int
    proxy: int
    service: int


def checked_users(users: dict[str, Role]) -> dict[str, Role]:
    """Return a copy; raise OperatorError when a name cannot be a folder's name."""
    for name in users:
        if not _NAME.fullmatch(name):
            raise OperatorError(
                "site-user-name",
                f"{name!r} cannot be a user of this hub: take a letter, then letters, digits and "
                "hyphens, all small, at most 31",
            )
    return dict(users)


def group(role: Role, course: str) -> str:
    """Return the group of the hub whose members have this role in the course."""
    stems = {Role.STUDENT: "nbgrader", Role.GRADER: "formgrade", Role.INSTRUCTOR: "instructor"}
    return f"{stems[role]}-{course}"
