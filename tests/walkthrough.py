"""Follow docs/ten-minutes.md: its commands and its edits, by the package as its wheel installs it.

In the page, a block marked ``sh`` is typed as it stands, and a ``text`` block right after it quotes
some of what then appears. ``old <file>`` and ``new`` blocks are an edit: the one text takes the
place of the other in the file, for a notebook in the one cell that has it.

Nothing comes from a network: the wheel is installed alone, and a ``.pth`` file names the packages
that these tests run with. Python does not read the ``.pth`` files that lie there, so the package
under test is the wheel's, not the clone's.
"""

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
PAGE = REPOSITORY / "docs/ten-minutes.md"
COURSE, ENVIRONMENT = "planets", "planets/.venv"
# What a wheel is made of.
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "autograder")

_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What is typed goes on where the block before it ended: same folder, same variables.
_TYPED = """set -e
cd "$(cat {state}/folder)"
. {state}/variables
{commands}
export -p > {state}/variables
pwd > {state}/folder
"""
_FROM_HERE = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}


@dataclass(frozen=True)
class Block:
    """One fenced block of the page: what it is, the file that it is about, and its text."""

    kind: str
    file: str
    text: str


@dataclass(frozen=True)
class Typed:
    """What some commands of the page gave, and what the page says that they give."""

    commands: str
    status: int
    output: str
    quoted: str


@dataclass(frozen=True)
class Walk:
    """Everything that following the page gave, and where it lies."""

    root: Path
    typed: tuple[Typed, ...]

    @property
    def course(self) -> Path:
        return self.root / COURSE

    @property
    def python(self) -> Path:
        return self.root / ENVIRONMENT / "bin/python"

    @property
    def wheel(self) -> Path:
        (wheel,) = (self.root / "dist").iterdir()
        return wheel


def blocks(page: str) -> Iterator[Block]:
    for mark, text in _FENCE.findall(page):
        language, *words = mark.split()
        kind = words[0] if words else {"sh": "typed", "text": "quoted"}[language]
        yield Block(kind, words[1] if words[1:] else "", text)


@cache
def follow() -> Walk:
    """Follow the page in an empty folder, once in each process of the tests."""
    root = Path(tempfile.mkdtemp(prefix="autograder-ten-minutes-"))
    atexit.register(shutil.rmtree, root)
    return Walk(root, tuple(_follow(root, tuple(blocks(PAGE.read_text(encoding="utf-8"))))))


def _follow(root: Path, page: tuple[Block, ...]) -> Iterator[Typed]:
    state = _prepare(root)
    following = (*page[1:], Block("", "", ""))
    for block, after in zip(page, following, strict=True):
        if block.kind == "typed":
            quoted = after.text if after.kind == "quoted" else ""
            yield _type(state, block.text, quoted)
            _share_packages(root)
        elif block.kind == "old":
            assert after.kind == "new", block
            edit(root / COURSE / block.file, block.text.rstrip("\n"), after.text.rstrip("\n"))


def _prepare(root: Path) -> Path:
    """Copy what a clone has, so that a build leaves nothing in the clone."""
    ignored = shutil.ignore_patterns("__pycache__")
    (root / "autograder").mkdir()
    for name in SOURCES:
        place = root / "autograder" / name
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, place, ignore=ignored)
        else:
            shutil.copyfile(REPOSITORY / name, place)
    state = root / "state"
    state.mkdir()
    (state / "folder").write_text(f"{root}\n")
    (state / "variables").write_text("")
    return state


def _type(state: Path, commands: str, quoted: str) -> Typed:
    script = _TYPED.format(state=state, commands=commands)
    # As wide as a window may be: a table does not break its lines.
    environment = os.environ | _FROM_HERE | {"COLUMNS": "200"}
    environment.pop("PYTHONPATH", None)
    # The Python of these tests, with the locked tools for building, and nbgrader's `alembic`.
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    # These end with 1 where scores wait to be accepted, or a case is out of date. After all else
    # that fails, what follows would only confuse.
    allowed = (0, 1) if commands.startswith(("autograder grade", "autograder verify")) else (0,)
    assert done.returncode in allowed, f"{commands}\n{done.stdout}"
    return Typed(commands, done.returncode, done.stdout, quoted)


def _share_packages(root: Path) -> None:
    """Let the page's environment see the packages of the running one, which the page downloads."""
    for place in (root / ENVIRONMENT).glob("lib/python*/site-packages"):
        (place / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")


def edit(file: Path, old: str, new: str) -> None:
    """Put one text in the place of another, which must be there once."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".ipynb":
        assert text.count(old) == 1, (file, old)
        file.write_text(text.replace(old, new), encoding="utf-8")
        return
    tree = json.loads(text)
    sources = ["".join(cell["source"]) for cell in tree["cells"]]
    (at,) = (at for at, source in enumerate(sources) if old in source)
    assert sources[at].count(old) == 1, (file, old)
    tree["cells"][at]["source"] = sources[at].replace(old, new).splitlines(keepends=True)
    file.write_text(json.dumps(tree, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for typed in follow().typed:
        print(typed.commands, typed.status, typed.output, sep="\n")
    sys.exit(0)
