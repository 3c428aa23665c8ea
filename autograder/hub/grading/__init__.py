"""Grading on submit: a process per course that grades, and the service's side of it."""
