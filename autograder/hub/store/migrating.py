"""The tables brought up to what this version of the code expects, in one transaction."""

import threading

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from autograder.errors import OperatorError
from autograder.hub.store.claiming import Claim
from autograder.hub.store.database import Database

VERSION_TABLE = "autograder_version"
"""Not alembic's usual name: the hub or a gradebook may share the server's database."""

# What runs a migration is global in alembic.
_ALEMBIC = threading.Lock()


def bring_up(database: Database, claim: Claim) -> None:
    """Make the tables, or change them to what the code expects; a crash leaves them as they were.

    Raises OperatorError when a newer version of the code made them, or when they would have to be
    changed while a service uses them.
    """
    config = Config()
    config.set_main_option("script_location", "autograder.hub.store:migrations")
    scripts = ScriptDirectory.from_config(config)
    head = scripts.get_current_head()
    with database.writing() as db:
        version = _version(db)
        if version == head:
            return
        known = {each.revision for each in scripts.walk_revisions()}
        if version is not None and version not in known:
            raise _newer(database, version)
        claim.take(wait_seconds=0)
        try:
            _upgrade(config, db)
        finally:
            claim.release()


def _version(db: Connection) -> str | None:
    context = MigrationContext.configure(db, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def _upgrade(config: Config, db: Connection) -> None:
    with _ALEMBIC:
        config.attributes["connection"] = db
        command.upgrade(config, "head")


def _newer(database: Database, version: str) -> OperatorError:
    return OperatorError(
        "hub-database-newer",
        f"the service's database {database.shown} was made by a newer version of the autograder "
        f"({version}): install that version again. Nothing was changed.",
    )
