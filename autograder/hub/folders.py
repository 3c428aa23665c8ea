"""A folder's whole content changed in one step, so that nobody who reads it finds half of it."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from autograder.intake.swapping import swap

_WRITING, _BEFORE = ".hub-writing-", ".hub-before-"


def holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Tell whether a folder has exactly these files, links to files counted as these."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return found == set(files) and all(
        (folder / name).is_file() and (folder / name).read_bytes() == content
        for name, content in files.items()
    )


def replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, named by their path in the folder, in place of all that it holds.

    In one step where the file system can exchange two folders. What is there already stays.
    """
    if folder.is_dir() and holds(folder, files):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    writing = folder.with_name(f"{_WRITING}{folder.name}")
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir()
    for name, content in files.items():
        path = writing / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    _take_place(writing, folder)


def _take_place(writing: Path, target: Path) -> None:
    if not target.exists():
        writing.rename(target)
        return
    if not swap(writing, target):
        before = target.with_name(f"{_BEFORE}{target.name}")
        shutil.rmtree(before, ignore_errors=True)
        target.rename(before)
        writing.rename(target)
        writing = before
    shutil.rmtree(writing)
