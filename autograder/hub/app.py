"""``autograder hub`` as a traitlets application, configured as JupyterHub itself is."""

import asyncio
import logging
import os
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubOAuth
from traitlets import Dict, Float, Int, Unicode, default
from traitlets.config import Application, catch_config_error

from autograder.errors import OperatorError
from autograder.hub import configuration, logs
from autograder.hub.backup import back_up
from autograder.hub.packing import Limits
from autograder.hub.restoring import refuse_unfinished, restore
from autograder.hub.server import Options, serve
from autograder.hub.web.access import Groups

CONFIG = "autograder_hub_config.py"
_DEFAULTS = Groups()


class HubApp(Application):
    """Keep attempts, grade them as they come in, and show scores."""

    name = "autograder hub"
    description = __doc__ or ""
    aliases = {  # noqa: RUF012
        "config": "HubApp.config_file",
        "log-level": "HubApp.log_level",
        "backup": "HubApp.backup_folder",
        "restore": "HubApp.restore_folder",
    }
    flags = {  # noqa: RUF012
        "generate-config": (
            {"HubApp": {"generates_config": 1}},
            "print a configuration file with every key, and end",
        )
    }
    classes = [HubOAuth]  # noqa: RUF012
    raise_config_file_errors = True

    config_file = Unicode(CONFIG, help="The configuration file.").tag(config=True)
    generates_config = Int(0).tag(config=True)
    backup_folder = Unicode(
        help="Copy all that the service has into this folder, and end; the service may run."
    ).tag(config=True)
    restore_folder = Unicode(
        help="Write the backup in this folder into an empty data folder and database, and end."
    ).tag(config=True)
    courses = Dict(
        value_trait=Unicode(),
        key_trait=Unicode(),
        help="The course folders, by the name that the hub's groups have for each course.",
    ).tag(config=True)
    data_folder = Unicode(
        "autograder-hub",
        help="The folder of the service's own: attempts, the database, a secret. Nobody else's.",
    ).tag(config=True)
    database_url = Unicode(
        help="Where the database is; an SQLite file in the data folder unless set. "
        "postgresql+psycopg://USER:PASSWORD@HOST/NAME for PostgreSQL."
    ).tag(config=True)
    slots = Int(
        help="How many attempts are graded at a time; as many as the machine has cores unless set."
    ).tag(config=True)
    scheduler = Unicode(
        help="A Dask cluster to grade on: its scheduler, tcp://HOST:PORT. Unset: this machine."
    ).tag(config=True)
    student_group = Unicode(_DEFAULTS.student, help="The hub's group of a course's students.").tag(
        config=True
    )
    grader_group = Unicode(
        _DEFAULTS.grader, help="The hub's group of those who grade in a course."
    ).tag(config=True)
    instructor_group = Unicode(
        _DEFAULTS.instructor, help="The hub's group of those who teach a course."
    ).tag(config=True)
    # No more: whoever packs it on the user's side, and whoever grades it, take no more either.
    archive_megabytes = Float(
        20.0, min=0.1, max=20.0, help="How large an attempt may be, packed; 20 at most."
    ).tag(config=True)

    @default("log_level")
    def _usual(self) -> int:
        return logging.INFO

    @default("slots")
    def _cores(self) -> int:
        return os.cpu_count() or 1

    @default("database_url")
    def _sqlite(self) -> str:
        return f"sqlite:///{Path(self.data_folder).resolve() / 'hub.db'}"

    @catch_config_error
    def initialize(self, argv: list[str] | None = None) -> None:
        """Read the command line and the configuration file."""
        super().initialize(argv)
        if self.generates_config:
            return
        if self.extra_args:
            raise OperatorError("hub-configuration", f"{self.extra_args[0]} is no option")
        file = Path(self.config_file)
        if self.config_file != CONFIG or file.exists():
            configuration.load(self, file)
        configuration.refuse_unknown(self.config, (HubApp, *self.classes))

    def start(self) -> None:
        """Run until a signal arrives; raises OperatorError when it cannot."""
        if self.generates_config:
            print(self.generate_config_file())
            return
        if self.backup_folder or self.restore_folder:
            print(self._backed_up() if self.backup_folder else self._restored())
            return
        refuse_unfinished(Path(self.data_folder).resolve())
        logs.begin(cast("int | str", self.log_level), self.log)
        asyncio.run(serve(self.options(), self.hub_auth()))

    def _backed_up(self) -> str:
        if self.restore_folder:
            raise OperatorError("hub-backup-or-restore", "name one of --backup and --restore")
        folder = Path(self.backup_folder).resolve()
        made = back_up(Path(self.data_folder).resolve(), self.database_url, folder)
        return f"{made.attempts} attempts are in {folder}: {made.files} files, {made.new_files} new"

    def _restored(self) -> str:
        data = Path(self.data_folder).resolve()
        made = restore(Path(self.restore_folder).resolve(), data, self.database_url)
        return f"{made.attempts} attempts are in {data} again: {made.files} files"

    def hub_auth(self) -> HubOAuth:
        """Return what asks the hub; the hub's environment variables say where it is.

        Raises OperatorError when they are not there.
        """
        auth = HubOAuth.instance(parent=self)
        if not auth.api_token or not os.environ.get("JUPYTERHUB_SERVICE_PREFIX"):
            raise OperatorError(
                "hub-missing",
                "JUPYTERHUB_API_TOKEN and JUPYTERHUB_SERVICE_PREFIX are not set: let JupyterHub "
                "start this service, or set what it would set",
            )
        return auth

    def options(self) -> Options:
        """Return what was set; raises OperatorError when it cannot be run with."""
        if not self.courses:
            raise OperatorError(
                "hub-without-courses",
                'no course is set: c.HubApp.courses = {"name": "/folder/of/the/course"}',
            )
        address = urlsplit(os.environ.get("JUPYTERHUB_SERVICE_URL") or "http://127.0.0.1:8222")
        return Options(
            courses={name: Path(folder) for name, folder in self.courses.items()},
            data=Path(self.data_folder).resolve(),
            database_url=self.database_url,
            slots=self.slots,
            groups=Groups(self.student_group, self.grader_group, self.instructor_group),
            limits=Limits(archive_bytes=int(self.archive_megabytes * 2**20)),
            address=address.hostname or "127.0.0.1",
            port=address.port or 80,
            scheduler=self.scheduler,
        )


def main(argv: list[str]) -> None:
    """Run the application; raises OperatorError when it cannot be run so."""
    app: Any = HubApp()
    app.initialize(argv)
    app.start()
