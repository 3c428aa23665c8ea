"""Intake: what came from a learning management system or by mail, put where grading looks for it.

`collecting` knows the order: `inventory` reads folders and archives, `namings` and `roster` say who
handed a file in, `recognition` which master it belongs to, `plan` decides, `placing` writes.
"""
