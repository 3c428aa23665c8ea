"""What Prometheus reads of the service: counts and seconds, and of nobody anything."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from autograder.hub.model import Attempt, State

_SECONDS = (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)


class _Now(Collector):
    """Ask for what is true at the moment that somebody reads."""

    def __init__(self, facts: Callable[[], dict[str, float]]) -> None:
        self._facts = facts

    def collect(self) -> list[GaugeMetricFamily]:
        return [
            GaugeMetricFamily(f"autograder_{name}", _HELP[name], value=value)
            for name, value in self._facts().items()
        ]


_HELP = {
    "attempts_waiting": "Attempts that wait for a slot.",
    "attempts_running": "Attempts that are being graded.",
    "slots": "How many attempts may be graded at a time.",
    "pages_open": "Pages that listen for changes.",
    "grading_processes": "Grading processes that run.",
}


class Metrics:
    """Count what happens. Each service has its own registry, so that tests may run several."""

    def __init__(self, now: Callable[[], dict[str, float]]) -> None:
        """Take what tells how things stand now: a number for each name that there is help for."""
        self._registry = CollectorRegistry()
        self._registry.register(_Now(now))
        # When these came is known; a regrade is not among them, nor what waited at the start.
        self._fresh: set[str] = set()
        self._received = Counter(
            "autograder_attempts_received", "Attempts that were taken.", registry=self._registry
        )
        self._ended = Counter(
            "autograder_attempts_ended",
            "Gradings that ended, by what became of the attempt.",
            ["state"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "autograder_seconds_to_score",
            "Seconds from an attempt's receipt to the end of its first grading.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._requests = Histogram(
            "autograder_request_seconds",
            "Seconds that requests took, by method and status.",
            ["method", "status"],
            registry=self._registry,
        )

    def received(self, attempt: Attempt) -> None:
        """Count an attempt that was taken."""
        self._received.inc()
        self._fresh.add(attempt.attempt_id)

    def changed(self, attempt: Attempt) -> None:
        """Count a change of an attempt's state."""
        if attempt.state in (State.WAITING, State.RUNNING):
            return
        self._ended.labels(attempt.state).inc()
        if attempt.attempt_id in self._fresh and attempt.graded_at is not None:
            self._fresh.discard(attempt.attempt_id)
            self._seconds.observe((attempt.graded_at - attempt.received_at).total_seconds())

    def answered(self, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, str(status)).observe(seconds)

    def page(self) -> bytes:
        """Return all of it as Prometheus reads it."""
        return generate_latest(self._registry)
