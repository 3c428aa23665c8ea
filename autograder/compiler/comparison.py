"""What differs between two folders, as text for a person."""

import difflib
from collections.abc import Iterator
from pathlib import Path

# Jupyter and Python write these beside what they open; they are no part of a release.
_IGNORED_FOLDERS = frozenset({".ipynb_checkpoints", "__pycache__"})


def differences(old: Path, new: Path) -> str:
    """Return a unified diff of the text files, and a line for any other file that differs.

    Empty when both folders hold the same files with the same bytes; ``old`` may be missing.
    """
    names = sorted(_files(old) | _files(new))
    return "".join(part for name in names for part in _difference(name, old / name, new / name))


def _files(folder: Path) -> set[Path]:
    relative = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path for path in relative if not _IGNORED_FOLDERS.intersection(path.parts)}


def _difference(name: Path, old: Path, new: Path) -> Iterator[str]:
    if not old.is_file():
        yield f"missing in the release: {name.as_posix()}\n"
    elif not new.is_file():
        yield f"no longer in the source: {name.as_posix()}\n"
    elif old.read_bytes() != new.read_bytes():
        yield from _content_difference(name.as_posix(), old.read_bytes(), new.read_bytes())


def _content_difference(name: str, old: bytes, new: bytes) -> Iterator[str]:
    try:
        before, after = (raw.decode().splitlines(keepends=True) for raw in (old, new))
    except UnicodeDecodeError:
        yield f"differs, and is not text: {name}\n"
        return
    for line in difflib.unified_diff(before, after, f"released/{name}", f"compiled/{name}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
