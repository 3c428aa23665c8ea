"""The grading program's part: reach a Dask cluster, and let its workers run what was handed in.

Only this program writes results, so a worker that dies costs time and nothing else: Dask gives its
orders to another, and what a dead worker graded twice is recorded once.
"""

import logging
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, cast

from distributed import Client, Future, KilledWorker
from distributed.client import FutureCancelledError

from autograder import __version__
from autograder.assignment import Assignment, Master
from autograder.cluster import wire, worker
from autograder.cluster.worker import Site, Versions
from autograder.configuration import Course, Settings
from autograder.errors import InternalError, OperatorError
from autograder.execution.grading import Graded
from autograder.helper_files import HelperFile
from autograder.notebook import Notebook

logger = logging.getLogger(__name__)

CONNECTING_SECONDS = 30
"""How long to wait for the scheduler, and then for the first worker."""
WITHOUT_WORKERS_SECONDS = 60.0
"""How long orders wait when no worker is left: one that is started anew may be there by then."""
LOOKING_SECONDS = 5.0
"""How often to look whether there are workers."""
_LEAST_SLOTS = 64
"""So many orders are on their way at least: workers that join late find some waiting."""

_NO_WORKERS = "no-workers"
"""The reason for which orders are called off when nobody is there to do them."""

_PLAIN = ("dask", "msgpack")
"""How results may come: not pickled, so that a reply is text or nothing."""


