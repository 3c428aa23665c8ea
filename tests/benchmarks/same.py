"""A program: grade a whole corpus with one checkout of the package, and compare two such runs.

    python tests/benchmarks/same.py note before-1.json --checkout ../before
    python tests/benchmarks/same.py note before-2.json --checkout ../before
    python tests/benchmarks/same.py note after.json
    python tests/benchmarks/same.py compare before-1.json after.json --again before-2.json

The corpus is this checkout's, whichever checkout grades it: every wheat, chaff and attack of every
notebook of `stars` on the shipped data, the solutions and untouched releases, and every attack on
the target course that is not long. All of it goes through the pipeline that grades classes. Noted
are, for each submission, what the result says of it, and what each cell of the executed notebook
shows: texts (long ones cut, with a sum of the whole), and sums of pictures. Memory addresses,
temporary names and what `%time` measures are taken out of them.

`note` goes on where it was stopped: each part (a notebook, or a family of attacks) is written once
it is done. `compare` exits with 1 when anything differs, or when one run lacks a part. What differs
between two runs of the old checkout (``--again``) is unstable in the old itself: it is listed by
itself, and is no difference.

The package is another checkout's by an environment of its own, whose path has that checkout before
the packages that are installed here; zygotes are started with the same interpreter, and inherit it.
Each of its processes starts with Python's and NumPy's random generators seeded.
"""

import argparse
import base64
import dataclasses
import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
NOTEBOOKS = tuple(sorted(path.stem for path in (ROOT / "source" / "stars").glob("*.ipynb")))
TARGET = "target/"
FAMILIES = ("forging", "leaking", "escape", "resources", "wall", "pages")
PARTS = (*NOTEBOOKS, *(f"{TARGET}{family}" for family in FAMILIES))
CORPUS = ("source", "data", "tests/wheats", "tests/chaffs", "tests/attacks")

KEPT_CHARACTERS = 2000
"""How much of a text is kept, to show in what it differs; the sum is of all of it."""

SHOWN_CHARACTERS = 300
SEED = 20260115
SEEDING = f"""
import random

import numpy

random.seed({SEED})
numpy.random.seed({SEED})
"""

Tree = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Run the program."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    noting = commands.add_parser("note", help="grade the corpus, and write what came of it")
    noting.add_argument("file", type=Path)
    noting.add_argument("--checkout", type=Path, default=ROOT, help="whose package grades")
    noting.add_argument(
        "--notebook", action="append", choices=(*PARTS, "target"), help="only this part"
    )
    noting.add_argument("--jobs", type=int, default=2)
    noting.add_argument("--inner", help=argparse.SUPPRESS)
    comparing = commands.add_parser("compare", help="tell what differs between two such files")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    comparing.add_argument(
        "--again", type=Path, action="append", default=[], help="another run of the old checkout"
    )
    options = parser.parse_args(arguments)
    if options.command == "compare":
        old, new, *again = map(read, (options.old, options.new, *options.again))
        if len({json.dumps(each["identity"].get("corpus")) for each in (old, new, *again)}) > 1:
            print("the corpora differ: so may everything else")
        found = compare(old["parts"], new["parts"], [each["parts"] for each in again])
        print("\n".join(told(found)))
        return 1 if found.differences or found.missing else 0
    if options.inner:
        noted = grade(options.inner, options.checkout.resolve(), options.jobs)
        options.file.write_text(json.dumps(noted))
        return 0
    note(options.file, options.checkout.resolve(), tuple(parts(options.notebook)), options.jobs)
    return 0


def parts(chosen: Sequence[str] | None) -> Iterator[str]:
    """Yield the parts that were asked for, all when none were named."""
    for part in PARTS:
        if not chosen or part in chosen or ("target" in chosen and part.startswith(TARGET)):
            yield part


def read(path: Path) -> Tree:
    """Read what `note` wrote."""
    tree: Tree = json.loads(path.read_text())
    return tree


# ---- noting


def note(path: Path, checkout: Path, chosen: Sequence[str], jobs: int) -> None:
    """Grade the parts that a file does not have yet, and write each as soon as it is done.

    Raises SystemExit when the file is of another package or another corpus.
    """
    identity = {
        "package": sum_of_files([checkout / "autograder"]),
        "corpus": sum_of_files([ROOT / name for name in CORPUS]),
    }
    tree: Tree = {"identity": identity, "parts": {}}
    if path.exists():
        tree = read(path)
        if tree["identity"] != identity:
            raise SystemExit(f"{path} is of another package or corpus: name another file")
    with environment(checkout) as python:
        for at, part in enumerate(chosen, start=1):
            if part in tree["parts"]:
                say(f"{at} of {len(chosen)}: {part} was done before")
                continue
            started = time.monotonic()
            say(f"{at} of {len(chosen)}: {part} ...")
            submissions = graded_apart(python, part, checkout, jobs)
            seconds = round(time.monotonic() - started, 1)
            tree["parts"][part] = {"seconds": seconds, "submissions": submissions}
            write(path, tree)
            say(f"    {len(submissions)} submissions in {seconds} s")


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(text, file=sys.stderr, flush=True)


