"""The target's attackers on pages, graded once, with folders and files whose names attack too."""

import os
import shutil
from pathlib import Path

import attack_course
from attack_course import NAME, NOTEBOOK, hand_in, read_attacks

from autograder import assignment as assignments
from autograder import cases
from autograder import notebook as notebooks
from autograder.configuration import Course
from autograder.submission import TIMESTAMP_FILE

ESCAPE = "\x1b]0;won\x07\x9b2J"
MARKUP = "<img src=x onerror=window.won=1>"
STAMP = f"{ESCAPE}\u202e<script>window.won=1<"
# Students' folders: a program put them there, from names that somebody chose.
NAMES = (
    MARKUP,
    'quote" onclick="window.won=1" a="',
    f"escape{ESCAPE}",
    "\u202eturned",
    "[red]markup[bold]",
    "-good",
    "line\n\rbreak,9,9",
)
FORMULA = "=cmd|' !A0"
NAMELESS = os.fsdecode(b"half-\xff" + ESCAPE.encode())
FILES = (f"{MARKUP}.txt", f"escape{ESCAPE}.txt", "=1+1.csv", "\u202etxt.exe", "a\nb.txt")
# What one student hands in who tries everything that an explanation shows.
EVERYTHING = "everything"
ATTACKS_EXPLAINED = (
    *("terminal-escapes", "picture-that-is-a-program", "magics-that-show"),
    *("script-in-a-written-answer", "escapes-in-answers"),
)
NOBODY = b"9"
"""The port that attackers' pages call: nobody is there, and nobody may be asked."""


def write_class(root: Path) -> Course:
    """Write the course and everybody's work; nothing is graded."""
    course = attack_course.write_course(root, attack_course.Secrets.draw())
    (master,) = assignments.read(course.source / NAME).masters
    right = attack_course.right(course, master)
    by_name = {attack.case.name: attack.case for attack in read_attacks("pages")}
    for name, case in by_name.items():
        hand_in(course, name, _told(cases.submission(right, [case])))
    together = [by_name[name] for name in ATTACKS_EXPLAINED]
    hand_in(course, EVERYTHING, _told(cases.submission(right, together)))
    for name in (*NAMES, FORMULA, NAMELESS):
        hand_in(course, name, notebooks.write(right))
    for folder in sorted(course.submitted.glob(f"*/{NAME}")):
        (folder / TIMESTAMP_FILE).write_text(STAMP)
    folder = course.submitted / EVERYTHING / NAME
    for name in FILES:
        shutil.copy(folder / TIMESTAMP_FILE, folder / name)
    return course


def _told(content: bytes) -> bytes:
    return content.replace(b"@TCP@", NOBODY)


def pages(course: Course) -> dict[str, str]:
    """Return every feedback page by its student."""
    found = course.feedback.glob(f"*/{NAME}/{NOTEBOOK}.html")
    return {path.parts[-3]: path.read_text(encoding="utf-8") for path in sorted(found)}
