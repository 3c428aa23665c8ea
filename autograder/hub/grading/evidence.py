"""What grading an attempt gave, whole, as one archive: what is shown of it is made from this."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from autograder import notebook as notebooks
from autograder import results
from autograder.errors import InternalError
from autograder.notebook import Notebook
from autograder.results import Result

_RESULT, _PAGES = "result.json", "pages/"
_NO_CLOCK = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Evidence:
    """Hold a result, and by name the notebooks as they ran and their feedback pages.

    In neither of them can anything act.
    """

    result: Result
    executed: Mapping[str, Notebook] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)


def pack(evidence: Evidence) -> bytes:
    """Return the archive; the same evidence gives the same bytes."""
    members = {_RESULT: results.to_json(evidence.result).encode(errors="backslashreplace")}
    for name, notebook in sorted(evidence.executed.items()):
        members[f"{name}.ipynb"] = notebooks.write(notebook)
    for name, page in sorted(evidence.pages.items()):
        members[f"{_PAGES}{name}.html"] = page.encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_CLOCK), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def result(content: bytes) -> Result:
    """Return the result alone; raises InternalError when the archive is damaged."""
    with _opened(content) as archive:
        return results.from_json(archive.read(_RESULT).decode())


def executed(content: bytes, name: str) -> Notebook | None:
    """Return one notebook as it ran; raises InternalError when the archive is damaged."""
    with _opened(content) as archive:
        member = f"{name}.ipynb"
        return notebooks.parse(archive.read(member)) if member in archive.namelist() else None


def pages(content: bytes) -> dict[str, str]:
    """Return the feedback pages by notebook; raises InternalError when the archive is damaged."""
    with _opened(content) as archive:
        return {name: archive.read(member).decode() for name, member in _pages_in(archive).items()}


def pages_of(content: bytes) -> tuple[str, ...]:
    """Return the notebooks that have a page; raises InternalError when the archive is damaged."""
    with _opened(content) as archive:
        return tuple(_pages_in(archive))


def _pages_in(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the archive's members that are pages, by notebook."""
    return {
        member.removeprefix(_PAGES).removesuffix(".html"): member
        for member in archive.namelist()
        if member.startswith(_PAGES)
    }


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (zipfile.BadZipFile, KeyError, ValueError, notebooks.NotebookUnreadable) as error:
        raise InternalError(
            "evidence-damaged", f"what is kept of a grading cannot be read: {error!r}"
        ) from None
