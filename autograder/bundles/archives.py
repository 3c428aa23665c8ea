"""Zip files that hold the same bytes whenever and wherever they are made."""

import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path

# The earliest that the format knows: a zip of the same files tells nothing of when it was made.
_DATE = (1980, 1, 1, 0, 0, 0)
_FILE, _PROGRAM = 0o100644, 0o100755
_UNIX = 3


def write_zip(target: Path, files: Mapping[str, bytes], executable: Collection[str] = ()) -> None:
    """Write a zip of these files, by name; those that are ``executable`` are marked so."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = (_PROGRAM if name in executable else _FILE) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def read_zip(path: Path) -> dict[str, bytes]:
    """Return the files of a zip, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