class Cluster:
    """A cluster to grade on; use as a context manager.

    ``engine`` is what all its workers grade with, ``slots`` how many submissions are sent at a
    time: two for each thread of the workers, so that none waits for its next one.
    """

    def __init__(self, address: str, course: Course, *, unsafe_no_jail: bool = False) -> None:
        """Connect, and ask the workers what they grade with.

        Raises OperatorError when there is no scheduler or no worker, when a worker has no jail, or
        when workers differ in what they grade with.
        """
        self._unsafe = unsafe_no_jail
        self._client = _connected(address)
        try:
            self._versions = self._agreed(course.settings.jail)
        except BaseException:
            self._client.close()
            raise
        self.engine = self._versions["autograder"]
        threads = sum(self._client.nthreads().values())
        self.slots = max(_LEAST_SLOTS, 2 * threads)

    def __enter__(self) -> "Cluster":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the cluster."""
        self._client.close()

    def open(self, assignment: Assignment, settings: Settings) -> "Workers":
        """Return an engine whose zygotes live on the workers."""
        kit = wire.pack_kit(wire.kit_of(assignment, settings))
        site = Site(f"autograder-{uuid.uuid4()}", kit, self._versions, unsafe_no_jail=self._unsafe)
        return Workers(self._client, site)

    def _agreed(self, jail: str) -> Versions:
        try:
            self._client.wait_for_workers(1, timeout=CONNECTING_SECONDS)
        except TimeoutError:
            raise OperatorError(
                "cluster-without-workers", "the scheduler has no workers: start some"
            ) from None
        with _reached():
            found: dict[str, Versions] = self._client.run(worker.versions, jail, self._unsafe)
        first, wanted = next(iter(found.items()))
        for address, versions in found.items():
            if differing := {name for name in wanted if versions.get(name) != wanted[name]}:
                told = ", ".join(
                    f"{name} {versions.get(name)} and {wanted[name]}" for name in sorted(differing)
                )
                raise OperatorError(
                    "workers-differ",
                    f"the workers {address} and {first} would not grade alike: {told}; "
                    "install the same on all",
                )
        if wanted["autograder"].split()[0] != __version__:
            raise OperatorError(
                "workers-differ",
                f"the workers have autograder {wanted['autograder'].split()[0]}, and this program "
                f"is {__version__}: install the same on all",
            )
        if wanted["autograder"].endswith(" none") and not self._unsafe:
            raise OperatorError(
                "no-jail",
                "the workers offer no jail to grade in, so nothing is graded: "
                "`autograder doctor` says on each what is missing",
            )
        return wanted


class Workers:
    """Grade on the workers of a cluster; use as a context manager."""

    def __init__(self, client: Client, site: Site) -> None:
        """Take what the workers will need; nothing is sent yet."""
        self._client, self._site = client, site
        self._waiting: set[Future[Any]] = set()
        self._lock, self._over = threading.Lock(), threading.Event()
        self._watch = threading.Thread(target=self._watch_workers, name="workers", daemon=True)

    def __enter__(self) -> "Workers":
        """Send the assignment to all workers, those too that join later.

        Raises OperatorError when one is lost meanwhile.
        """
        with _reached():
            self._client.register_plugin(self._site, name=self._site.name)
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the zygotes; where the scheduler is gone, they end with their workers."""
        self._over.set()
        self._watch.join()
        if self._client.status != "running":
            return
        try:
            self._client.unregister_worker_plugin(self._site.name)
        except Exception as problem:
            # A worker was lost just now, say. All is graded, and zygotes without orders end.
            logger.warning("not every worker was told that grading is over: %r", problem)

    def grade(
        self, master: Master, notebook: Notebook, helper_files: tuple[HelperFile, ...]
    ) -> Graded:
        """Let a worker grade one notebook, and wait for it.

        Raises OperatorError when the cluster is lost, or has no worker for too long.
        """
        order = wire.pack_order(master, notebook, helper_files)
        # The same work may be asked for again: the key must not lead to an earlier reply.
        future = self._client.submit(worker.grade, self._site.name, order, pure=False)
        with self._lock:
            self._waiting.add(future)
        try:
            return wire.unpack_reply(_reply(future))
        finally:
            with self._lock:
                self._waiting.discard(future)

    def _watch_workers(self) -> None:
        """Call off what waits, whenever there was no worker for too long."""
        seen = time.monotonic()
        while not self._over.wait(LOOKING_SECONDS):
            if self._has_workers():
                seen = time.monotonic()
            elif time.monotonic() - seen > WITHOUT_WORKERS_SECONDS:
                self._call_off()

    # Where the scheduler is lost as well, Dask itself calls off what waits, and the client closes
    # at any time: then there is nothing left to look at, and nothing to do.

    def _has_workers(self) -> bool:
        with suppress(Exception):
            if self._client.status == "running":
                return bool(self._client.scheduler_info(n_workers=0)["n_workers"])
        return True

    def _call_off(self) -> None:
        with self._lock:
            waiting = list(self._waiting)
        with suppress(Exception):
            self._client.cancel(waiting, reason=_NO_WORKERS)


def _reply(future: "Future[Any]") -> str:
    """Return what a worker replies."""
    try:
        return cast(str, future.result())
    except KilledWorker as error:
        problem = f"several workers were lost while this ran: {error}"
        raise InternalError("workers-lost", problem) from None
    except Exception as error:
        if isinstance(error, FutureCancelledError) and error.reason == _NO_WORKERS:
            raise OperatorError(
                "cluster-has-no-workers",
                f"the cluster lost its workers, and had none for {WITHOUT_WORKERS_SECONDS:g} "
                "seconds: start some and grade again; what is graded stands, and is not run again",
            ) from None
        raise _lost(error) from None


@contextmanager
def _reached() -> Iterator[None]:
    """Name the operator's matter where a connection breaks."""
    try:
        yield
    except OSError as error:
        raise _lost(error) from None


def _lost(error: Exception) -> OperatorError:
    return OperatorError(
        "cluster-lost",
        f"the cluster is lost ({type(error).__name__}): start it and grade again; what is "
        "graded stands, and is not run again",
    )


def _connected(address: str) -> Client:
    try:
        return Client(address, timeout=CONNECTING_SECONDS, serializers=_PLAIN, deserializers=_PLAIN)
    except (OSError, TimeoutError, ValueError) as error:
        raise OperatorError(
            "cluster-missing", f"there is no scheduler at {address}: {error}"
        ) from None
