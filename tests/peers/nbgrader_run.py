"""Do what ``nbgrader autograde`` and then ``nbgrader generate_feedback`` do, in one process.

Loading nbgrader takes longer than either. No code of a student's runs in this process: it runs in
the kernel that nbgrader starts, as ever.
"""

import sys

from nbgrader.apps import NbGraderApp


def code_of(*arguments: str) -> int:
    """Run one command of nbgrader's and return its exit status."""
    try:
        NbGraderApp.launch_instance([*arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        NbGraderApp.clear_instance()
    return 0


if __name__ == "__main__":
    assignment, student = sys.argv[1:]
    # Feedback is for what could be graded; its failure is none of grading.
    graded = code_of("autograde", assignment, f"--student={student}")
    if not graded:
        code_of("generate_feedback", assignment, f"--student={student}")
    sys.exit(graded)
