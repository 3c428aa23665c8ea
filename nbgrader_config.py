"""The course's configuration: nbgrader reads it, and so does `autograder`.

nbgrader's own keys keep nbgrader's meaning: the folders, the gradebook and the course's name are
set once, here, and both tools find the same course. What only `autograder` knows stands under
`c.Autograder`. A key that it does not know is an error, so a slip of the pen is never silent.
"""

from autograder.nbgrader import seal

c = get_config()

# The course's name, as the gradebook and the JupyterHub exchange know it.
c.CourseDirectory.course_id = "stars-course"

# The folders are nbgrader's usual ones beside this file: source, release, submitted, autograded
# and feedback. To rename one:
# c.CourseDirectory.submitted_directory = "handed-in"

# Grades go to gradebook.db beside this file. For a course on a server, any SQLAlchemy URL does:
# c.CourseDirectory.db_url = "postgresql+psycopg://user:password@host/gradebook"

# What a submission may use; docs/instructor.md explains each setting. Four of the five notebooks of
# `stars` train neural networks. One fit of the chapter's own network takes from 7 to 11 seconds of
# one core; a student may fit it several times in a cell, and a hidden test has it fitted up to
# three times, in calls of their own. Machines are slower than ours, and shared. A course that
# trains nothing can leave these lines out: the defaults are 30, 20 and 900.
c.Autograder.cell_seconds = 300  # one of the student's cells, or one test cell
c.Autograder.call_seconds = 60  # one call that a test makes into the student's code
c.Autograder.notebook_seconds = 1800  # the whole notebook
# c.Autograder.memory_bytes = 2 * 2**30  # the default

# A matter of style in a master (a hidden assert without a message, say) stops the build here. In
# courses that were written before they met this package such things are warnings; these masters
# were written for it, and a student whom a hidden test fails must be told something.
c.Autograder.strict_style = True

# nbgrader's own limit for one cell, so that its `autograde`, its `validate` and its Validate button
# wait as long. The button reads the configuration of whoever presses it: students need this line in
# an nbgrader_config.py of theirs.
c.Execute.timeout = 300

# nbgrader's `autograde`, `generate_feedback` and the formgrader's buttons run the sealed engine
# and write its pages. Without this line they would put hidden tests in the same process as the
# student's code, and show them on the feedback page. docs/formgrader.md tells all of it.
seal(c)
