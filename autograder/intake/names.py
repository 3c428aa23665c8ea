"""Names that came from outside: which may become a file's, and which a student's."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.intake.limits import FOLDER_LEVELS, PART_BYTES, PATH_BYTES
from autograder.plain_text import acts_as_formula

STUDENT_BYTES = 100
ARCHIVE_ENDINGS = (".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tbz2", ".txz", ".tar", ".zip")

_DRIVE = re.compile(r"[A-Za-z]:")
# Windows gives these names, with any ending, to devices.
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|]')
_NOT_IN_IDS = re.compile(r"[^\w.@+-]+")
_JUNK_FOLDERS = frozenset({"__MACOSX", "__pycache__"})
_JUNK_FILES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Refusal:
    """Say why a name is not taken; ``hostile`` names are nobody's accident."""

    code: str
    message: str
    hostile: bool = False


def refusal(path: str) -> Refusal | None:
    """Return what is wrong with a file's path in an archive, or None."""
    return _leads_out(path) or _cannot_be_written(path)


def _leads_out(path: str) -> Refusal | None:
    if "\0" in path:
        return Refusal("name-with-null", "a name in it is cut by a null byte", True)
    if path.startswith("/") or _DRIVE.match(path):
        return Refusal("path-absolute", "a path in it starts at the root of a disk", True)
    if "\\" in path:
        return Refusal("path-backslash", "a path in it has backslashes", True)
    if ".." in path.split("/"):
        return Refusal("path-leads-out", "a path in it leads out of its folder by `..`", True)
    return None


def _cannot_be_written(path: str) -> Refusal | None:
    parts = path.rstrip("/").split("/")
    if any(part in ("", ".") for part in parts):
        return Refusal("name-empty", "its path has an empty name in it")
    if not is_text(path):
        return Refusal("name-unprintable", "its name has control characters or half characters")
    if len(parts) > FOLDER_LEVELS:
        return Refusal("path-too-deep", f"it lies more than {FOLDER_LEVELS} folders deep")
    if max(len(part.encode()) for part in parts) > PART_BYTES or len(path.encode()) > PATH_BYTES:
        return Refusal("name-too-long", "its name is too long for a file system")
    if any(is_reserved(part) for part in parts):
        return Refusal("name-reserved", "Windows reserves its name, or cannot keep it as it is")
    return None


def is_text(name: str) -> bool:
    """Tell whether a name consists of characters that can be written and shown."""
    kinds = {unicodedata.category(sign) for sign in name}
    # Format characters (Cf) join letters in some scripts, but some of them turn a line around.
    return not kinds & {"Cc", "Cs", "Co", "Zl", "Zp"} and not any(map(_turns_text, name))


def _turns_text(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in {"LRE", "RLE", "LRO", "RLO", "LRI", "RLI", "FSI"}


def is_reserved(part: str) -> bool:
    """Tell whether Windows has no file of that name, or would drop its end."""
    stem = part.split(".")[0].rstrip(" ")
    return bool(_RESERVED.fullmatch(stem)) or part[-1:] in (" ", ".")


def printable(name: str) -> str:
    """Return a name without what could steer a terminal or break a page."""
    clean = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)
    return clean.encode(errors="replace").decode()


def same_name(path: str) -> str:
    """Return what is equal for paths that one file system or another takes for the same."""
    folded = unicodedata.normalize("NFKC", path).casefold()
    return unicodedata.normalize("NFKC", folded)


def twice(paths: Iterable[str]) -> frozenset[str]:
    """Return the paths that stand for the same file as another, or for a folder of another."""
    seen: dict[str, list[str]] = {}
    folders: set[str] = set()
    for path in paths:
        key = same_name(path)
        seen.setdefault(key, []).append(path)
        parts = key.split("/")
        folders |= {"/".join(parts[:end]) for end in range(1, len(parts))}
    found = (each for key, each in seen.items() if len(each) > 1 or key in folders)
    return frozenset(path for each in found for path in each)


def is_junk(parts: Iterable[str]) -> bool:
    """Tell what systems and editors leave behind: hidden files, resource forks, checkpoints."""
    return any(
        part.startswith(".") or part in _JUNK_FOLDERS or part.casefold() in _JUNK_FILES
        for part in parts
    )


def without_ending(name: str) -> str:
    """Return an archive's name without ``.zip``, ``.tar.gz`` and the like."""
    for ending in ARCHIVE_ENDINGS:
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name


def is_archive(name: str) -> bool:
    """Tell whether a name is an archive's."""
    return without_ending(name) != name


def is_student(name: str) -> bool:
    """Tell whether a name can be a student's folder, and nothing else's."""
    return (
        bool(name.strip())
        and name[0] not in ". "
        and is_text(name)
        and not acts_as_formula(name)
        and not _NOT_IN_NAMES.search(name)
        and not is_reserved(name)
        and len(name.encode()) <= STUDENT_BYTES
    )


def as_student(name: str) -> str:
    """Turn a person's name into a folder's: "Ada Lovelace" becomes "Ada_Lovelace"."""
    found = _NOT_IN_IDS.sub("_", unicodedata.normalize("NFC", name)).strip("_.")
    # Nobody is called so, and a spreadsheet would take it for a formula.
    return found.lstrip("_.@+-")
