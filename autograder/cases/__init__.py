"""Right, wrong and hostile solutions, a file each, and what becomes of them."""

from autograder.cases.case import Action, Case, Edit, Kind
from autograder.cases.making import expected, pack, reseed, submission
from autograder.cases.reading import read_case, read_cases

__all__ = [
    "Action",
    "Case",
    "Edit",
    "Kind",
    "expected",
    "pack",
    "read_case",
    "read_cases",
    "reseed",
    "submission",
]
