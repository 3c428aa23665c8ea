"""How much one hand-in may be: every archive is hostile until it has been read to its end."""

from dataclasses import dataclass

MIB = 2**20
FILE_BYTES = 64 * MIB
"""What one file may hold unpacked: as much as a notebook may."""
RUN_BYTES = 8 * 2**30
"""What all archives of one call may unpack to together."""
RATIO = 200
"""How many times larger than packed a file may become; notebooks reach about twenty."""
RATIO_FREE_BYTES = 4 * MIB
"""Below this a file may be packed as tightly as it likes."""
ZIP_TABLE_BYTES = 16 * MIB
"""How large the table of contents at a zip's end may be: it is read whole."""
TAR_HEADER_BYTES = 64 * 2**10
"""How long a name or an attribute in a tar may be: it is read whole."""
XZ_MEMORY_BYTES = 128 * MIB
CHUNK_BYTES = 2**18
FOLDER_LEVELS = 16
PART_BYTES = 200
"""How long one name may be: file systems take 255, and a partial file's name is longer."""
PATH_BYTES = 1000
NESTED_ARCHIVES = 1
"""How deep archives may lie in one another: one for each student in one for the class."""


@dataclass(frozen=True)
class Limits:
    """Hold what one archive or folder may hold."""

    files: int
    unpacked_bytes: int


DOWNLOAD = Limits(files=50_000, unpacked_bytes=RUN_BYTES)
"""The download of a class."""
NESTED = Limits(files=5_000, unpacked_bytes=512 * MIB)
"""An archive inside it: what one student handed in."""
