"""Write what was fetched so that it is there whole or not at all."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from autograder.hub.packing import write_to

_PREFIX = ".fetching-"


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with these files; raises FileExistsError when there is one with files in it.

    Raises OSError when it cannot be written, and then nothing is left of it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=folder.parent) as around:
        # A temporary folder is closed to others; the one inside is as any folder of the user's.
        written = Path(around, "whole")
        write_to(written, files)
        try:
            written.rename(folder)
        except OSError as error:
            if folder.exists():
                raise FileExistsError(error.errno, "there already", str(folder)) from None
            raise


def write_file(path: Path, content: bytes) -> None:
    """Write one file, and its folder where needed, in the place of an older one.

    Raises OSError when it cannot be written, and then the older one is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f"{_PREFIX}{secrets.token_hex(8)}")
    try:
        with written.open("xb") as file:
            file.write(content)
        os.replace(written, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            written.unlink()
