"""The program that grades one course's attempts: orders come in by a socket, replies go out by it.

    python -m autograder.hub.grading.worker DESCRIPTOR SETTINGS

It ends when the service closes the socket, or dies. What runs then has a few seconds to come to its
end; its result then stands, though nobody hears of it, and it need not run again.
"""

import fcntl
import json
import logging
import os
import queue
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from autograder import results
from autograder.configuration import Course, open_course
from autograder.errors import AutograderError, InternalError, OperatorError
from autograder.feedback.page import render
from autograder.hub.blobs import Blobs
from autograder.hub.grading import evidence, orders
from autograder.hub.grading.bookkeeping import Bookkeeper
from autograder.hub.grading.evidence import Evidence
from autograder.hub.grading.handing_in import hand_in
from autograder.hub.grading.keeping import Graders
from autograder.hub.grading.orders import Order, Reply, Task
from autograder.hub.model import A_PERSON_JUDGES, State
from autograder.hub.packing import unpack
from autograder.pipeline import Grader, Settled, records
from autograder.pipeline.machines import Machines, ThisMachine
from autograder.results import Result

logger = logging.getLogger(__name__)

PROJECTING_SECONDS = 2.0
"""How often new results are written into the gradebook: a student sees a score before."""
ENDING_SECONDS = 8.0
"""How long work may go on once the service closed the channel; a hub kills a service after 15."""
MOST_TRIES = 3
"""How often an attempt is tried for which the autograder itself fails."""
LOCK = ".autograder-hub.lock"
"""A file in the course's folder, held by the process that grades there: never two at a time."""
LOCK_SECONDS = 20.0
"""How long to wait for it: the process before ends sooner, if it is a service's."""
_PAUSE_SECONDS = 0.05
_AT_ONCE = frozenset({Task.WARM_UP, Task.ADD})
"""What is noted as soon as it is read, so that the last word counts."""

_STATES = {
    results.State.GRADED: State.GRADED,
    results.State.NEEDS_INSTRUCTOR: State.NEEDS_PERSON,
    results.State.REFUSED: State.REFUSED,
}


@dataclass(frozen=True)
class Settings:
    """Hold what a grading process is told: two folders, and how many attempts run at a time.

    ``scheduler`` is the address of a Dask cluster; empty for this machine.
    """

    course: str
    data: str
    slots: int
    scheduler: str = ""


class Worker:
    """Grade what is ordered, in as many threads as there are slots."""

    def __init__(self, settings: Settings, channel: socket.socket) -> None:
        """Open the course; raises OperatorError when its configuration cannot be read."""
        self._settings, self._channel = settings, channel
        self._course = open_course(Path(settings.course))
        self._blobs = Blobs(Path(settings.data) / "blobs")
        self._books = Bookkeeper(self._course)
        self._graders = Graders(self._open, self._books)
        self._cold: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._machines: Machines | None = None
        self._connected = ExitStack()
        self._connecting = threading.Lock()
        self._sending = threading.Lock()
        self._over = threading.Event()

    def run(self) -> None:
        """Serve until the service closes the channel."""
        projecting = threading.Thread(target=self._project, name="gradebook")
        projecting.start()
        # It ends with the process: what starts for nobody is not waited for.
        threading.Thread(target=self._warm_up, name="warming", daemon=True).start()
        self._say(orders.READY)
        # One at least: a service that grades nothing for now still releases.
        with ThreadPoolExecutor(max(1, self._settings.slots), "slot") as slots:
            for line in _lines(self._channel):
                order = orders.read_order(line)
                if order.task in _AT_ONCE:
                    self._take(order)
                else:
                    slots.submit(self._serve, order)
            _end_soon()
            slots.shutdown(cancel_futures=True)
        self._over.set()
        projecting.join()
        self._graders.close()

    def _open(self, assignment: str) -> Grader:
        if self._settings.scheduler:
            return Grader(self._course, assignment, machines=self._cluster())
        machine = ThisMachine(self._course, assignment, away=(Path(self._settings.data),))
        return Grader(self._course, assignment, machines=machine)

    def _cluster(self) -> Machines:
        with self._connecting:
            if self._machines is None:
                # Late: only who has a cluster has Dask.
                from autograder.cluster import Cluster

                cluster = Cluster(self._settings.scheduler, self._course)
                self._machines = self._connected.enter_context(cluster)
            return self._machines

    def _let_go(self, machines: Machines | None) -> None:
        """Connect anew for the next attempt, unless somebody has done so meanwhile."""
        with self._connecting:
            if machines is None or machines is not self._machines:
                return
            self._machines = None
            self._connected.close()
        self._graders.renew_all()

    def _take(self, order: Order) -> None:
        if order.task is Task.WARM_UP:
            self._cold.put(order.assignment)
        elif order.additions is not None:
            self._books.add(order.assignment, order.additions)

    def _serve(self, order: Order) -> None:
        if order.task is Task.RENEW:
            self._graders.renew(order.assignment)
            self._cold.put(order.assignment)
        else:
            self._say(orders.write(self._replied(order)))

    def _warm_up(self) -> None:
        """Start the processes of assignments before somebody hands in, one after the other."""
        while True:
            assignment = self._cold.get()
            try:
                with self._graders.lent(assignment) as grader:
                    grader.warm_up()
            except AutograderError as error:
                # Each attempt will say so to those who grade.
                logger.warning("%s cannot be graded: %s", assignment, error)
            except Exception:  # one assignment must not keep the others cold
                logger.exception("%s was not warmed up", assignment)

    def _replied(self, order: Order) -> Reply:
        machines = self._machines
        try:
            return self._tried(order)
        except OperatorError as error:
            # Not the attempt's fault: it waits until the operator has mended what it is.
            self._let_go(machines)
            return Reply(order.attempt_id, State.WAITING, problem=f"{error.code}: {error.message}")
        except AutograderError as error:
            problem = f"{error.code}: {error.message}"
        except Exception as error:  # one attempt must not end the process of all
            logger.exception("grading failed: %s", order.attempt_id)
            problem = f"the autograder failed: {error!r}"
        return Reply(order.attempt_id, State.NEEDS_PERSON, problem=problem)

    def _tried(self, order: Order) -> Reply:
        """Grade, and again when we failed ourselves: a zygote may have died, and another lives."""
        for _ in range(MOST_TRIES - 1):
            try:
                settled = self._settled(order)
            except InternalError as error:
                logger.warning("%s is tried again: %s", order.attempt_id, error)
            else:
                if records.may_stand(settled.stands):
                    return self._reply(order, settled)
                logger.warning("%s is tried again: %s", order.attempt_id, settled.stands.problem)
        return self._reply(order, self._settled(order))

    def _say(self, line: bytes) -> None:
        # The service may be gone, and nobody hears it: the next one grades what has no reply.
        with self._sending, suppress(OSError):
            self._channel.sendall(line)

    def _settled(self, order: Order) -> Settled:
        files = unpack(self._blobs.get(order.sha256))
        hand_in(self._course, order.student, order.assignment, files, order.timestamp)
        with self._graders.lent(order.assignment) as grader:
            return grader.grade_one(order.student, accept=order.accept)

    def _reply(self, order: Order, settled: Settled) -> Reply:
        kept = self._blobs.put(evidence.pack(_evidence(self._course, settled.stands)))
        return _reply(order.attempt_id, settled, kept)

    def _project(self) -> None:
        while not self._over.wait(PROJECTING_SECONDS):
            try:
                self._graders.project()
            except Exception:  # the next round tries again; the results are the record
                logger.exception("the gradebook could not be written")


