"""A jupyter server with nbgrader's formgrader, on loopback, for one course."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from stock import environment

from autograder.configuration import Course

TOKEN = "of-this-test-only"  # noqa: S105  # it opens nothing else
START_SECONDS = 60.0
ANSWER_SECONDS = 120.0
NO_THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Formgrader:
    """Hold where the formgrader of a course is to be found."""

    address: str

    @property
    def door(self) -> str:
        """Return the address that lets a browser in; its cookie is for pages of all folders."""
        return f"{self.address}/login?token={TOKEN}"

    def page(self, path: str) -> str:
        """Return the address of a page."""
        return f"{self.address}/formgrader/{path}"

    def ask(self, path: str, method: str = "GET", **body: Any) -> Any:
        """Return what the formgrader's API says, as its buttons ask it."""
        request = urllib.request.Request(  # noqa: S310  # our own address
            f"{self.address}/formgrader/api/{path}",
            data=json.dumps(body).encode() if body or method != "GET" else None,
            headers={"Authorization": f"token {TOKEN}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            return json.loads(answer.read())


@contextmanager
def formgrader(course: Course) -> Iterator[Formgrader]:
    """Serve a course until the block ends; raise TimeoutError when the server does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    extension = {"nbgrader.server_extensions.formgrader": True}
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
    command += [f"--port={port}", f"--ServerApp.root_dir={course.root}"]
    command += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.jpserver_extensions={extension}"]
    # Nobody's settings: neither those of whoever runs the test, nor what other extensions bring.
    own = {"HOME": str(course.root), "JUPYTER_CONFIG_DIR": str(course.root / ".jupyter")}
    with (
        (course.root / "server.log").open("wb") as log,
        subprocess.Popen(
            command, cwd=course.root, env=environment() | NO_THREADS | own, stdout=log, stderr=log
        ) as server,
    ):
        try:
            _wait_for(port, server)
            yield Formgrader(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError("the jupyter server did not start") from None
            time.sleep(0.1)
