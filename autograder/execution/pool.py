"""The zygotes of an assignment, started when first needed and kept until the class is graded."""

import re
import shutil
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from autograder.assignment import Assignment, Master, cell_error
from autograder.configuration import Settings
from autograder.errors import InstructorError, InternalError
from autograder.execution.attempt import Rooms, limits
from autograder.execution.rooms import Brief, Zygote
from autograder.execution.syntax import bindings, mentioned
from autograder.homes import Home
from autograder.jail import cgroups
from autograder.jail.entry import Tier

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Pool:
    """Keep the zygotes for the masters of an assignment.

    Use as a context manager: leaving it ends every zygote and process, and removes what they wrote.
    ``protected`` are folders that no process may be able to read; without ``control_groups`` none
    are used, even where the machine offers them.
    """

    def __init__(
        self,
        assignment: Assignment,
        settings: Settings,
        tier: Tier,
        protected: Iterable[Path] = (),
        landlock_abi_cap: int | None = None,
        control_groups: bool = True,
    ) -> None:
        """Prepare the folders; nothing starts yet."""
        self._assignment, self._settings, self._tier = assignment, settings, tier
        self._protected = tuple(protected)
        self._cap = landlock_abi_cap
        # Before any zygote starts: this program may have to move itself, and cannot move them.
        offered = control_groups and tier is not Tier.NONE
        self._groups = cgroups.of_this_program() if offered else cgroups.NO_GROUPS
        self._home = Home()
        self._scratch = self._home.path / "scratch"
        self._files = self._home.path / "files"
        self._zygotes: dict[tuple[str, str], Future[Zygote]] = {}
        self._lock = threading.Lock()
        self._starter = ThreadPoolExecutor(thread_name_prefix="zygote")

    def __enter__(self) -> "Pool":
        """Lay out the assignment's files, once for all zygotes."""
        self._scratch.mkdir()
        self._files.mkdir()
        for relative in self._assignment.files:
            target = self._files / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._assignment.folder / relative, target)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all zygotes."""
        for started in self._zygotes.values():
            if started.exception() is None:
                started.result().close()
        self._starter.shutdown()
        self._home.remove()

    def warm_up(self) -> None:
        """Start the zygotes that every class needs, all at once, without waiting for them."""
        for master in self._assignment.masters:
            self._ask(master, "student")
            self._ask(master, "examiner")

    def rooms(self, master: Master, *, warm: bool) -> Rooms:
        """Return the zygotes for a notebook: with its prefix run, or (cold) with imports only.

        Raises InstructorError when the prefix fails, InternalError when a zygote dies.
        """
        student = self._ask(master, "student" if warm else "cold")
        examiner = self._ask(master, "examiner")
        return Rooms(student.result(), examiner.result(), self._scratch, self._groups)

    def _ask(self, master: Master, kind: str) -> Future[Zygote]:
        key = (master.name, kind)
        with self._lock:
            if key not in self._zygotes or _is_dead(self._zygotes[key]):
                self._zygotes[key] = self._starter.submit(self._start, master, kind)
            return self._zygotes[key]

    def _start(self, master: Master, kind: str) -> Zygote:
        try:
            return self._started(master, kind, libraries(master))
        except InstructorError as error:
            if kind != "examiner" or error.code != "prefix-threads":
                raise
            # It may have been a library of the tests', which is then imported when it is needed.
            return self._started(master, kind, ())

    def _started(self, master: Master, kind: str, libraries: tuple[str, ...]) -> Zygote:
        is_examiner = kind == "examiner"
        code = [cell for _, cell in master.notebook.code_cells()] if is_examiner else []
        brief = Brief(
            role="examiner" if is_examiner else "student",
            cells=() if kind == "cold" else master.prefix,
            modules=imported(master) if kind == "cold" else (),
            libraries=libraries if is_examiner else (),
            # Hidden tests: no student's zygote may know them.
            tests_ahead=tuple(cell.source for cell in code if cell.is_test),
            cells_ahead=tuple(cell.source for cell in code if not cell.is_test),
            files=self._files,
            tier=examiner_tier(self._tier) if is_examiner else self._tier,
            limits=asdict(limits(self._settings)),
            protected=self._protected,
            landlock_abi_cap=self._cap,
        )
        zygote = Zygote(brief, self._home.path)
        try:
            check_prefix(master, zygote)
        except InstructorError:
            zygote.close()
            raise
        return zygote


def _is_dead(started: Future[Zygote]) -> bool:
    """Tell whether a zygote is gone, or failed to start by no fault of the course's.

    Out of memory, say: another one may have more luck. A prefix that fails, fails again.
    """
    if not started.done():
        return False
    if (error := started.exception()) is not None:
        return isinstance(error, InternalError)
    return not started.result().is_alive


def examiner_tier(tier: Tier) -> Tier:
    """Return the examiner's jail: its code is trusted, so it needs no namespaces of its own."""
    return Tier.UNPRIVILEGED if tier is Tier.NAMESPACES else tier


def check_prefix(master: Master, zygote: Zygote) -> None:
    """Refuse a prefix that failed or that cannot be forked.

    Raises InstructorError naming the cell and the remedy.
    """
    failed = zygote.report["failed"]
    if failed is not None:
        position = [at for at, cell in master.notebook.code_cells() if cell.source.strip()][failed]
        errors = [out for out in zygote.outputs[failed] if out["output_type"] == "error"]
        text = _ANSI.sub("", "; ".join(f"{out['ename']}: {out['evalue']}" for out in errors))
        text = text or "it ends its process"
        cell = master.notebook.cells[position]
        remedy = f"the cell fails ({text}); cells before the first exercise must run by themselves"
        raise cell_error("prefix-fails", master.name, position, cell, remedy)
    if zygote.report["threads"]:
        raise InstructorError(
            "prefix-threads",
            f"{master.name}.ipynb: the cells before the first exercise leave "
            f"{zygote.report['threads']} threads running, so they cannot be run once for all; "
            "end them, or start them in a later cell",
        )


def libraries(master: Master) -> tuple[str, ...]:
    """Return all modules that cells of the master import, sorted, packages first."""
    return tuple(
        sorted(set().union(*(mentioned(cell.source) for _, cell in master.notebook.code_cells())))
    )


def imported(master: Master) -> tuple[str, ...]:
    """Return the modules that the prefix imports, sorted."""
    origins = (bindings(source).imports.values() for source in master.prefix)
    return tuple(sorted({module for found in origins for module, _ in found}))
