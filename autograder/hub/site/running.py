"""A JupyterHub on loopback with the service in it, from start to stop."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from autograder.errors import OperatorError
from autograder.hub.model import Role
from autograder.hub.site.layout import SERVICE, Layout, checked_users
from autograder.hub.site.ports import LOOPBACK, free_ports
from autograder.hub.site.writing import (
    ACCESS,
    LEARN,
    TEACH,
    Plan,
    read_passwords,
    write_hub_configuration,
    write_site,
)

START_SECONDS = 120.0
ANSWER_SECONDS = 60.0
STOP_SECONDS = 40.0
COMMAND_SECONDS = 600.0
POLL_SECONDS = 0.2
_TAIL_LINES = 30
_KEPT = ("LANG", "LC_ALL", "TZ", "PYTHONPATH", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Server:
    """Hold a user's running server.

    ``address`` ends in a slash. ``token`` is the server's own ``$JUPYTERHUB_API_TOKEN``, which
    opens the server too. ``environment`` is all that its programs see.
    """

    user: str
    address: str
    token: str
    environment: Mapping[str, str]
    home: Path


class Site:
    """Run a hub in a folder of its own, as a context manager or by ``start`` and ``stop``."""

    def __init__(
        self,
        folder: Path,
        users: Mapping[str, Role],
        course_id: str,
        course_folder: Path,
        *,
        settings: Mapping[str, Any] | None = None,
        service_command: Sequence[str] | None = None,
        hub_python: str = sys.executable,
    ) -> None:
        """Plan a site; nothing is written yet.

        ``course_folder`` appears in the homes of staff, under the course's name. ``settings`` are
        keys of the service's configuration, like ``slots``. ``service_command`` takes the place of
        ``autograder hub``. ``hub_python`` runs JupyterHub; the users' servers run by the Python
        that runs this. Raises OperatorError when a user's name cannot be a folder's.
        """
        self.layout = Layout(folder.resolve())
        self._plan = Plan(
            self.layout,
            checked_users(dict(users)),
            course_id,
            course_folder,
            settings or {},
            service_command or self._own_command(),
        )
        self._hub_python = hub_python
        self._keeper: subprocess.Popen[bytes] | None = None
        self.url = ""

    def _own_command(self) -> list[str]:
        configuration = str(self.layout.service_configuration)
        return [sys.executable, "-m", "autograder", "hub", "--config", configuration]

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    # ---- start and stop

    def write(self) -> None:
        """Write the folder and choose ports; ``start`` does it too."""
        write_site(self._plan)
        ports = free_ports()
        write_hub_configuration(self._plan, ports)
        self.url = f"http://{LOOPBACK}:{ports.public}/"

    def start(self) -> None:
        """Start everything and wait until the hub and the service answer.

        Raises OperatorError, with the end of the log, when they do not within two minutes.
        """
        self.write()
        command = [self._hub_python, "-m", "jupyterhub", "-f", str(self.layout.configuration)]
        keeper = [sys.executable, "-m", "autograder.hub.site.keeper", str(os.getpid())]
        with self.layout.log.open("ab") as log:
            # A session of its own: Ctrl-C is for whoever started the site, and that one says stop.
            self._keeper = subprocess.Popen(
                keeper + command,
                cwd=self.layout.hub,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait_until_answering()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End all processes of the site; does nothing when there are none."""
        if self._keeper is None:
            return
        with self._keeper as keeper:
            if keeper.poll() is None:
                keeper.send_signal(signal.SIGTERM)
            keeper.wait(STOP_SECONDS)
        self._keeper = None

    def _environment(self) -> dict[str, str]:
        """Return what the hub sees: nobody's settings, the programs of this environment first."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {"PATH": path, "HOME": str(self.layout.hub), **kept}

    def _wait_until_answering(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        for path in ("hub/api/", f"services/{SERVICE}/health"):
            while not self._answers(path):
                if self._keeper is None or self._keeper.poll() is not None:
                    raise self._did_not_start("ended at once")
                if time.monotonic() > deadline:
                    raise self._did_not_start(f"did not answer at /{path}")
                time.sleep(POLL_SECONDS)

    def _answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url + path, timeout=ANSWER_SECONDS):  # noqa: S310
                return True
        except OSError:  # HTTPError is one
            return False

    def _did_not_start(self, how: str) -> OperatorError:
        tail = "\n".join(self.logs.splitlines()[-_TAIL_LINES:])
        return OperatorError("site-did-not-start", f"JupyterHub {how}. Its log ends:\n{tail}")

    # ---- while it runs

    @property
    def logs(self) -> str:
        """Return what everything in the site has printed."""
        return self.layout.log.read_text(encoding="utf-8", errors="replace")

    @property
    def passwords(self) -> dict[str, str]:
        """Return the password of each user."""
        return read_passwords(self.layout)

    @property
    def service_url(self) -> str:
        """Return the service's address, as browsers and nbgrader see it."""
        return f"{self.url}services/{SERVICE}/"

    def api(self, path: str, method: str = "GET", **body: Any) -> Any:
        """Return what the hub's API answers to whoever runs the site; raises HTTPError."""
        token = self.layout.harness_token.read_text(encoding="utf-8").strip()
        request = urllib.request.Request(  # noqa: S310  # our own address
            f"{self.url}hub/api/{path}",
            data=json.dumps(body).encode() if body or method in ("POST", "PUT") else None,
            headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None

    def token_for(self, user: str, scopes: Sequence[str]) -> str:
        """Return a token of a user that is good for these scopes and for asking the service.

        Raises HTTPError 400 when the user does not have them all.
        """
        wanted = sorted({ACCESS, *scopes})
        made = self.api(f"users/{user}/tokens", "POST", note="made by the site", scopes=wanted)
        return str(made["token"])

    def run_as(
        self, user: str, *command: str, folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a Python program, like ``nbgrader list``, as a user would in their own server.

        ``folder`` is where, the user's home unless given.
        """
        scopes = {LEARN, *(() if self._plan.users[user] is Role.STUDENT else (TEACH,))}
        home = self.layout.home(user)
        own = {
            "HOME": str(home),
            "JUPYTERHUB_USER": user,
            "JUPYTERHUB_API_TOKEN": self.token_for(user, sorted(scopes)),
            "JUPYTER_PREFER_ENV_PATH": "0",
            "AUTOGRADER_HUB_URL": self.service_url,
        }
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=folder or home,
            env=self._environment() | own,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )

    def start_server(self, user: str) -> Server:
        """Start a user's server unless it runs, and wait until it answers; raises OperatorError."""
        if not self._server_model(user):
            self.api(f"users/{user}/server", "POST")
        deadline = time.monotonic() + START_SECONDS
        while not (model := self._server_model(user)).get("ready"):
            if time.monotonic() > deadline or not model:
                raise OperatorError("site-server-did-not-start", f"the server of {user} is not up")
            time.sleep(POLL_SECONDS)
        found = _environment_of(model["state"]["pid"])
        address = self.url + model["url"].removeprefix("/")
        token = found["JUPYTERHUB_API_TOKEN"]
        return Server(user, address, token, found, self.layout.home(user))

    def stop_server(self, user: str) -> None:
        """Stop a user's server, if it runs, and wait until it has ended."""
        if self._server_model(user):
            self.api(f"users/{user}/server", "DELETE")
        while self._server_model(user):
            time.sleep(POLL_SECONDS)

    def service_process(self) -> int:
        """Return the number of the service's process."""
        return int(self.api(f"services/{SERVICE}")["pid"])

    def _server_model(self, user: str) -> dict[str, Any]:
        found: dict[str, Any] = self.api(f"users/{user}").get("servers", {}).get("", {})
        return found


def _environment_of(process: int) -> dict[str, str]:
    """Return the environment with which a process of ours was started."""
    lines = os.fsdecode(Path(f"/proc/{process}/environ").read_bytes()).split("\0")
    return dict(line.split("=", 1) for line in lines if "=" in line)
