"""The course's configuration: nbgrader reads it, and so does `autograder`.

nbgrader's own keys keep nbgrader's meaning: the folders, the gradebook and the course's name are
set once, here, and both tools find the same course. What only `autograder` knows stands under
`c.Autograder`. A key that it does not know is an error, so a slip of the pen is never silent.
"""

c = get_config()

# The course's name, as the gradebook and the JupyterHub exchange know it.
c.CourseDirectory.course_id = "stars-course"

# The folders are nbgrader's usual ones beside this file: source, release, submitted, autograded
# and feedback. To rename one:
# c.CourseDirectory.submitted_directory = "handed-in"

# Grades go to gradebook.db beside this file. For a course on a server, any SQLAlchemy URL does:
# c.CourseDirectory.db_url = "postgresql://user:password@host/gradebook"

# What a submission may use. These are the defaults; docs/instructor.md explains each of them.
# c.Autograder.cell_seconds = 30  # one of the student's cells
# c.Autograder.call_seconds = 20  # one call that a test makes into the student's code
# c.Autograder.notebook_seconds = 900  # the whole notebook
# c.Autograder.memory_bytes = 2 * 2**30

# A warning. The Autograde and Feedback buttons of nbgrader's formgrader run nbgrader's own
# autograder, which puts hidden tests in the same process as the student's code, and its own
# feedback, which shows them to the student. Grade with `autograder grade`; use the formgrader to
# read notebooks and to give points and comments by hand.
