"""Prove before release that a master's prefix runs, and runs the same each time.

Every submission is graded from one run of the prefix; a prefix that gives other values when it runs
again would give students who run it at home something else than the grader has.
"""

import json
import re
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from autograder.assignment import Master, cell_error
from autograder.errors import InstructorError
from autograder.execution.pool import check_prefix
from autograder.execution.rooms import Brief, Zygote
from autograder.jail.entry import Tier

ProveMore = Callable[[Zygote], tuple[InstructorError, ...]]
"""Prove something else of a master whose prefix has run; return what to warn of."""

_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
"""Where an object lies in memory: part of many outputs, and different in each process."""


def prove_prefix(
    master: Master, folder: Path, then: ProveMore | None = None
) -> tuple[InstructorError, ...]:
    """Run a master's prefix twice, in two processes, and compare outputs and values.

    ``folder`` has the files that lie beside the notebook. ``then`` is called with one of the two,
    in which the prefix has run, and what it warns of is returned. Raises InstructorError naming
    the cell or the variable that differs, and the remedy.
    """
    with (
        tempfile.TemporaryDirectory(prefix="autograder-") as home,
        ExitStack() as stack,
        ThreadPoolExecutor(2) as both,
    ):
        started = [both.submit(_start, master, folder, Path(home)) for _ in range(2)]
        for each in started:
            if each.exception() is None:
                stack.callback(each.result().close)
        first, second = (each.result() for each in started)
        _compare_outputs(master, first.outputs, second.outputs)
        _compare_values(master, first.report["digests"], second.report["digests"])
        return then(first) if then is not None else ()


def _start(master: Master, folder: Path, home: Path) -> Zygote:
    brief = Brief("student", master.prefix, folder, Tier.NONE, digests=True)
    zygote = Zygote(brief, home)
    try:
        check_prefix(master, zygote)
    except InstructorError:
        zygote.close()
        raise
    return zygote


def _compare_outputs(master: Master, first: list[Any], second: list[Any]) -> None:
    positions = [at for at, cell in master.notebook.code_cells() if cell.source.strip()]
    for position, one, other in zip(positions, first, second, strict=False):
        if _text(one) != _text(other):
            raise cell_error(
                "prefix-differs",
                master.name,
                position,
                master.notebook.cells[position],
                "its output differs between two runs: give every random generator and every "
                "model in it a fixed seed (random_state=0), and print no times",
            )


def _text(outputs: Any) -> str:
    return _ADDRESS.sub("0x", json.dumps(outputs, sort_keys=True))


def _compare_values(master: Master, first: Mapping[str, str], second: Mapping[str, str]) -> None:
    differing = sorted(name for name in first if first[name] != second.get(name))
    if differing:
        names = ", ".join(f"“{name}”" for name in differing)
        raise InstructorError(
            "prefix-differs",
            f"{master.name}.ipynb: after the cells before the first exercise, {names} differs "
            "between two runs: give every random generator and every model a fixed seed "
            "(random_state=0)",
        )
