"""A program: grade the target's class of attackers and honest students, and say what went wrong.

    python tests/attack_run.py --jail unprivileged --landlock 2 forging leaking/memory-searched

Run by tests/test_attacks.py as the user and in the jail that are to be tried. It prints one JSON
object: ``attacks`` (how many), ``complaints`` (what an attack did that it must not), ``seconds``.
"""

import argparse
import base64
import ctypes
import dataclasses
import functools
import hashlib
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import attack_course
import gradebook_rows
from attack_course import NAME, NOTEBOOK, Attack, Secrets

from autograder import assignment as assignments
from autograder import cases, pipeline, results
from autograder import notebook as notebooks
from autograder.execution.pool import Pool
from autograder.results import NotebookResult, Result, State
from autograder.verdicts import Verdict

PR_SET_CHILD_SUBREAPER = 36
WON = "WON"
"""What an attack prints where it got what it was after."""
HONEST = 4
OPEN_TO_ALL = ("/dev/shm", "/var/tmp", "/run", "/run/lock", "/tmp")  # noqa: S108 - only listed


@dataclass(frozen=True)
class Places:
    """Hold what attackers know: each field stands for its name between ``@`` in their texts.

    ``left`` is a word for the names of whatever an attack tries to leave behind.
    """

    course: str
    home: str
    classmate: str
    grader: str
    tcp: str
    udp: str
    socket: str
    abstract: str
    left: str
    tmp: str

    def told(self, content: bytes) -> bytes:
        for name, value in dataclasses.asdict(self).items():
            content = content.replace(f"@{name.upper()}@".encode(), value.encode())
        return content


