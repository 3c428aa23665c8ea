"""Assignments proven by right and wrong solutions, before any student sees them."""
