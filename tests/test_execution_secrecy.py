"""Nothing hidden is anywhere in the student process's reach; a search of all of it shows so."""

import json
import os
import sqlite3
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_course import (
    JAIL_NAMES,
    JAILS,
    MIB,
    SETTINGS,
    Check,
    Exam,
    Locked,
    Marked,
    Work,
    open_exam,
)

SEARCH = (Path(__file__).parent / "secret_search.py").read_text()
SLOW = SETTINGS.__class__(
    cell_seconds=200, call_seconds=180, notebook_seconds=600, memory_bytes=600 * MIB
)

# What must not be found, and what shows that the search finds what is there.
HIDDEN = "zq7HiddenExpectation31"
SOLVED = "zq7MastersSolution58"
OTHER = "zq7OtherStudentsWork77"
COURSE = "zq7CourseFolder94"
TOKEN = "zq7OperatorsToken12"  # noqa: S105 - made up
NUMBER = 0.7312845612398345
SECRETS = {"hidden", "solved", "other", "course", "token", "number"}

RELEASED = "zq7ReleasedText46"
BESIDE = "zq7FileBeside65"
SENT = "zq7WordInASocket83"
CONSTANT = 0.2846519730284651
PLANTED = {"released", "beside", "sent", "constant"}


def halves(word: str | float) -> list[tuple[str, str]]:
    """Return every form in which a word may lie in memory, each cut in two."""
    forms = (
        [struct.pack(order, word) for order in ("<d", ">d")] + [repr(word).encode()]
        if isinstance(word, float)
        else [word.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-32-le")]
    )
    return [(form[: len(form) // 2].hex(), form[len(form) // 2 :].hex()) for form in forms]


WORDS = {
    "hidden": halves(HIDDEN),
    "solved": halves(SOLVED),
    "other": halves(OTHER),
    "course": halves(COURSE),
    "token": halves(TOKEN),
    "number": halves(NUMBER),
    "released": halves(RELEASED),
    "beside": halves(BESIDE),
    "sent": halves(SENT),
    "constant": halves(CONSTANT),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write what lies about while a class is graded."""
    root = tmp_path_factory.mktemp("course")
    for name in ("source/stars/a.ipynb", "submitted/other/stars/a.ipynb", "results/other/1.json"):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(f"{COURSE} {HIDDEN} {OTHER}")
        (root / name).chmod(0o666)
    with sqlite3.connect(root / "gradebook.db") as database:
        database.execute("CREATE TABLE t (secret TEXT)")
        database.execute("INSERT INTO t VALUES (?)", (COURSE,))
    return root


@pytest.fixture(scope="module", params=JAILS, ids=JAIL_NAMES)
def exam(
    request: pytest.FixtureRequest, course: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Exam]:
    tier, cap = request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_TOKEN", TOKEN)
        patch.setenv("PYTHONSTARTUP", f"/nowhere/{TOKEN}")
        with open_exam(
            Locked(f"# {RELEASED}\nimport json, os, sys\nconstant = {CONSTANT!r}"),
            tier=tier,
            cap=cap,
            settings=SLOW,
            files={"data.csv": f"x\n{BESIDE}\n"},
            folder=tmp_path_factory.mktemp("beside"),
            protected=(course,),
        ) as opened:
            yield opened


def student(began: float, course: Path) -> str:
    """Return a cell that defines ``answer``, and searches when a test asks it for 4."""
    starts = ["/", "/tmp", "/dev/shm", "/usr", "/var", "/etc", "/home", "/root", str(Path.home())]  # noqa: S108
    starts += [str(course), *(str(folder) for folder in course.parents)]
    return "\n".join(
        [
            SEARCH,
            f"WORDS, BEGAN = {WORDS!r}, {began!r}",
            f"STARTS = [*{starts!r}, os.getcwd(), *sys.path, sys.prefix, sys.base_prefix]",
            "STARTS += ['..', '../..']",
            "import socket\nreading, writing = socket.socketpair()",
            f"writing.send(''.join({[SENT[:9], SENT[9:]]!r}).encode())",
            "reports = []",
            "def answer(x):",
            "    if x == 4:",
            "        reports.append(search(WORDS, STARTS, BEGAN))",
            "    return 2 * x",
        ]
    )


def examine(exam: Exam, course: Path) -> Marked:
    began = time.time() - 600
    other = f"mine = {OTHER!r}"
    exam.grade(Work(other), Check(hidden=f"assert mine == {OTHER!r}, 'm'"))
    return exam.grade(
        Work(student(began, course), f"def answer(x):\n    'is {SOLVED}'\n    return 2 * x"),
        Check(
            "double = answer(1)",
            f"# {HIDDEN}\nexpected = {{'word': {HIDDEN!r}, 'number': {NUMBER!r}}}\n"
            f"assert answer(4) == 8, {HIDDEN!r}\nassert answer(3) > {NUMBER!r}, {HIDDEN!r}",
        ),
        # It uses what the public part of the test bound, which therefore ran on this side too.
        Work(
            "again = double\nreports.append(search(WORDS, ['.', '..'], BEGAN))\n"
            "print(json.dumps(reports))",
            f"again = {SOLVED!r}",
        ),
        Check(hidden=f"assert again == 2, {HIDDEN!r}\nassert expected['word'] == {HIDDEN!r}, 'w'"),
    )


def test_a_search_of_everything_finds_what_is_there_and_no_secret(exam: Exam, course: Path) -> None:
    marked = examine(exam, course)
    assert marked.verdicts == ["passed", "passed"], [test.note for test in marked.tests]
    during, after = json.loads(marked.printed(3))
    for found, read in (during, after):
        assert {label: places for label, places in found.items() if label in SECRETS} == {}
        # The search itself works: it finds what was planted, in every kind of place.
        assert set(found) == PLANTED
        assert {"history", "objects", "linecache"} <= set(found["released"])
        assert {"memory", "[heap]"} & set(found["released"])
        assert any(place.endswith("data.csv") for place in found["beside"])
        assert any(place.startswith("descriptor") for place in found["sent"])
        assert read["memory"] > 50 * MIB
        assert read["objects"] > 10_000
        assert read["descriptors"] >= 5
    assert during[1]["names"] > 1000


def printed(exam: Exam, source: str) -> Any:
    return json.loads(exam.grade(Work(source), Check(hidden="assert 1, 'a'")).printed(1))


def test_the_environment_is_an_allow_list(exam: Exam) -> None:
    names = set(printed(exam, "print(json.dumps(list(os.environ)))"))
    passed_on = {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"}
    assert {name for name in names - passed_on if not name.endswith("_NUM_THREADS")} == {
        "LOGNAME",
        "JOBLIB_MULTIPROCESSING",
        "JOBLIB_TEMP_FOLDER",
        "ARROW_IO_THREADS",
        "JE_ARROW_MALLOC_CONF",
        "PYTHONHASHSEED",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "NBGRADER_EXECUTION",
        # As in a kernel.
        "TERM",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "FORCE_COLOR",
        "PAGER",
        "GIT_PAGER",
    }


def test_nothing_of_the_course_or_the_system_can_be_read(exam: Exam, course: Path) -> None:
    paths = [
        *(str(path) for path in [course, *course.rglob("*")]),
        str(Path(__file__)),
        str(Path(__file__).parent.parent / "source"),
        str(Path.home()),
        "/",
        "/etc",
        "/etc/passwd",
        "/etc/shadow",
        "/root",
        "/home",
        "/tmp",  # noqa: S108 - to be refused
        "/var/log",
        "/dev/shm",  # noqa: S108 - to be refused
        "/proc/1/environ",
        "/proc/sys/kernel/hostname",
    ]
    source = (
        f"opened = []\nfor path in {paths!r}:\n"
        "    for way in (os.listdir, lambda p: open(p, 'rb').read(1), lambda p: open(p, 'ab'),\n"
        "                lambda p: os.truncate(p, 0), os.unlink, lambda p: os.rename(p, 'mine'),\n"
        "                lambda p: os.link(p, 'mine'), lambda p: open(p + '/n', 'w')):\n"
        "        try: way(path)\n"
        "        except OSError: continue\n"
        "        opened.append(path)\n"
        "print(json.dumps(opened))"
    )
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    # The namespaces tier shows process 1 of its own, which is the student's, and an empty /dev/shm.
    own = {"/proc/1/environ", "/dev/shm"} if exam.tier == "namespaces" else set()  # noqa: S108
    assert set(printed(exam, source)) <= own
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


def test_there_is_no_network_and_no_other_process(exam: Exam) -> None:
    source = (
        "import socket, subprocess, urllib.request, signal\ndone = []\n"
        "def attempt(name, way):\n    try: way()\n    except OSError: return\n"
        "    done.append(name)\n"
        "attempt('tcp', lambda: socket.create_connection(('127.0.0.1', 22), 1))\n"
        "attempt('udp', lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))\n"
        "attempt('unix', lambda: socket.socket(socket.AF_UNIX).bind('s'))\n"
        "attempt('url', lambda: urllib.request.urlopen('http://example.org', timeout=1))\n"
        "attempt('run', lambda: subprocess.run(['/bin/true']))\n"
        "attempt('fork', os.fork)\n"
        "attempt('kill', lambda: os.kill(os.getppid(), 0) if os.getppid() else os.kill(2, 0))\n"
        "print(json.dumps(done))"
    )
    assert printed(exam, source) == []


def test_only_the_scratch_folder_can_be_written_to(exam: Exam) -> None:
    source = (
        "open('mine.txt', 'w').write('m')\nwritten = []\n"
        "folders = ['/tmp', '/var/tmp', '/dev', '..', '../..', '/']\n"
        "for folder in [*filter(None, sys.path), sys.prefix, *folders]:\n"
        "    try: open(os.path.join(folder, 'w.txt'), 'w').write('w')\n"
        "    except OSError: continue\n"
        "    written.append(folder)\n"
        "print(json.dumps([written, sorted(os.listdir('.'))]))"
    )
    assert printed(exam, source) == [[], ["data.csv", "mine.txt"]]


def test_what_one_student_leaves_behind_the_next_does_not_find(exam: Exam) -> None:
    leaving = (
        "constant = 5\njson.mine = sys.mine = 'here'\nopen('left.txt', 'w').write('l')\n"
        "os.environ['LEFT'] = 'l'\nimport builtins\nbuiltins.left = 1\n"
        "open(os.path.join(os.path.dirname(os.getcwd()), 'up.txt'), 'w')"
    )
    exam.grade(Work(leaving), Check(hidden="assert 1, 'a'"))
    source = (
        "print(json.dumps([constant, hasattr(json, 'mine'), hasattr(sys, 'mine'),\n"
        "    os.path.exists('left.txt'), 'LEFT' in os.environ, 'left' in dir(__builtins__)]))"
    )
    assert printed(exam, source) == [CONSTANT, False, False, False, False, False]


def test_other_submissions_folders_cannot_be_found(exam: Exam) -> None:
    scratch = exam.rooms().scratch
    (scratch / "another").mkdir()
    (scratch / "another/work.txt").write_text(OTHER)
    source = (
        f"found = []\nfor path in ['..', {str(scratch)!r}, {str(scratch / 'another')!r}]:\n"
        "    try: found.append(os.listdir(path))\n    except OSError: pass\n"
        f"try: found.append(open({str(scratch / 'another/work.txt')!r}).read())\n"
        "except OSError: pass\nprint(json.dumps(found))"
    )
    try:
        assert printed(exam, source) == []
    finally:
        os.unlink(scratch / "another/work.txt")
        (scratch / "another").rmdir()


def test_the_examiner_reaches_no_more_than_it_needs(exam: Exam, course: Path) -> None:
    test = (
        "import os, socket\nreached = []\n"
        f"for way in (lambda: os.listdir({str(course)!r}), lambda: open('/etc/passwd'),\n"
        "            lambda: open('new.txt', 'w'), lambda: socket.socket(), os.fork,\n"
        "            lambda: os.environ['GITHUB_TOKEN']):\n"
        "    try: reached.append(way())\n    except (OSError, KeyError): pass\n"
        "assert reached == [], 'r'\nassert open('data.csv').read(1) == 'x', 'd'"
    )
    assert exam.judge("r = 1", hidden=test).verdict == "passed"
