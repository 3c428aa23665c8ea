"""Grading on submit in JupyterHub: a service that keeps attempts, grades them and shows scores.

`exchange` runs beside nbgrader in a user's own server and talks HTTP with the service; all else
runs in the service.
"""
