"""Prove before release that a master's prefix runs, and runs the same each time.

Every submission is graded from one run of the prefix; a prefix that gives other values when it runs
again would give students who run it at home something else than the grader has.
"""

import json
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from autograder.assignment import Master, cell_error
from autograder.errors import InstructorError
from autograder.execution.pool import check_prefix
from autograder.execution.rooms import Brief, Zygote
from autograder.jail.entry import Tier

_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
"""Where an object lies in memory: part of many outputs, and different in each process."""


def prove_prefix(master: Master, folder: Path) -> None:
    """Run a master's prefix twice, in two processes, and compare outputs and values.

    ``folder`` has the files that lie beside the notebook. Raises InstructorError naming the cell
    or the variable that differs, and the remedy.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-") as home, ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda _: _run(master, folder, Path(home)), range(2))
    _compare_outputs(master, first[0], second[0])
    _compare_values(master, first[1], second[1])


def _run(master: Master, folder: Path, home: Path) -> tuple[list[Any], dict[str, str]]:
    brief = Brief("student", master.prefix, folder, Tier.NONE, digests=True)
    zygote = Zygote(brief, home)
    try:
        check_prefix(master, zygote)
        return zygote.outputs, dict(zygote.report["digests"])
    finally:
        zygote.close()


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


def _compare_values(master: Master, first: dict[str, str], second: dict[str, str]) -> None:
    differing = sorted(name for name in first if first[name] != second.get(name))
    if differing:
        names = ", ".join(f"“{name}”" for name in differing)
        raise InstructorError(
            "prefix-differs",
            f"{master.name}.ipynb: after the cells before the first exercise, {names} differs "
            "between two runs: give every random generator and every model a fixed seed "
            "(random_state=0)",
        )