class Listeners:
    """Wait for anybody on this machine who connects or sends; nobody ever should."""

    def __init__(self, folder: Path, left: str, stack: ExitStack) -> None:
        def bound(family: int, kind: int, address: Any) -> socket.socket:
            line = stack.enter_context(socket.socket(family, kind))
            line.bind(address)
            line.setblocking(False)
            return line

        self.tcp = bound(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self.udp = bound(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self.path = str(folder / "listener")
        self.by_path = bound(socket.AF_UNIX, socket.SOCK_DGRAM, self.path)
        os.chmod(self.path, 0o666)  # noqa: S103 - anybody may try
        self.abstract = f"listener-{left}"
        self.by_name = bound(socket.AF_UNIX, socket.SOCK_DGRAM, f"\0{self.abstract}")
        self.tcp.listen()

    def heard(self) -> Iterator[str]:
        try:
            self.tcp.accept()
            yield "somebody connected by TCP"
        except BlockingIOError:
            pass
        for line, way in ((self.udp, "UDP"), (self.by_path, "a path"), (self.by_name, "a name")):
            try:
                yield f"somebody sent by {way}: {line.recv(1000)!r}"
            except BlockingIOError:
                pass


def forms(word: str) -> tuple[bytes, ...]:
    """Return the forms in which a word may have been written down."""
    data = word.encode()
    shifted = (base64.b64encode(b" " * at + data)[-(-4 * at // 3) : -4] for at in range(3))
    return (data, data[::-1], data.hex().encode(), *(form[2:] for form in shifted))


def leaks(known: Secrets, content: bytes, without: Sequence[str] = ()) -> Iterator[str]:
    for name, word in dataclasses.asdict(known).items():
        if name not in without and any(form in content for form in forms(word)):
            yield name


def everything_in(folder: Path, without: Sequence[str] = ()) -> dict[str, str]:
    """Return each path below a folder with a sum of what it is and holds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not any(name == each or name.startswith(f"{each}/") for each in without):
            status = path.lstat()
            content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            found[name] = f"{status.st_mode:o} {hashlib.sha256(content).hexdigest()}"
    return found


def text_of(tree: dict[str, Any]) -> str:
    """Return all text in the outputs of an executed notebook, as a student would read it."""
    shown = [output for cell in tree["cells"] for output in cell.get("outputs", ())]
    return _COLOURS.sub("", "\n".join(piece for output in shown for piece in _pieces(output)))


_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def _pieces(output: dict[str, Any]) -> Iterator[str]:
    kinds = {k: v for k, v in output.get("data", {}).items() if not k.startswith("image/")}
    traceback = "\n".join(output.get("traceback", ()))
    for piece in (output.get("text", ""), *kinds.values(), traceback):
        yield piece if isinstance(piece, str) else "".join(map(str, piece))


class Ward:
    """A class of attackers and honest students, and all that must not change around it."""

    def __init__(self, folder: Path, attacks: Sequence[Attack], jail: str, cap: int | None) -> None:
        self.attacks, self.cap = attacks, cap
        self.unsafe = jail == "none"
        self.known = Secrets.draw()
        self.home, self.tmp = folder / "home", folder / "tmp"
        self.stack = ExitStack()
        for path in (self.home, self.tmp):
            path.mkdir(parents=True)
        (self.home / ".netrc").write_text(self.known.home)
        os.environ.update(HOME=str(self.home), TMPDIR=str(self.tmp))
        os.environ["COURSE_TOKEN"] = self.known.environment
        tempfile.tempdir = None
        self.course = attack_course.write_course(
            folder / "course", self.known, "auto" if self.unsafe else jail
        )
        self.left = f"left{self.known.hidden[-8:]}"
        self.listeners = Listeners(folder, self.left, self.stack)
        self._hand_in()

    def _hand_in(self) -> None:
        (self.master,) = assignments.read(self.course.source / NAME).masters
        right = attack_course.right(self.course, self.master)
        classmate = attack_course.hand_in(
            self.course, "classmate", notebooks.write(right) + b"\n" * 2
        )
        # A secret of the classmate's own, where a notebook may hold anything.
        tree = json.loads(classmate.read_text())
        tree["metadata"]["diary"] = self.known.classmate
        classmate.write_text(json.dumps(tree))
        self.places = Places(
            course=str(self.course.root),
            home=str(self.home),
            classmate=str(classmate),
            grader=str(os.getpid()),
            tcp=str(self.listeners.tcp.getsockname()[1]),
            udp=str(self.listeners.udp.getsockname()[1]),
            socket=self.listeners.path,
            abstract=self.listeners.abstract,
            left=self.left,
            tmp=str(self.tmp),
        )
        for number in range(HONEST):
            attack_course.hand_in(self.course, f"honest-{number}", notebooks.write(right))
        for attack in self.attacks:
            content = self.places.told(cases.submission(right, [attack.case]))
            attack_course.hand_in(self.course, attack.name, content)

    def grade(self) -> None:
        """Grade a classmate first, so that there are results to reach, and then everybody."""
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        with mock.patch(
            "autograder.pipeline.machines.Pool", functools.partial(Pool, landlock_abi_cap=self.cap)
        ):
            pipeline.grade_class(self.course, NAME, students=["classmate"], jobs=1)
            note = self.course.root / "gradebook-note"
            note.write_text(self.known.gradebook)
            self.missing = tuple(self._missing_places())
            self.before = self._state()
            self.graded = pipeline.grade_class(
                self.course, NAME, jobs=2, unsafe_no_jail=self.unsafe
            ).results
        self.after = self._state()

    def _missing_places(self) -> Iterator[str]:
        """Yield the places in the course that attacks are after and that are not there."""
        for attack in self.attacks:
            for edit in attack.case.edits:
                for place in re.findall(r"@COURSE@(/[\w./-]*\w)", edit.text):
                    if not os.path.lexists(f"{self.course.root}{place}"):
                        yield f"{attack.name}: there is no {place} in the course"

    def _state(self) -> dict[str, dict[str, str]]:
        changing = ("results", "autograded", "feedback", "gradebook.db", ".nbgrader.log")
        return {
            "course": everything_in(self.course.root, changing),
            "home": everything_in(self.home),
            "tmp": everything_in(self.tmp, ("matplotlib",)),
        }

    # ---- what went wrong

    def complaints(self) -> Iterator[str]:
        yield from self.missing
        by_student = {result.student: result for result in self.graded}
        for attack in self.attacks:
            for complaint in self._of_attack(attack, by_student.get(attack.name)):
                yield f"{attack.name}: {complaint}"
        honest = [f"honest-{number}" for number in range(HONEST)]
        for name in (*honest, "classmate"):
            yield from self._of_honest(by_student.get(name))
        if len({self._copy(name).read_bytes() for name in honest}) != 1:
            yield "honest students with the same work have different copies"
        yield from self._of_records(by_student)
        yield from self._left_behind()

    def _of_records(self, by_student: Mapping[str, Result]) -> Iterator[str]:
        """Compare what is recorded of everybody with what grading gave."""
        for folder in ("results", "autograded", "feedback"):
            names = {path.name for path in (self.course.root / folder).iterdir()}
            strange = names - by_student.keys() - {".pending"}
            if strange:
                yield f"{folder} has folders of nobody: {sorted(strange)}"
        for name, result in by_student.items():
            if results.latest(self.course.results, name, NAME) != result:
                yield f"{name}: another result stands on disk"
        points = {
            (name, test.grade_id): test.points
            for name, result in by_student.items()
            for notebook in result.notebooks
            for test in notebook.tests
        }
        for name, cell, auto, manual, _ in gradebook_rows.read(self.course.root / "gradebook.db"):
            if manual is not None or auto != points.get((name, cell), auto):
                yield f"{name}: the gradebook has {auto}, {manual} for {cell}"

    def _of_attack(self, attack: Attack, result: Result | None) -> Iterator[str]:
        case = attack.case
        if result is None:
            yield "has no result"
            return
        yield from self._of_pages(attack.name)
        if case.refused or result.state is State.REFUSED:
            if not (case.refused and result.state is State.REFUSED):
                yield f"{result.state}: {result.problem}"
            return
        (notebook,) = result.notebooks
        yield from self._of_points(attack, notebook)
        text = self._executed(attack.name)
        if re.search(rf"\b{WON}\b", text):
            yield f"says that it won: {_around(text, WON)}"
        yield from (
            f"does not show {each!r}: {text[-600:]}" for each in case.shows if each not in text
        )
        for name, message in self._raised(attack.name):
            # A cell that was killed has the verdict for a name, which the case's points answer for.
            if not any(each in name for each in case.raises) and not (
                name in set(Verdict) and case.points
            ):
                yield f"a cell of its own ends with {name}, which the case does not say: {message}"
        codes = {each.code for each in notebook.noticed}
        required = {code for code in case.noticed if not code.endswith("?")}
        if not required <= codes <= {code.removesuffix("?") for code in case.noticed}:
            yield f"noticed {sorted(codes)}, not {sorted(case.noticed)}"

    def _of_points(self, attack: Attack, notebook: NotebookResult) -> Iterator[str]:
        case = attack.case
        unknown = {*case.points, *case.verdicts} - {test.grade_id for test in notebook.tests}
        if unknown:
            yield f"the case names cells that are not there: {sorted(unknown)}"
        for test in notebook.tests:
            said = (
                f"{test.grade_id}: {test.verdict}, {test.points}, {test.message!r}, {test.note!r}"
            )
            if (test.points or 0.0) != case.points.get(test.grade_id, test.max_points):
                yield f"other points: {said}"
            if test.points is None and test.grade_id not in case.verdicts:
                yield f"left to a person, which the case does not say: {said}"
            if test.verdict is not case.verdicts.get(test.grade_id, test.verdict):
                yield f"another verdict: {said}"
            if test.verdict.value == "internal":
                yield f"the engine failed: {said}"

    def _copy(self, student: str) -> Path:
        return self.course.root / "autograded" / student / NAME / f"{NOTEBOOK}.ipynb"

    def _executed(self, student: str) -> str:
        return text_of(json.loads(self._copy(student).read_text()))

    def _raised(self, student: str) -> Iterator[tuple[str, str]]:
        """Yield name and text of each error in a cell that is no test."""
        for cell in notebooks.read(self._copy(student)).cells:
            for output in () if cell.is_test else cell.outputs:
                if output["output_type"] == "error":
                    yield output["ename"], str(output["evalue"])[:200]

    def _of_pages(self, student: str) -> Iterator[str]:
        """Look for secrets in everything that goes back to the student."""
        for folder in ("autograded", "feedback"):
            for path in (self.course.root / folder / student).rglob("*"):
                if path.is_file():
                    for name in leaks(self.known, path.read_bytes()):
                        yield f"{folder}/{path.name} holds the secret of {name}"

    def _of_honest(self, result: Result | None) -> Iterator[str]:
        if result is None or result.state is not State.GRADED:
            yield f"an honest student was not graded: {result}"
        elif result.points != result.max_points:
            yield f"an honest student lost points: {result}"
        elif any(notebook.noticed for notebook in result.notebooks):
            yield f"something was noticed of an honest student: {result}"

    def _left_behind(self) -> Iterator[str]:
        for name, before in self.before.items():
            after = self.after[name]
            changed = {each for each in {*before, *after} if before.get(each) != after.get(each)}
            if changed:
                yield f"{name}: changed, came or went: {sorted(changed)[:20]}"
        yield from self.listeners.heard()
        children = Path("/proc/self/task") / str(os.getpid()) / "children"
        deadline = time.monotonic() + 5
        while (running := children.read_text().split()) and time.monotonic() < deadline:
            _reap()
            time.sleep(0.05)
        yield from (f"left running: {_command(number)}" for number in running)
        for folder in OPEN_TO_ALL:
            for path in _below(Path(folder)):
                if self.left in path.name:
                    yield f"left behind: {path}"
        for table in ("net/unix", "keys"):
            path = Path("/proc") / table
            lines = path.read_text().splitlines() if path.exists() else []
            mine = [line for line in lines if self.left in line]
            if table == "net/unix":
                mine = [line for line in mine if self.listeners.abstract not in line]
            yield from (f"left in /proc/{table}: {line}" for line in mine)


def _below(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except OSError:
        return


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _command(number: str) -> str:
    try:
        return (Path("/proc") / number / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return f"process {number}"


def _around(text: str, word: str) -> str:
    at = text.find(word)
    return text[max(0, at - 200) : at + 200]


def chosen(names: Sequence[str]) -> tuple[Attack, ...]:
    """Return the attacks of a command line: families, or single ones as family/name."""
    known = attack_course.read_attacks()
    if not names:
        return known
    return tuple(
        each for each in known if each.family in names or f"{each.family}/{each.case.name}" in names
    )


def main(arguments: Sequence[str]) -> None:
    """Run the program."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--jail", default="unprivileged", help="a tier, or none: no jail at all")
    parser.add_argument("--landlock", type=int)
    parser.add_argument("--folder", type=Path)
    parser.add_argument(
        "--show", action="store_true", help="print each attack's verdicts and outputs"
    )
    parser.add_argument("attacks", nargs="*")
    options = parser.parse_args(arguments)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="ward-"))
    attacks = chosen(options.attacks)
    ward = Ward(folder, attacks, options.jail, options.landlock)
    started = time.monotonic()
    try:
        ward.grade()
        report = {
            "attacks": len(attacks),
            "complaints": list(ward.complaints()),
            "seconds": round(time.monotonic() - started, 1),
        }
    finally:
        ward.stack.close()
    if options.show:
        _show(ward)
    print(json.dumps(report, indent=1))
    if not options.folder:
        shutil.rmtree(folder, ignore_errors=True)


def _show(ward: Ward) -> None:
    for result in ward.graded:
        print(f"\n==== {result.student}: {result.state} {result.points} {result.problem}")
        for notebook in result.notebooks:
            for test in notebook.tests:
                print("   ", test.grade_id, test.verdict, test.points, test.message, test.note)
            print("   ", dict(notebook.measured), notebook.noticed)
            print(ward._executed(result.student)[-3000:])


if __name__ == "__main__":
    main(sys.argv[1:])
