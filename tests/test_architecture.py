"""The shape of the package, held by its syntax trees: ranks, names, sizes and forbidden calls.

Each rule is a function from one module's source to complaints. A complaint names the file, the
line and the remedy. The rules are first tried on small made-up sources, then on the package.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "autograder"

# A part is a module or a folder directly inside autograder/. It imports parts of earlier rows
# only, and a folder's modules import each other.
RANKS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "verdicts", "plain_text"}),
    frozenset({"homes", "notebook", "platforms"}),
    frozenset({"assignment", "configuration", "results"}),
    frozenset(
        {"scoring", "cases", "datafile", "compiler", "answers", "jail"}
        | {"helper_files", "marks", "starter"}
    ),
    frozenset({"submission"}),
    frozenset({"bundles", "execution", "gradebook", "intake", "manual"}),
    frozenset({"feedback", "report"}),
    frozenset({"pipeline"}),
    frozenset({"demo", "nbgrader", "verify", "cluster", "gradescope"}),
    frozenset({"hub"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
# `from autograder import __version__`: the package's own face, below everything.
ROOT = "autograder"

NAMES_THAT_SAY_NOTHING = frozenset({"util", "utils", "helper", "helpers", "common", "misc"})
MOST_LINES = 400
# Reading what one of these wrote can run code.
UNSAFE_MODULES = frozenset({"pickle", "cPickle", "dill", "joblib", "cloudpickle", "shelve"})
UNSAFE_FUNCTIONS = frozenset({"eval", "exec"})
UNSAFE_METHODS = frozenset({"read_pickle", "to_pickle"})
# Running cells is what this folder is for; its processes are jailed.
MAY_RUN_SOURCE = "execution/"


@dataclass(frozen=True)
class Module:
    """One module: its path inside the package, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @property
    def part(self) -> str:
        first = self.path.split("/")[0].removesuffix(".py")
        return ROOT if first == "__init__" else first

    def at(self, node: ast.AST) -> str:
        return f"autograder/{self.path}:{getattr(node, 'lineno', 1)}"


Import = ast.Import | ast.ImportFrom
Rule = Callable[[Module], Iterator[str]]


def imports(module: Module) -> Iterator[Import]:
    return (n for n in ast.walk(module.tree) if isinstance(n, ast.Import | ast.ImportFrom))


def imported_names(node: Import) -> list[str]:
    """Give dotted names; what is imported from the root itself may be a part."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if node.module == ROOT:
        return [f"{ROOT}.{alias.name}" for alias in node.names]
    return [node.module or ""]


def imported_parts(node: Import) -> list[str]:
    names = [name.split(".") for name in imported_names(node)]
    ours = [name for name in names if name[0] == ROOT]
    return [name[1] if len(name) > 1 and name[1] != "__version__" else ROOT for name in ours]


def rank(part: str) -> int | None:
    if part == ROOT:
        return -1
    return next((number for number, row in enumerate(RANKS) if part in row), None)


def has_a_rank(module: Module) -> Iterator[str]:
    if rank(module.part) is None:
        yield (
            f"autograder/{module.path}: {module.part} has no rank; "
            "give it one in RANKS in tests/test_architecture.py and in docs/architecture.md"
        )


def imports_are_absolute(module: Module) -> Iterator[str]:
    for node in imports(module):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{module.at(node)}: relative import; write it as `from autograder... import`"


def imports_point_downward(module: Module) -> Iterator[str]:
    own = rank(module.part)
    for node in imports(module):
        for part in imported_parts(node):
            other = rank(part)
            if part == module.part or own is None:
                continue
            if other is None or other >= own:
                yield (
                    f"{module.at(node)}: {module.part} may not import {part}, which has no lower "
                    f"rank; move what both need to a lower part, or pass it in as an argument"
                )


def has_its_reason(lines: list[str], node: Import) -> bool:
    """Look for a comment in the import's lines, or above it or its group of imports."""
    if any("#" in line for line in lines[node.lineno - 1 : node.end_lineno]):
        return True
    above = (line.strip() for line in reversed(lines[: node.lineno - 1]))
    first = next((line for line in above if not line.startswith(("import ", "from "))), "")
    return first.startswith("#")


def imports_stand_at_the_top(module: Module) -> Iterator[str]:
    lines = module.text.splitlines()
    top = {id(node) for node in module.tree.body}
    for node in imports(module):
        if id(node) not in top and not has_its_reason(lines, node):
            yield (
                f"{module.at(node)}: import that is not at the module's top; move it there, "
                "or give the reason in a comment on the line above"
            )


def name_says_something(module: Module) -> Iterator[str]:
    for name in module.path.removesuffix(".py").split("/"):
        if name in NAMES_THAT_SAY_NOTHING:
            yield f"autograder/{module.path}: {name} says nothing; name it by the noun it is about"


def is_short(module: Module) -> Iterator[str]:
    count = len(module.text.splitlines())
    if count > MOST_LINES:
        yield (
            f"autograder/{module.path}: {count} lines, and {MOST_LINES} is the most; "
            "split it by the nouns in it"
        )


def unsafe_word(node: ast.AST) -> str | None:
    match node:
        case ast.Import() | ast.ImportFrom():
            roots = {name.split(".")[0] for name in imported_names(node)}
            return next(iter(sorted(roots & UNSAFE_MODULES)), None)
        case ast.Attribute(attr=name) if name in UNSAFE_METHODS:
            return name
        case ast.keyword(arg="allow_pickle", value=ast.Constant(value=False)):
            return None
        case ast.keyword(arg="allow_pickle"):
            return "allow_pickle"
    return None


