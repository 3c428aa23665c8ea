"""What alembic runs to migrate, by the name that it looks for: in the transaction of the caller."""

from alembic import context

from autograder.hub.store.migrating import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
