"""Which cells may change what a student's function works with, by their text alone."""

import ast
import builtins
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.execution.syntax import bindings, parse, used

_BUILTIN = frozenset(dir(builtins))

# Any doubt counts as a change: the price is a notice too few.
_CHANGES_ANYTHING = re.compile(
    r"^\s*[%!]|=\s*[%!]|import\s*\*|^\s*\w+(\.\w+)+\s*(\[.*\]\s*)?[-+*/]?=(?!=)"
    r"|\b(globals|locals|vars|exec|eval|compile|setattr|delattr|get_ipython|reload|__\w+__)\b"
    r"|\b(os|sys|io|shutil|subprocess|pathlib|Path|tempfile|sqlite3|pickle|joblib|gc|locale)\b"
    r"|\b(open|chdir|environ|write\w*|save\w*|dump\w*|unlink|remove|rename|urlretrieve)\("
    r"|\bto_(csv|excel|json|parquet|pickle|hdf|sql|feather|html|latex|markdown|stata|xml|file)\("
    r"|warnings|simplefilter|filterwarnings|seterr|set_option|set_printoptions|rcParams|setcontext",
    re.MULTILINE,
)
_DIFFERS_BY_ITSELF = re.compile(
    r"\b(global|nonlocal|default_rng|Random|RandomState|SystemRandom|Generator|SeedSequence)\b"
    r"|\b(MT19937|PCG64\w*|Philox|SFC64|secrets|uuid\w*|urandom|token_\w+|perf_counter\w*)\b"
    r"|\b(monotonic|process_time|time|thread_time)(_ns)?\(|\b(now|utcnow|today)\("
    r"|\b(ctime|localtime|gmtime|strftime|input|next|id|hash|object|repr|random_split)\("
    r"|\b(\w*KMeans|\w*Forest\w*|\w*Boosting\w*|Bagging\w*|ExtraTree\w*|DecisionTree\w*)\b"
    r"|\b(MLP\w+|SGD\w+|TSNE|\w*GaussianMixture|\w*ShuffleSplit|train_test_split)\b"
)


@dataclass(frozen=True)
class _Cell:
    binds: frozenset[str]
    uses: frozenset[str]
    imports: frozenset[str]


def may_have_changed(
    steps: Sequence[Mapping[str, str]], at: int, name: str, code: Collection[str]
) -> bool:
    """Tell whether a cell behind step ``at`` shares a name with what a function works with.

    Shared is also what its names were made of, cell by cell. Imports do not count, nor do the
    names in ``code`` (modules, functions and classes of the prefix), unless a cell rebinds them.
    """
    cells = [_read(step["source"]) for step in steps if step["kind"] != "test"]
    later = [_read(step["source"]) for step in steps[at + 1 :] if step["kind"] != "test"]
    rebound = {name for cell in cells for name in cell.binds - cell.imports}
    known = _BUILTIN.union(code, *(cell.imports for cell in cells)) - rebound
    touched = {name for cell in later for name in cell.binds | cell.uses}
    return not _made_of({name}, cells, known).isdisjoint(_made_of(touched, cells, known))


def may_differ(steps: Sequence[Mapping[str, str]], at: int, name: str) -> bool:
    """Tell whether honest work may make the function of a name answer otherwise later.

    Where a cell behind step ``at`` may change anything, and where what the function is made of
    keeps a state, draws from a generator of its own, or asks for the time and the like.
    """
    sources = [step["source"] for step in steps if step["kind"] != "test"]
    later = (step["source"] for step in steps[at + 1 :] if step["kind"] != "test")
    if any(map(_CHANGES_ANYTHING.search, later)):
        return True
    parts = {part: _read(part) for source in sources for part in _statements(source)}
    needed = _made_of({name}, list(parts.values()), _BUILTIN)
    own = (part for part, read in parts.items() if not read.binds.isdisjoint(needed))
    return any(map(_DIFFERS_BY_ITSELF.search, own))


def _statements(source: str) -> list[str]:
    """Return the statements of a cell, of each its text without comments."""
    tree = parse(source)
    return [ast.unparse(statement) for statement in tree.body] if tree else []


def _read(source: str) -> _Cell:
    bound = bindings(source)
    return _Cell(bound.names, used(source), frozenset(bound.imports))


def _made_of(names: Iterable[str], cells: Sequence[_Cell], known: Collection[str]) -> set[str]:
    """Return the names, and those that the cells which bind them use, and so on."""
    found: set[str] = set()
    waiting = set(names).difference(known)
    while waiting:
        name = waiting.pop()
        found.add(name)
        for cell in cells:
            if name in cell.binds:
                waiting |= (cell.uses | cell.binds) - found - frozenset(known)
    return found
