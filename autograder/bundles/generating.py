"""A program: have otter-grader generate its zip files, in a process of its own.

Otter looks for files in the working folder, which is the whole process's, and takes seconds to
import: all notebooks of an assignment are done at one go. Each line of the standard input names a
folder with ``tests/``, ``files/``, ``otter_config.json`` and ``requirements.txt`` in it; the zip is
put there.
"""

import os
import sys
from pathlib import Path

from autograder.bundles.environment import this_version

ZIP = "autograder.zip"


def generate(folder: Path) -> None:
    """Have otter make the zip of what lies in a folder."""
    from otter.generate import main  # an extra: courses that use nbgrader alone need none of it

    os.chdir(folder / "files")
    main(
        tests_dir=str(folder / "tests"),
        output_path=str(folder / ZIP),
        config=str(folder / "otter_config.json"),
        requirements=str(folder / "requirements.txt"),
        no_environment=True,
        files=sorted(os.listdir()),
        python_version=this_version(),
    )


if __name__ == "__main__":
    for line in sys.stdin:
        generate(Path(line.rstrip("\n")))
