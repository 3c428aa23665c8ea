"""All rows of the service's tables from one database into another, and the blobs that they name."""

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, delete, func, insert, select

from autograder.hub.store.migrating import VERSION_TABLE
from autograder.hub.store.tables import attempts, changes, gradings, metadata, releases

_BATCH = 1_000
_BLOBS = (attempts.c.sha256, attempts.c.evidence, gradings.c.evidence, releases.c.sha256)
_BEGUN_EMPTY = tuple(table for table in metadata.tables.values() if table is not changes)


def version(db: Connection) -> str | None:
    """Return which version of the tables is there, or None where there are none."""
    context = MigrationContext.configure(db, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def is_new(db: Connection) -> bool:
    """Tell whether the tables hold what those of a new database do, and no more."""
    filled = (db.execute(select(table).limit(1)).first() for table in _BEGUN_EMPTY)
    return not any(filled) and not db.scalar(select(changes.c.value))


def copy(source: Connection, target: Connection) -> int:
    """Copy all rows into new tables; return how many attempts are among them."""
    target.execute(delete(changes))
    for table in metadata.sorted_tables:
        found = source.execute(select(table).execution_options(yield_per=_BATCH))
        for rows in found.partitions():
            target.execute(insert(table), [dict(row._mapping) for row in rows])
    _count_on(target)
    return target.scalar(select(func.count()).select_from(attempts)) or 0


def blobs(db: Connection) -> frozenset[str]:
    """Return the names of all blobs that the rows name."""
    named = (select(column).where(column.is_not(None)).distinct() for column in _BLOBS)
    return frozenset(name for statement in named for name in db.scalars(statement))


def _count_on(db: Connection) -> None:
    """Let the numbers that a PostgreSQL server gives begin after those that were copied."""
    if db.dialect.name != "postgresql":
        return
    for table in metadata.tables.values():
        if (column := table.autoincrement_column) is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            last = select(func.coalesce(func.max(column), 0)).scalar_subquery()
            db.execute(select(func.setval(sequence, last + 1, False)))
