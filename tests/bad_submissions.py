"""What classes really hand in beside honest work: a builder for each kind, and what becomes of it.

The assignment is `engine_course.LINES`: a locked cell, a solution cell for ``total`` and one test
cell worth two points. A builder writes into the folder of one student's submission.
"""

import copy
import json
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine_course import RIGHT

from autograder.results import State

Tree = dict[str, Any]
Builder = Callable[[Path, Tree], None]
FILE = "paper.ipynb"
MIB = 2**20


@dataclass(frozen=True)
class Bad:
    """One kind of bad submission.

    ``reason`` must stand in what the instructor is told of a refused one, ``remedy`` too. One that
    is graded gets ``points`` and the ``verdict`` of its test cell.
    """

    build: Builder
    state: State = State.REFUSED
    reason: str = ""
    remedy: str = ""
    verdict: str = ""
    points: float = 0


def refused(build: Builder, reason: str, remedy: str) -> Bad:
    return Bad(build, State.REFUSED, reason, remedy)


def graded(build: Builder, verdict: str, points: float = 0) -> Bad:
    return Bad(build, State.GRADED, verdict=verdict, points=points)


# ---- ways to write a file


def raw(content: bytes, name: str = FILE) -> Builder:
    return lambda folder, release: (folder / name).write_bytes(content) and None


def tree(change: Callable[[Tree], Any], encoding: str = "utf-8") -> Builder:
    """Write the release, solved, with a change to its JSON."""

    def build(folder: Path, release: Tree) -> None:
        solved = copy.deepcopy(release)
        work(solved)["source"] = RIGHT
        change(solved)
        (folder / FILE).write_bytes(json.dumps(solved).encode(encoding))

    return build


def code(source: str) -> Builder:
    """Write the release with this in its solution cell."""
    return tree(lambda found: work(found).update(source=source))


def work(found: Tree) -> Tree:
    return next(cell for cell in found["cells"] if grade_id(cell) == "work1")


def test_cell(found: Tree) -> Tree:
    return next(cell for cell in found["cells"] if grade_id(cell) == "test1")


test_cell.__test__ = False  # type: ignore[attr-defined]


def grade_id(cell: Tree) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id"))


def plain(source: Any, **more: Any) -> Tree:
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
    return {**cell, "execution_count": None, **more}


# ---- what is not a file


def nothing(folder: Path, release: Tree) -> None:
    """Leave the folder empty."""


def notebook_is_a_folder(folder: Path, release: Tree) -> None:
    (folder / FILE).mkdir()


def link(folder: Path, release: Tree) -> None:
    (folder / FILE).symlink_to("/etc/hostname")


def link_to_a_neighbour(folder: Path, release: Tree) -> None:
    (folder / FILE).symlink_to("../../good-00/lines/paper.ipynb")


def folder_link(folder: Path, release: Tree) -> None:
    folder.rmdir()
    folder.symlink_to("../good-00/lines")


def pipe(folder: Path, release: Tree) -> None:
    os.mkfifo(folder / FILE)


def bound_socket(folder: Path, release: Tree) -> None:
    here = os.getcwd()
    # The path of a socket has room for about a hundred characters.
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(FILE)
    finally:
        os.chdir(here)


def unreadable_file(folder: Path, release: Tree) -> None:
    code(RIGHT)(folder, release)
    (folder / FILE).chmod(0)


def unreadable_folder(folder: Path, release: Tree) -> None:
    code(RIGHT)(folder, release)
    folder.chmod(0)


def huge(folder: Path, release: Tree) -> None:
    with (folder / FILE).open("wb") as file:
        file.truncate(65 * MIB)  # a hole: no disk is filled


def truncated(folder: Path, release: Tree) -> None:
    code(RIGHT)(folder, release)
    path = folder / FILE
    path.write_bytes(path.read_bytes()[:-100])


def swap_ids(found: Tree) -> None:
    one, other = work(found)["metadata"]["nbgrader"], test_cell(found)["metadata"]["nbgrader"]
    one["grade_id"], other["grade_id"] = other["grade_id"], one["grade_id"]


# ---- code that costs the machine something

FORK_BOMB = """
import os
for _ in range(200):
    os.fork()
total = 42
"""
SCRATCH_FLOOD = """
for number in range(10**6):
    open(f'f{number}', 'wb').write(bytes(2**20))
total = 42
"""
RECURSION = """
import sys
sys.setrecursionlimit(10**9)
nested = []
for _ in range(10**5):
    nested = [nested]
total = len(repr(nested))
"""
THREAD = """
import threading, time
threading.Thread(target=time.sleep, args=(900,)).start()
total = 42
"""

