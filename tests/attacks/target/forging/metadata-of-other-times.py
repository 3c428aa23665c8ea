# title: metadata of schemas that never were, of wrong types and with forged checksums
# exercise: Exercise 1
# points: total-test=0

# %% total
total = 1

# %% metadata total-test {"schema_version": 99, "checksum": "00", "cell_type": "markdown", "points": "many"}

# %% metadata kinds-test {"schema_version": 1, "grade": "no", "locked": [], "solution": null}

# %% metadata rescale-test {"grade_id": 7, "points": 1e308}

# %% metadata total {"grade_id": "total", "solution": {}, "locked": true, "points": {"deep": [[[]]]}}
