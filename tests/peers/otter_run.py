"""Do what ``otter run SUBMISSION -a ZIP -o FOLDER`` does, and keep the executed notebook too.

Run inside a room, never outside: otter itself unpickles what the student's process wrote. It shows
students no output of their cells, so that only this copy tells what an attack could do there.
"""

import os
import sys

import nbformat
from otter.run import main

if __name__ == "__main__":
    submission, bundle, folder, kept = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    results = main(submission, autograder=bundle, output_dir=folder)
    nbformat.write(results.notebook, kept)
