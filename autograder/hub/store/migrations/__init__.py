"""How the tables came to be, a step per module of ``versions``; alembic runs `env` for each."""
