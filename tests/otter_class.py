"""A program: do what ``otter run SUBMISSION -a ZIP -o FOLDER`` does, for many in one process.

    python tests/otter_class.py '[["SUBMISSION", "ZIP", "FOLDER"], ...]'

Otter's own command takes one submission, and imports all that it needs again for each; its function
can be called as often as one likes.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from otter.run import main

RESULTS, PROBLEM = "results.json", "problem.txt"


def run(jobs: Iterable[tuple[str, str, str]]) -> None:
    """Grade them one after the other; where otter gives no results, write down why."""
    for submission, bundle, folder in jobs:
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        try:
            main(submission, autograder=bundle, output_dir=folder, no_logo=True)
        except Exception as error:  # whatever it is, the next one has its turn
            problem = f"{type(error).__name__}: {error}"
            (target / PROBLEM).write_text(problem, errors="backslashreplace")


if __name__ == "__main__":
    run(json.loads(sys.argv[1]))