# ---- what is said of it

MISSING = "was not handed in"
HAND_IN = "hand it in under that name"
SAVE = "save it in JupyterLab and hand it in again"
CLEAR = "clear its outputs"
ITSELF = "hand in the notebook itself"
READABLE = "make it readable and grade again"

FILES: Mapping[str, Bad] = {
    "empty-folder": refused(nothing, MISSING, HAND_IN),
    "wrong-name": refused(raw(b"{}", "Paper (1).ipynb"), "found: Paper (1)", HAND_IN),
    "other-suffix": refused(raw(b"{}", "paper.ipynb.txt"), MISSING, HAND_IN),
    "notebook-is-a-folder": refused(notebook_is_a_folder, MISSING, HAND_IN),
    "text": refused(raw(b"print(42)\n"), "not JSON", SAVE),
    "login-page": refused(raw(b"<!DOCTYPE html><html></html>"), "not JSON", SAVE),
    "zip": refused(raw(b"PK\x03\x04" + bytes(40)), "not JSON", SAVE),
    "picture": refused(raw(b"\x89PNG\r\n\x1a\n\x00\xff\xfe"), "not UTF-8", SAVE),
    "empty-file": refused(raw(b""), "not JSON", SAVE),
    "truncated": refused(truncated, "not JSON", SAVE),
    "deeply-nested": refused(raw(b"[" * 100_000), "not JSON", SAVE),
    "nested-in-place": refused(
        raw(b'{"nbformat": 4, "cells": [], "metadata": ' + b'{"a":' * 50_000), "not JSON", SAVE
    ),
    "latin-1": refused(raw('{"name": "Göttingen"}'.encode("latin-1")), "not UTF-8", SAVE),
    "utf-16": refused(tree(lambda found: None, "utf-16"), "not UTF-8", SAVE),
    "huge": refused(huge, "larger than 64 MiB", CLEAR),
    "too-many-values": refused(raw(b"[" + b"0," * 2_100_000 + b"0]"), "values", CLEAR),
    "format-3": refused(raw(b'{"nbformat": 3, "worksheets": []}'), "format 4", SAVE),
    "json-list": refused(raw(b"[1, 2]"), "format 4", SAVE),
    "cells-no-list": refused(tree(lambda found: found.update(cells={})), "list of cells", SAVE),
    "five-thousand-cells": refused(
        tree(lambda found: found["cells"].extend(plain("1") for _ in range(5001))), "5000", SAVE
    ),
    "source-is-a-number": refused(
        tree(lambda found: work(found).update(source=7)), "has no text", SAVE
    ),
    "cell-is-a-number": refused(tree(lambda found: found["cells"].append(7)), "has no text", SAVE),
    "cell-of-no-type": refused(
        tree(lambda found: work(found).update(cell_type="heading")), "known type", SAVE
    ),
    "five-mebibytes-of-code": refused(
        code("#" * 5 * MIB), "more than 4 MiB", "keep data in a file beside it"
    ),
    "link": refused(link, "is a link", ITSELF),
    "link-to-a-neighbour": refused(link_to_a_neighbour, "is a link", ITSELF),
    "folder-link": refused(folder_link, "is a link", "put a real folder in its place"),
    "pipe": refused(pipe, "pipe", ITSELF),
    "socket": refused(bound_socket, "cannot be read", READABLE),
    "unreadable-file": refused(unreadable_file, "Permission denied", READABLE),
    "unreadable-folder": refused(unreadable_folder, "Permission denied", READABLE),
}