def reads_plain_data_only(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if word := unsafe_word(node):
            yield f"{module.at(node)}: {word} can run what it reads; send plain data instead"


def runs_no_source(module: Module) -> Iterator[str]:
    if module.path.startswith(MAY_RUN_SOURCE):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and node.id in UNSAFE_FUNCTIONS:
            yield (
                f"{module.at(node)}: {node.id} outside autograder/{MAY_RUN_SOURCE}; parse the "
                "text (ast, json), or run it in a jailed process of the execution folder"
            )


RULES: tuple[Rule, ...] = (
    has_a_rank,
    imports_are_absolute,
    imports_point_downward,
    imports_stand_at_the_top,
    name_says_something,
    is_short,
    reads_plain_data_only,
    runs_no_source,
)


def package_modules() -> list[Module]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return [Module(p.relative_to(PACKAGE).as_posix(), p.read_text("utf-8")) for p in paths]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule: Rule) -> None:
    complaints = [complaint for module in package_modules() for complaint in rule(module)]
    assert not complaints, "\n" + "\n".join(complaints)


def test_the_package_is_found() -> None:
    assert {"__init__.py", "errors.py", "verdicts.py"} <= {m.path for m in package_modules()}


BROKEN: tuple[tuple[Rule, str, str, str], ...] = (
    (has_a_rank, "sandbox.py", "", "sandbox has no rank"),
    (has_a_rank, "sandbox/cgroup.py", "", "sandbox has no rank"),
    (imports_are_absolute, "jail/seccomp.py", "from . import limits", "relative import"),
    (
        imports_are_absolute,
        "jail/seccomp.py",
        "def f():\n    from ..errors import X",
        ":2: relative",
    ),
    (imports_point_downward, "errors.py", "import autograder.pipeline", "may not import pipeline"),
    (imports_point_downward, "errors.py", "from autograder import verdicts", "import verdicts"),
    (imports_point_downward, "scoring.py", "from autograder.jail.limits import X", "import jail"),
    (imports_point_downward, "jail/limits.py", "def f():\n    import autograder.cli", "import cli"),
    (imports_point_downward, "scoring.py", "import autograder.elsewhere", "import elsewhere"),
    (
        imports_stand_at_the_top,
        "scoring.py",
        "def f():\n    import math",
        "not at the module's top",
    ),
    (
        imports_stand_at_the_top,
        "scoring.py",
        "# why\n\nif 1:\n    import math",
        "not at the module",
    ),
    (name_says_something, "utils.py", "", "utils says nothing"),
    (name_says_something, "report/helpers.py", "", "helpers says nothing"),
    (name_says_something, "common/table.py", "", "common says nothing"),
    (is_short, "scoring.py", "pass\n" * 401, "401 lines"),
    (reads_plain_data_only, "results.py", "import pickle", "pickle can run"),
    (reads_plain_data_only, "results.py", "def f():\n    from joblib import load", "joblib can"),
    (reads_plain_data_only, "results.py", "import dill as d", "dill can run"),
    (reads_plain_data_only, "results.py", "pd.read_pickle(p)", "read_pickle can run"),
    (reads_plain_data_only, "results.py", "np.load(p, allow_pickle=True)", "allow_pickle can run"),
    (reads_plain_data_only, "execution/pool.py", "import pickle", "pickle can run"),
    (runs_no_source, "answers/codec.py", "eval('1')", "eval outside"),
    (runs_no_source, "answers/codec.py", "run = exec", "exec outside"),
)


@pytest.mark.parametrize(("rule", "path", "text", "words"), BROKEN)
def test_a_broken_module_is_named_with_its_fault(
    rule: Rule, path: str, text: str, words: str
) -> None:
    (complaint,) = rule(Module(path, text))
    assert complaint.startswith(f"autograder/{path}")
    assert words in complaint


SOUND: tuple[tuple[Rule, str, str], ...] = (
    (has_a_rank, "__init__.py", ""),
    (has_a_rank, "jail/landlock.py", ""),
    (imports_point_downward, "assignment.py", "from autograder import notebook as notebooks"),
    (imports_point_downward, "jail/seccomp.py", "from autograder.jail import limits"),
    (imports_point_downward, "cli/grade.py", "from autograder import __version__, pipeline"),
    (imports_point_downward, "errors.py", "import json\nfrom enum import StrEnum"),
    (imports_stand_at_the_top, "scoring.py", "import math"),
    (imports_stand_at_the_top, "scoring.py", "def f():\n    # slow to import\n    import math"),
    (imports_stand_at_the_top, "scoring.py", "def f():\n    import math  # slow to import"),
    (
        imports_stand_at_the_top,
        "scoring.py",
        "def f():\n    # slow to import\n    import math\n    import json",
    ),
    (name_says_something, "jail/limits.py", ""),
    (is_short, "scoring.py", "pass\n" * 400),
    (reads_plain_data_only, "results.py", "np.load(p, allow_pickle=False)"),
    (reads_plain_data_only, "results.py", "import json"),
    (runs_no_source, "execution/examiner.py", "exec(code, names)"),
    (runs_no_source, "answers/codec.py", "pattern.exec_ = literal_eval('1')"),
)


@pytest.mark.parametrize(("rule", "path", "text"), SOUND)
def test_a_sound_module_passes(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Module(path, text))) == []


def test_no_part_has_two_ranks() -> None:
    parts = [part for row in RANKS for part in row]
    assert len(parts) == len(set(parts))
