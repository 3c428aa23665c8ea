"""nbgrader's InstantiateTests as a library: AUTOTEST lines to asserts, by running the master."""

import logging
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError
from nbgrader.preprocessors import InstantiateTests
from traitlets.config import Config

from autograder import notebook as notebooks
from autograder.assignment import Master, cell_error
from autograder.compiler.preprocessing import with_ids
from autograder.errors import InstructorError

_LOG = logging.getLogger(__name__)
_LOG.addHandler(logging.NullHandler())


class _CellFailed(Exception):
    """Say in which cell making tests failed, and why."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at, self.why = at, why


class _Careful(InstantiateTests):  # type: ignore[misc]  # nbgrader is untyped
    """Name the cell that fails, and leave no kernel behind."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Make the tests of one cell; raises _CellFailed."""
        try:
            return super().preprocess_cell(cell, resources, index)  # type: ignore[no-any-return]
        except Exception as error:  # the templates and the master may fail in any way
            self.kc.shutdown()
            self.kc.stop_channels()
            raise _CellFailed(index, _reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}"
    return " ".join(str(error).split()) or type(error).__name__


def instantiated(master: Master, folder: Path, config: Config) -> tuple[str, ...]:
    """Return the source of each cell of a master after nbgrader has made its tests.

    The master runs in ``folder``, where the templates lie too. Raises InstructorError.
    """
    tree = nbformat.reads(notebooks.write(with_ids(master.notebook)).decode(), as_version=4)
    step = _Careful(config=config, log=_LOG)
    try:
        tree, _ = step.preprocess(tree, {"metadata": {"path": str(folder)}})
    except _CellFailed as failed:
        remedy = f"the tests of AUTOTEST lines cannot be made: {failed.why}"
        cell = master.notebook.cells[failed.at]
        raise cell_error("autotest-fails", master.name, failed.at, cell, remedy) from None
    except Exception as error:  # nbgrader raises what it likes
        raise InstructorError(
            "autotest-fails",
            f"{master.name}.ipynb: the tests of AUTOTEST lines cannot be made: {_reason(error)}",
        ) from None
    return tuple(cell.source for cell in tree.cells)