def write(path: Path, tree: Tree) -> None:
    """Write a file at once: an interrupted program leaves the one before."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(tree, indent=1) + "\n")
    fresh.replace(path)


def sum_of_files(folders: Iterable[Path]) -> str:
    """Return a sum of the names and contents of all files in some folders."""
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and ".ipynb_checkpoints" not in path.parts:
                found.update(f"{path.relative_to(folder)}\n".encode())
                found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


@contextmanager
def environment(checkout: Path) -> Iterator[Path]:
    """Make an environment in which `autograder` is a checkout's; yield its interpreter."""
    with tempfile.TemporaryDirectory(prefix="same-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # students' processes, which may be another user's, read it
        venv.create(folder, symlinks=True, with_pip=False)
        python = folder / "bin" / "python"
        variables = {"base": name, "platbase": name}
        packages = Path(sysconfig.get_path("purelib", "venv", variables))
        installed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
        # The checkout stands before the installed packages; their own .pth files are not read, so
        # that none of them can bring an editable install of another checkout.
        (packages / "same.pth").write_text("\n".join([str(checkout), *sorted(installed)]) + "\n")
        (packages / "sitecustomize.py").write_text(SEEDING)
        check_package(python, checkout)
        yield python


def check_package(python: Path, checkout: Path) -> None:
    """Raise SystemExit unless zygotes, which get hardly any environment, import the checkout."""
    command = [str(python), "-s", "-P", "-c", "import autograder; print(autograder.__file__)"]
    done = subprocess.run(
        command, env={}, cwd="/", capture_output=True, text=True, timeout=60, check=False
    )
    if Path(done.stdout.strip()).parent != checkout / "autograder":
        raise SystemExit(f"not the package of {checkout}: {done.stdout}{done.stderr}")


def graded_apart(python: Path, part: str, checkout: Path, jobs: int) -> Tree:
    """Grade one part in a program of its own; raises SystemExit when that fails."""
    with tempfile.TemporaryDirectory(prefix="same-") as folder:
        found = Path(folder) / "found.json"
        command = [str(python), __file__, "note", str(found), "--inner", part]
        command += ["--checkout", str(checkout), "--jobs", str(jobs)]
        # nbgrader calls `alembic` from there.
        tools = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
        env = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(command, env=env | {"PATH": tools}, cwd=folder, check=False)
        if done.returncode:
            raise SystemExit(f"{part} could not be graded")
        return read(found)


# ---- grading, in the environment of the checkout


def grade(part: str, checkout: Path, jobs: int) -> Tree:
    """Grade one part; return what came of each submission, by what was handed in."""
    import autograder  # only here: the program itself may run where another one is installed

    if Path(autograder.__file__).parent != checkout / "autograder":
        raise SystemExit(f"the package is another than that of {checkout}")
    # These lie beside the tests, which are no package.
    sys.path.insert(0, str(TESTS))
    with tempfile.TemporaryDirectory(prefix="same-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        plain = Plain({str(folder): "<folder>", str(checkout): "<checkout>"})
        if part.startswith(TARGET):
            return dict(graded_target(part.removeprefix(TARGET), folder, plain))
        return dict(graded_stars(part, folder, plain, jobs))


def graded_stars(name: str, folder: Path, plain: "Plain", jobs: int) -> Iterator[tuple[str, Tree]]:
    """Grade everything that there is of one notebook of `stars`, on the shipped data."""
    import masters
    import stars_course

    from autograder import cases, pipeline
    from autograder import notebook as notebooks
    from autograder.cases import Kind
    from autograder.verify.running import solved

    course = stars_course.make_course(folder / "course", [name])
    release = stars_course.released(course, name)
    solution = solved(stars_course.master(course, name), release)
    handed_in = {"release": notebooks.write(release), "solution": notebooks.write(solution)}
    for kinds in ((Kind.WHEAT,), (Kind.CHAFF,), (Kind.ATTACK,)):
        for row in cases.pack(masters.cases_of(name, *kinds)):
            named = ", ".join(f"{case.kind}/{case.name}" for case in row)
            handed_in[named] = cases.submission(release, row)
    students = {f"student-{at:03}": who for at, who in enumerate(handed_in)}
    for student, who in students.items():
        stars_course.hand_in(course, student, name, handed_in[who])
    for result in pipeline.grade_class(course, stars_course.NAME, jobs=jobs).results:
        copy = course.autograded / result.student / stars_course.NAME / f"{name}.ipynb"
        yield students[result.student], noted(result, copy, plain)


def graded_target(family: str, folder: Path, plain: "Plain") -> Iterator[tuple[str, Tree]]:
    """Grade the short attacks of one family on the target course; its secrets are the same always.

    The class is the one that `attack_run` makes, with its honest students.
    """
    import attack_course
    import attack_run

    fields = (field.name for field in dataclasses.fields(attack_course.Secrets))
    words = {name: f"{name[:3]}{hashlib.sha256(name.encode()).hexdigest()[:16]}" for name in fields}
    known = attack_course.Secrets(**{**words, "expected": "1234567890123"})
    attacks = [each for each in attack_course.read_attacks(family) if not each.case.is_long]
    with mock.patch.object(attack_course.Secrets, "draw", lambda: known):
        ward = attack_run.Ward(folder, attacks, "unprivileged", None)
    try:
        ward.grade()
        drawn = (ward.places.tcp, ward.places.udp, ward.places.grader)
        plain = Plain({**plain.names, **{name: "<number>" for name in drawn}})
        for result in ward.graded:
            yield result.student, noted(result, ward._copy(result.student), plain)
    finally:
        ward.stack.close()


# ---- what is kept


class Plain:
    """Take out of texts what differs between any two runs: addresses, names and times."""

    _OUT = (
        (re.compile(r"\b0x[0-9a-f]{6,}\b"), "<address>"),
        # Of `tempfile.mkdtemp`, with the prefixes of this package's own folders.
        (re.compile(r"\b(tmp|student-|examiner-|autograder-zygotes-)[a-z0-9_]{8}\b"), r"\1<name>"),
        (re.compile(r"^(CPU times|Wall time): .*$", re.MULTILINE), r"\1: <time>"),
        (re.compile(r"^.* per loop \(mean .*$", re.MULTILINE), "<time> per loop"),
    )
    # Lines of the package's own in a traceback: they move whenever it is worked on.
    _FRAME = re.compile(r'File "<checkout>/autograder/[^\n]*\n(?:    [^\n]*\n)*')

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take the names that this run has drawn, and what stands for each."""
        self.names = names
        # The longest first: one may begin with another.
        ordered = sorted(names, key=len, reverse=True)
        self._drawn = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in ordered))

    def text(self, text: str) -> str:
        """Return a text that is the same in every run."""
        text = self._drawn.sub(lambda found: self.names[found[0]], text)
        for pattern, stands_for in self._OUT:
            text = pattern.sub(stands_for, text)
        return self._FRAME.sub('File "<checkout>"\n', text)

    def output(self, output: Mapping[str, Any]) -> Tree:
        """Return what one output shows: its kind, its texts, and the sums of its pictures."""
        kept: Tree = {"output_type": output["output_type"]}
        for name in ("name", "ename", "evalue", "text", "execution_count", "metadata"):
            if output.get(name):
                kept[name] = self._value(output[name])
        if "traceback" in output:
            frames = map(self.text, output["traceback"])
            kept["traceback"] = cut("\n".join(map(without_package, frames)))
        for mime, value in output.get("data", {}).items():
            is_picture = mime.startswith("image/") and "svg" not in mime
            kept[mime] = sum_of_picture(value) if is_picture else self._value(value)
        return kept

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return cut(self.text(value))
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return cut(self.text("".join(value)))
        return cut(self.text(json.dumps(value, sort_keys=True)))


def without_package(frame: str) -> str:
    """Return a frame of a traceback, or only that it is one where the package's own code is."""
    return "<a frame of the package's>" if "<checkout>/autograder/" in frame else frame


def cut(text: str) -> str:
    """Return a text, or its beginning with a sum of all of it."""
    if len(text) <= KEPT_CHARACTERS:
        return text
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]
    return f"{text[:KEPT_CHARACTERS]}... [{len(text)} characters, {digest}]"


def sum_of_picture(value: str | list[str]) -> str:
    """Return the sum of a picture's bytes."""
    text = value if isinstance(value, str) else "".join(value)
    try:
        content = base64.b64decode(text)
    except ValueError:  # a student may show anything
        content = text.encode(errors="replace")
    return f"{len(content)} bytes, {hashlib.sha256(content).hexdigest()[:16]}"


def noted(result: Any, copy: Path, plain: Plain) -> Tree:
    """Return what is kept of a submission: its result, and its executed notebook."""
    kept: Tree = {"state": result.state.value, "problem": plain.text(result.problem), "tests": {}}
    for notebook in result.notebooks:
        for test in notebook.tests:
            kept["tests"][test.grade_id] = {
                "verdict": test.verdict.value,
                "points": test.points,
                "message": plain.text(test.message),
                "note": plain.text(test.note),
            }
        kept["manual"] = {cell.grade_id: cell.answered for cell in notebook.manual}
        kept["notices"] = list(map(plain.text, notebook.notices))
        kept["noticed"] = sorted(plain.text(f"{e.code}: {e.text}") for e in notebook.noticed)
    cells = json.loads(copy.read_text())["cells"] if copy.exists() else []
    kept["cells"] = {f"cell {at:03}": shown(cell, plain) for at, cell in enumerate(cells)}
    return kept


def shown(cell: Mapping[str, Any], plain: Plain) -> Tree:
    """Return what is kept of a cell: its count, and its outputs with a sum of them."""
    outputs = [plain.output(output) for output in cell.get("outputs", ())]
    text = json.dumps([cell.get("source"), outputs], sort_keys=True)
    digest = hashlib.sha256(plain.text(text).encode(errors="replace")).hexdigest()[:16]
    return {"count": cell.get("execution_count"), "digest": digest, "outputs": outputs}


# ---- comparing


@dataclasses.dataclass(frozen=True)
class Difference:
    """Hold one place where two runs differ: the path to it, and what stands there in each."""

    path: tuple[str, ...]
    old: Any
    new: Any


@dataclasses.dataclass(frozen=True)
class Compared:
    """Hold what comparing found; ``unstable`` differs between two runs of the old checkout."""

    submissions: int
    places: int
    differences: tuple[Difference, ...]
    unstable: tuple[Difference, ...]
    missing: tuple[str, ...]


def compare(old: Tree, new: Tree, again: Sequence[Tree] = ()) -> Compared:
    """Compare the parts that both runs have, and name those that only one of them has."""
    both = {part: tree for part, tree in old.items() if part in new}
    here, there = places(both), places({part: new[part] for part in both})
    varying: dict[tuple[str, ...], Difference] = {}
    for other in again:
        known = {part for part in both if part in other}
        beside = places({part: other[part] for part in known})
        mine = {path: value for path, value in here.items() if path[0] in known}
        varying |= {found.path: found for found in differing(mine, beside)}
    differences = tuple(each for each in differing(here, there) if each.path not in varying)
    return Compared(
        submissions=len({path[:2] for path in here}),
        places=len(here),
        differences=differences,
        unstable=tuple(varying.values()),
        missing=tuple(sorted(old.keys() ^ new.keys())),
    )


def differing(old: Mapping[tuple[str, ...], Any], new: Mapping[tuple[str, ...], Any]) -> Any:
    """Yield the places where two runs differ; what one of them lacks is None there."""
    for path in sorted({*old, *new}):
        if old.get(path) != new.get(path):
            yield Difference(path, old.get(path), new.get(path))


def places(noted_parts: Tree) -> dict[tuple[str, ...], Any]:
    """Return everything that was noted, by part, submission, and what it is."""
    found: dict[tuple[str, ...], Any] = {}
    for part, tree in noted_parts.items():
        for who, kept in tree["submissions"].items():
            where = (part, who)
            for name in ("state", "problem", "notices", "noticed", "manual"):
                found[(*where, name)] = kept.get(name)
            for grade_id, test in kept["tests"].items():
                for name, value in test.items():
                    found[(*where, grade_id, name)] = value
            for name, cell in kept["cells"].items():
                found[(*where, name)] = cell
    return found


def told(found: Compared) -> Iterator[str]:
    """Yield the lines that tell what comparing found."""
    for each in found.differences:
        yield from told_difference("differs", each)
    for each in found.unstable:
        yield from told_difference("unstable in the old itself", each)
    for part in found.missing:
        yield f"only one of the runs has {part}"
    yield (
        f"{found.submissions} submissions, {found.places} places: {len(found.differences)} differ, "
        f"{len(found.unstable)} unstable in the old itself"
    )


def told_difference(word: str, found: Difference) -> Iterator[str]:
    """Yield the lines of one difference, from where the two begin to differ."""
    yield f"{word}: {' / '.join(found.path)}"
    old, new = (
        # The sum tells of outputs that are too long to be kept, but nothing to a reader.
        json.dumps({**value, "digest": ""} if isinstance(value, dict) else value)
        for value in (found.old, found.new)
    )
    pairs = enumerate(zip(old, new, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = max(0, same - SHOWN_CHARACTERS // 3)
    yield f"    old: {'...' * bool(start)}{old[start : same + SHOWN_CHARACTERS]}"
    yield f"    new: {'...' * bool(start)}{new[start : same + SHOWN_CHARACTERS]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