def _evidence(course: Course, result: Result) -> Evidence:
    judged = records.recorded(course, result)
    if judged is None:
        return Evidence(result)
    # Without what the gradebook adds: the service adds it, as it is when the page is shown.
    pages = {
        each.name: render(result, each, judged.executed[each.name])
        for each in result.notebooks
        if each.name in judged.executed
    }
    return Evidence(result, judged.executed, pages)


def _reply(attempt_id: str, settled: Settled, kept: str) -> Reply:
    result = settled.stands
    if settled.change is not None:
        after = settled.change.after
        problem = (
            f"the score would change from {result.points:g} to {after.points:g}, though the work "
            "is the same: grade it again to accept that"
        )
        state = State.NEEDS_PERSON
    else:
        problem, state = result.problem, _STATES[result.state]
    if state is State.GRADED and any(
        cell.answered for nb in result.notebooks for cell in nb.manual
    ):
        state, problem = State.NEEDS_PERSON, A_PERSON_JUDGES
    return Reply(attempt_id, state, result.points, result.max_points, kept, problem)


def _lines(channel: socket.socket) -> Iterator[bytes]:
    """Yield what the service says until it closes the channel, or is killed."""
    with suppress(OSError), channel.makefile("rb") as lines:
        # A service that was killed may have said half a line.
        yield from (line for line in lines if line.endswith(b"\n"))


def _end_soon() -> None:
    ending = threading.Timer(ENDING_SECONDS, os._exit, [1])
    ending.daemon = True
    ending.start()


@contextmanager
def _alone(course: Path, channel: socket.socket) -> Iterator[bool]:
    """Wait for the process that graded here before to end; False when the service ended meanwhile.

    A service that is killed leaves one behind. If two were to grade, the older one could write its
    result behind the newer one's. Raises OperatorError when it does not end.
    """
    deadline = time.monotonic() + LOCK_SECONDS
    with open(os.open(course / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600), "rb") as file:
        while not (held := _take(file)) and not _is_closed(channel):
            if time.monotonic() > deadline:
                raise OperatorError(
                    "hub-course-busy",
                    f"another service grades in {course}: end it, or take the course from one",
                )
            time.sleep(_PAUSE_SECONDS)
        yield held


def _take(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_closed(channel: socket.socket) -> bool:
    try:
        return not channel.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


def arguments(settings: Settings, descriptor: int) -> list[str]:
    """Return the command by which the service starts this program."""
    return [sys.executable, "-m", __name__, str(descriptor), json.dumps(asdict(settings))]


def main(arguments: list[str]) -> None:
    """Run the program; what goes wrong with the course itself is told as the last line."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    channel = socket.socket(fileno=int(arguments[0]))
    channel.set_inheritable(False)
    settings = Settings(**json.loads(arguments[1]))
    try:
        with _alone(Path(settings.course), channel) as alone:
            if alone:
                Worker(settings, channel).run()
    except AutograderError as error:
        raise SystemExit(f"{error.code}: {error.message}") from None
    except OSError as error:
        raise InternalError("hub-channel", f"the service cannot be reached: {error}") from None


if __name__ == "__main__":
    main(sys.argv[1:])
