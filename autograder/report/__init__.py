"""The class at a glance: a table for people and the same facts as JSON."""

from autograder.report.table import class_json, class_table

__all__ = ["class_json", "class_table"]
