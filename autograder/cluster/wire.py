"""What goes to a worker and comes back: JSON text, and nothing that has to be unpickled.

A *kit* is all that grading an assignment takes: its masters, the files beside them, the settings.
An *order* is one notebook as it was handed in, a *reply* what came of it.
"""

import dataclasses
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from autograder import notebook as notebooks
from autograder import results
from autograder.assignment import Assignment, Master, master_of
from autograder.configuration import Settings
from autograder.errors import (
    AutograderError,
    InstructorError,
    InternalError,
    OperatorError,
    StudentError,
)
from autograder.execution.grading import Graded
from autograder.helper_files import HelperFile
from autograder.notebook import Notebook

_ERRORS: Mapping[str, type[AutograderError]] = {
    kind.fault.value: kind for kind in (StudentError, InstructorError, OperatorError, InternalError)
}


@dataclass(frozen=True)
class Kit:
    """Hold what every submission of an assignment is graded with; ``files`` by relative path."""

    name: str
    masters: tuple[Master, ...]
    files: Mapping[str, bytes]
    settings: Settings

    def laid_out(self, folder: Path) -> Assignment:
        """Write the files into a folder, and return the assignment as if it had been read there."""
        for relative, content in self.files.items():
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return Assignment(self.name, folder, self.masters, tuple(map(Path, self.files)))


def kit_of(assignment: Assignment, settings: Settings) -> Kit:
    """Return an assignment's kit; raises OSError when a file beside the masters cannot be read."""
    files = {str(PurePosixPath(path)): (assignment.folder / path) for path in assignment.files}
    content = {name: path.read_bytes() for name, path in files.items()}
    return Kit(assignment.name, assignment.masters, content, settings)


def pack_kit(kit: Kit) -> str:
    """Return a kit as text."""
    tree = {
        "name": kit.name,
        "masters": {each.name: notebooks.write(each.notebook).decode() for each in kit.masters},
        "files": {name: _packed(content) for name, content in kit.files.items()},
        "settings": dataclasses.asdict(kit.settings),
    }
    return json.dumps(tree)


def unpack_kit(text: str) -> Kit:
    """Return the kit in a text."""
    tree = json.loads(text)
    masters = (
        master_of(name, notebooks.parse(content.encode()))
        for name, content in tree["masters"].items()
    )
    files = {name: b64decode(content) for name, content in tree["files"].items()}
    return Kit(tree["name"], tuple(masters), files, Settings(**tree["settings"]))


def pack_order(master: Master, notebook: Notebook, helper_files: Iterable[HelperFile]) -> str:
    """Return what a worker needs to know of one notebook."""
    files = [
        {**vars(file), "path": str(file.path), "content": _packed(file.content)}
        for file in helper_files
    ]
    return json.dumps(
        {
            "master": master.name,
            "notebook": notebooks.write(notebook).decode(),
            "helper_files": files,
        }
    )


def unpack_order(text: str) -> tuple[str, Notebook, tuple[HelperFile, ...]]:
    """Return the master's name, the notebook and its helper files."""
    tree = json.loads(text)
    files = (
        HelperFile(**{**each, "path": Path(each["path"]), "content": b64decode(each["content"])})
        for each in tree["helper_files"]
    )
    return tree["master"], notebooks.parse(tree["notebook"].encode()), tuple(files)


def pack_reply(graded: Graded) -> str:
    """Return what came of a notebook."""
    result = dataclasses.asdict(graded.result)
    executed = notebooks.write(graded.notebook).decode()
    return json.dumps({"result": result, "notebook": executed})


def pack_error(error: AutograderError) -> str:
    """Return what kept a notebook from being graded."""
    told = {"fault": error.fault.value, "code": error.code, "message": error.message}
    return json.dumps({"error": told})


def unpack_reply(text: str) -> Graded:
    """Return what came of a notebook; raises the error that is in its place."""
    tree: dict[str, Any] = json.loads(text)
    if error := tree.get("error"):
        raise _ERRORS[error["fault"]](error["code"], error["message"])
    executed = notebooks.parse(tree["notebook"].encode())
    return Graded(results.notebook_result(tree["result"]), executed)


def _packed(content: bytes) -> str:
    return b64encode(content).decode("ascii")
