"""The store as the service holds it: opened, brought up to date, claimed, closed."""

from typing import Self

from autograder.errors import OperatorError
from autograder.hub.store.assignments import Assignments
from autograder.hub.store.attempts import Attempts
from autograder.hub.store.claiming import Claim
from autograder.hub.store.database import Database
from autograder.hub.store.gradings import Gradings
from autograder.hub.store.migrating import bring_up

CLAIM_SECONDS = 2.0
"""How long to wait for a service that is just ending."""


class Store(Assignments, Attempts, Gradings):
    """Keep what the service must not lose. Threads may share it; methods wait for the disk.

    Every method raises OperatorError when the database cannot be used.
    """

    def __init__(self, url: str) -> None:
        """Open the database and make its tables, or bring them up to date.

        ``url`` is ``sqlite:////path/hub.db`` or ``postgresql+psycopg://user:password@server/name``.
        Raises OperatorError when that cannot be done, or a newer version of the code made them.
        """
        super().__init__(Database(url))
        self._claim = Claim(self._database)
        try:
            bring_up(self._database, self._claim)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let the claim go, and end all connections."""
        self._claim.release()
        self._database.close()

    def claim(self, wait_seconds: float = CLAIM_SECONDS) -> None:
        """Keep other services from this database until it is closed or the process ends.

        Raises OperatorError when one has it, and still has it after ``wait_seconds``.
        """
        self._claim.take(wait_seconds)

    def keeps_claim(self) -> bool:
        """Tell whether the claim, if there was one, stands; a lost one is taken again if it can be.

        Raises OperatorError when the database cannot be reached.
        """
        return self._claim.stands()

    def healthy(self) -> bool:
        """Tell whether the database answers, and the claim, if there was one, still stands."""
        try:
            self.last_change()
            return self._claim.stands()
        except OperatorError:
            return False
