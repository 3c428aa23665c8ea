"""The service's database, SQLite or PostgreSQL: releases, policies, attempts and their grading.

A method is one transaction. What it returned is written durably, and a crash at any moment leaves
either all that a method does or nothing of it.
"""

from autograder.hub.store.attempts import FINISHED
from autograder.hub.store.gradings import Counting, Given, Grading, as_graded
from autograder.hub.store.opening import Store

__all__ = ["FINISHED", "Counting", "Given", "Grading", "Store", "as_graded"]
