"""A worker's part: keep an assignment's zygotes, and grade each notebook in a jail below it.

Dask brings orders and takes replies; student code runs in the zygotes' forks, never in the worker.
"""

import logging
import platform
from importlib.metadata import version

from distributed import Worker, WorkerPlugin, get_worker

from autograder.cluster import wire
from autograder.cluster.zygotes import OnDemand
from autograder.errors import AutograderError, InternalError, OperatorError
from autograder.jail.doctor import best_tier, try_tier
from autograder.jail.entry import Tier
from autograder.pipeline.tiers import engine

logger = logging.getLogger(__name__)

LIBRARIES = ("ipython", "matplotlib", "numpy", "pandas", "scikit-learn", "scipy", "seaborn")
"""What a score may hang on, beside this package and Python."""

Versions = dict[str, str]


def versions(jail: str, unsafe_no_jail: bool) -> Versions:
    """Return what grades here: the engine with its jail, Python, and the libraries."""
    return _versions(_tier(jail, unsafe_no_jail))


def _versions(tier: Tier) -> Versions:
    libraries = {name: version(name) for name in LIBRARIES}
    return {"autograder": engine(tier), "python": platform.python_version(), **libraries}


def _tier(jail: str, unsafe_no_jail: bool) -> Tier:
    """Return this machine's jail, which is none where it offers none, or not the one asked for."""
    if unsafe_no_jail:
        return Tier.NONE
    if jail == "auto":
        return best_tier()
    return Tier(jail) if try_tier(Tier(jail)).holds else Tier.NONE


class Site(WorkerPlugin):
    """Keep what one assignment needs on a worker."""

    def __init__(self, name: str, kit: str, wanted: Versions, *, unsafe_no_jail: bool) -> None:
        """Take the kit along; nothing starts before the plugin is at a worker."""
        self.name = name
        self._kit, self._wanted, self._unsafe = kit, wanted, unsafe_no_jail
        self._refusal = ""

    def setup(self, worker: Worker) -> None:
        """See what this worker would grade with; zygotes start with the first order."""
        tier = _tier(wire.unpack_kit(self._kit).settings.jail, self._unsafe)
        found = _versions(tier)
        differing = {name for name in self._wanted if found.get(name) != self._wanted[name]}
        if differing:
            self._refusal = "; ".join(
                f"{name} {found.get(name)}, and the others {self._wanted[name]}"
                for name in sorted(differing)
            )
            logger.error("this worker grades nothing: it has %s", self._refusal)
        self._zygotes = OnDemand(self._kit, tier)

    def teardown(self, worker: Worker) -> None:
        """End the zygotes."""
        self._zygotes.end()

    def grade(self, order: str) -> str:
        """Return the reply to an order; raises nothing, for what is raised would be pickled."""
        try:
            if self._refusal:
                raise OperatorError(
                    "worker-differs", f"a worker of the cluster has {self._refusal}"
                )
            name, notebook, helper_files = wire.unpack_order(order)
            with self._zygotes.lent() as zygotes:
                return wire.pack_reply(zygotes.grade(name, notebook, helper_files))
        except AutograderError as error:
            return wire.pack_error(error)
        except Exception as error:
            logger.exception("grading failed")
            return wire.pack_error(InternalError("worker-failed", f"a worker failed: {error!r}"))


def grade(site: str, order: str) -> str:
    """Do an order on the worker that this runs on."""
    found = get_worker().plugins.get(site)
    if not isinstance(found, Site):
        # The operator's matter, not the submission's: no other order would fare better here.
        problem = (
            "a worker of the cluster does not have the assignment: the scheduler was started anew, "
            "or the worker's log says why; grade again, what is graded stands"
        )
        return wire.pack_error(OperatorError("worker-not-ready", problem))
    return found.grade(order)