SHAPES: Mapping[str, Bad] = {
    "byte-order-mark": graded(tree(lambda found: None, "utf-8-sig"), "passed", 2),
    "metadata-is-a-list": graded(tree(lambda found: found.update(metadata=[])), "passed", 2),
    "cell-metadata-is-text": graded(
        tree(lambda found: found["cells"].append(plain("1", metadata="x"))), "passed", 2
    ),
    "no-cell-ids": graded(
        tree(lambda found: [cell.pop("id", None) for cell in found["cells"]]), "passed", 2
    ),
    "one-id-for-all": graded(
        tree(lambda found: [cell.update(id="a") for cell in found["cells"]]), "passed", 2
    ),
    "ids-are-numbers": graded(
        tree(lambda found: [cell.update(id=7) for cell in found["cells"]]), "passed", 2
    ),
    "nul-in-names": graded(
        tree(
            lambda found: found["cells"].append(
                plain("1", id="\0", metadata={"\0": "\0", "nbgrader": {"grade_id": "\0"}})
            )
        ),
        "passed",
        2,
    ),
    "half-a-character": graded(
        tree(lambda found: found["cells"].append(plain("x = '\ud800'"))), "passed", 2
    ),
    "widget-state": graded(
        tree(lambda found: found["metadata"].update(widgets={"state": "x" * 3 * MIB})), "passed", 2
    ),
    "nonsense-outputs": graded(
        tree(lambda found: work(found).update(outputs=[7, {"output_type": []}, None])), "passed", 2
    ),
    "nonsense-counts": graded(
        tree(lambda found: work(found).update(execution_count="x", attachments=3)), "passed", 2
    ),
    "infinity": graded(tree(lambda found: found["metadata"].update(x=float("inf"))), "passed", 2),
    "other-language": graded(
        tree(
            lambda found: (
                found["metadata"].update(kernelspec={"name": "ir", "language": "R"}),
                work(found).update(source="total <- start + 2; library(dplyr)"),
            )
        ),
        "missing",
    ),
    "another-assignment": graded(
        tree(
            lambda found: found.update(
                cells=[plain("y = 1", metadata={"nbgrader": {"grade_id": "planets"}})]
            )
        ),
        "missing",
    ),
    "all-cells-deleted": graded(tree(lambda found: found.update(cells=[])), "missing"),
    "test-deleted": graded(
        tree(lambda found: found["cells"].remove(test_cell(found))), "passed", 2
    ),
    "test-copied": graded(
        tree(lambda found: found["cells"].append(copy.deepcopy(test_cell(found)))), "passed", 2
    ),
    "test-retyped": graded(
        tree(lambda found: test_cell(found).update(cell_type="markdown")), "passed", 2
    ),
    "test-rewritten": graded(
        tree(lambda found: (work(found).update(source=""), test_cell(found).update(source="1"))),
        "missing",
    ),
    "ids-swapped": graded(tree(swap_ids), "missing"),
    "points-rewritten": graded(
        tree(
            lambda found: (
                work(found).update(source="total = 0"),
                test_cell(found)["metadata"]["nbgrader"].update(points=1e9),
            )
        ),
        "failed",
    ),
}

# Each would bind the name if it came so far: then its fate is the test's verdict.
CODE: Mapping[str, Bad] = {
    "syntax-error": graded(code("total = ("), "missing"),
    "infinite-loop": graded(code("while True: pass\ntotal = 42"), "timeout"),
    "memory-hog": graded(code("total = len(bytearray(2**33))"), "memory"),
    "fork-bomb": graded(code(FORK_BOMB), "missing"),
    "exit": graded(code("import os\nos._exit(1)\ntotal = 42"), "crashed"),
    "sys-exit": graded(code("import sys\nsys.exit(3)\ntotal = 42"), "missing"),
    "segfault": graded(code("import ctypes\nctypes.string_at(0)\ntotal = 42"), "crashed"),
    "kills-its-parent": graded(code("import os\nos.kill(os.getppid(), 9)\ntotal = 42"), "missing"),
    # Newer versions of Python find it out by themselves.
    "deep-recursion": graded(code(RECURSION), "crashed|missing"),
    "output-flood": graded(code("for _ in range(30): print('y' * 2**20)\ntotal = 42"), "passed", 2),
    "scratch-flood": graded(code(SCRATCH_FLOOD), "crashed"),
    "asks-for-input": graded(code("total = input('how many?')"), "missing"),
    "thread-that-never-ends": graded(code(THREAD), "passed", 2),
    "odd-text": graded(code("total = 0\nprint('\\x1b[2J\\x00\\u202e')"), "failed"),
}

BAD: Mapping[str, Bad] = {**FILES, **SHAPES, **CODE}

ODD_NAMES = (
    "two words",
    "-rf",
    "--json",
    "'; DROP TABLE grade;--",
    "{student_id}",
    "%s%n",
    "[red]markup[",
    "Zoë Ωmega",
    "line\nbreak",
    "esc\x1b[2Jape",
    "tab\there",
    "<script>alert(1)<",
    "back\\slash",
    "n" * 120,
)
"""Names of students' folders: each is handed in with a right solution and gets full points."""
NAMELESS = (os.fsdecode(b"half-\xff-name"), "n" * 200)
"""Names that nbgrader's gradebook cannot hold, though the file system can."""
