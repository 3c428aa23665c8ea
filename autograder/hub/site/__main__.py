"""A hub to try: ``python -m autograder.hub.site FOLDER --course COURSE``; `make hub-demo` runs it.

Comes in: a course with a release. Goes out: a copy of it in the folder, released to two students
who have a hub to log in to, until Ctrl-C. What they did is still there when it is started again.
"""

import shutil
import signal
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from autograder import cases
from autograder.configuration import CONFIG_FILE, Course, open_course
from autograder.errors import AutograderError, InstructorError
from autograder.hub.model import Role
from autograder.hub.site.first import submit_first
from autograder.hub.site.running import Site
from autograder.scoring import number

COURSE = "stars101"
USERS = {
    "ann": Role.STUDENT,
    "bob": Role.STUDENT,
    "grace": Role.GRADER,
    "ivy": Role.INSTRUCTOR,
}

# Whatever folders, database and name the course has, the copy keeps to its own.
_OWN_PLACES = f"""

_demo = get_config().CourseDirectory
_demo.course_id = "{COURSE}"
_demo.root = __file__.rpartition("/")[0]
_demo.db_url = "sqlite:///" + _demo.root + "/gradebook.db"
for _step in ("source", "release", "submitted", "autograded", "feedback"):
    setattr(_demo, _step + "_directory", _step)
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--course", "origin", default=".", type=click.Path(path_type=Path))
@click.option("--assignment", default="stars", show_default=True, help="What students can fetch.")
def main(folder: Path, origin: Path, assignment: str) -> None:
    """Run a JupyterHub on this machine until Ctrl-C."""
    console = Console()
    # Ended by whatever signal, the site is stopped in order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        course = copy_course(open_course(origin), folder / "course", assignment)
        console.print("JupyterHub starts...")
        with Site(folder, USERS, COURSE, course) as site:
            release(site, course, assignment)
            console.print(f"ann hands in {assignment}, and it is graded...")
            known = cases.read_cases(origin / "tests", assignment)
            attempt = submit_first(site, "ann", COURSE, assignment, known)
            console.print(
                f"ann has {number(attempt['points'] or 0)} of {number(attempt['max_points'] or 0)} "
                f"points: {site.url.rstrip('/')}{attempt['page']}",
                soft_wrap=True,
            )
            console.print(_people(site))
            console.print(f"Log in at {site.url}, or see {site.service_url}", soft_wrap=True)
            console.print(f"The log is {site.layout.log}. Ctrl-C ends it.", soft_wrap=True)
            signal.pause()
    except AutograderError as error:
        sys.exit(f"error[{error.code}]: {error.message}")
    except KeyboardInterrupt:
        console.print("Ended; nothing of it runs any more.")


def copy_course(origin: Course, target: Path, assignment: str) -> Path:
    """Copy masters, release and configuration, unless that was done before; return the folder.

    Raises InstructorError when the assignment has no release yet.
    """
    if not (origin.release / assignment).is_dir():
        raise InstructorError(
            "demo-without-release", f"{assignment} has no release: `autograder build` makes it"
        )
    if not (target / CONFIG_FILE).is_file():
        ignored = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
        for step in ("source", "release"):
            whence = getattr(origin, step) / assignment
            whither = target / step / assignment
            shutil.copytree(whence, whither, ignore=ignored, dirs_exist_ok=True)
        config = origin.root / CONFIG_FILE
        text = config.read_text(encoding="utf-8") if config.is_file() else "c = get_config()\n"
        # Last of all: a copy that was interrupted is made again.
        (target / CONFIG_FILE).write_text(text + _OWN_PLACES, encoding="utf-8")
    return target


def release(site: Site, course: Path, assignment: str) -> None:
    """Release an assignment as the instructor; raises InstructorError when nbgrader cannot."""
    known = site.run_as("ivy", "nbgrader", "list", assignment, folder=course)
    if f"{COURSE} {assignment}" in known.stderr:
        return
    done = site.run_as("ivy", "nbgrader", "release_assignment", assignment, folder=course)
    if done.returncode:
        raise InstructorError("demo-not-released", f"nbgrader says:\n{done.stderr}")


def _people(site: Site) -> Table:
    table = Table("name", "password", "is a")
    for name, role in USERS.items():
        table.add_row(name, site.passwords[name], role.value)
    return table


if __name__ == "__main__":
    main()
