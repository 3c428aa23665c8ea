"""Files that a student handed in beside the notebooks: modules and data that the notebooks use."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class HelperFile:
    """Hold one file; ``path`` is relative to the submission's folder."""

    path: Path
    content: bytes
