"""Hostile and unlucky cells: each costs what hangs on it, and nothing else."""

import dataclasses
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_course import (
    HURRIED,
    JAIL_NAMES,
    JAILS,
    MIB,
    SETTINGS,
    TIERS,
    Check,
    Exam,
    Extra,
    Locked,
    Marked,
    Plain,
    Work,
    open_exam,
)

from autograder.execution import attempt, grading, rooms
from autograder.jail import watch

PREFIX = (Locked("import os\nbase = [1, 2, 3]"), Plain("note = 'plain'"))


FILES = {"data.csv": "x\n1\n"}


@pytest.fixture(scope="module", params=JAILS, ids=JAIL_NAMES)
def jailed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Exam]:
    tier, cap = request.param
    folder = tmp_path_factory.mktemp("beside")
    with open_exam(*PREFIX, tier=tier, cap=cap, files=FILES, folder=folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exam]:
    """Give the exam in the strongest jail of this machine, for what does not depend on it."""
    folder = tmp_path_factory.mktemp("beside")
    with open_exam(*PREFIX, tier=TIERS[-1], files=FILES, folder=folder) as opened:
        yield opened


@pytest.fixture(autouse=True)
def little_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt, "GRACE_SECONDS", 1.0)
    monkeypatch.setattr(rooms, "TELL_SECONDS", 1.0)


def assault(exam: Exam, attack: str, *, settings: object = SETTINGS) -> Marked:
    """Grade honest work, an attack, and honest work again that reads the data beside."""
    return exam.grade(
        Work("first = sum(base)"),
        Check(hidden="assert first == 6, 'f'"),
        Work(f"{attack}\nr = 1"),
        Check(hidden="assert r == 1, 'r'"),
        Work("last = first + int(open('data.csv').read().split()[1])"),
        Check(hidden="assert last == 7, 'l'"),
        settings=settings,  # type: ignore[arg-type]
    )


ATTACK_AT = 4
"""Where in the notebook of `assault` the attack stands."""

ENDING = {
    "exit of the process": "os._exit(0)",
    "abort": "os.abort()",
    "kill": "os.kill(os.getpid(), 9)",
    "segmentation fault": "import ctypes\nctypes.string_at(0)",
    "descriptors closed": "os.closerange(3, 256)",
    "junk on every descriptor": "for fd in range(3, 256):\n"
    "    try: os.write(fd, b'\\xff' * 4096)\n    except OSError: pass",
    "a frame that is too large": "for fd in range(3, 256):\n"
    "    try: os.write(fd, b'\\xff\\xff\\xff\\x7f' * 2)\n    except OSError: pass",
    "a word that is no object": "import struct\nfor fd in range(3, 256):\n"
    "    try: os.write(fd, struct.pack('<II', 4, 0) + b'[[]]')\n    except OSError: pass",
}


@pytest.mark.parametrize("attack", ENDING.values(), ids=ENDING.keys())
def test_a_cell_that_ends_its_process_costs_only_itself(jailed: Exam, attack: str) -> None:
    marked = assault(jailed, attack)
    assert marked.verdicts == ["passed", "crashed", "passed"]
    (told,) = marked.outputs(ATTACK_AT)
    assert (told["ename"], told["evalue"]) == (
        "crashed",
        "This cell ended the notebook's process.",
    )


# Some quick ones at every run, the others by `make prove`.
HEEDLESS = (
    "while True:\n    try:\n        while True: sum(range(9))\n    except BaseException: pass"
)
LASTING = {
    "the machinery stopped": "import signal\nsignal.raise_signal(signal.SIGSTOP)\n" + HEEDLESS,
}
LASTING_TOO = {
    "a loop that heeds no interrupt": HEEDLESS,
    "a loop in C": "max(iter(int, 1))",
    "an ignored alarm": "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
    "while True: pass",
    "a timer cleared": "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass",
    "a timer moved": "import signal\nsignal.alarm(1000)\nimport time\ntime.sleep(1000)",
    "signals blocked": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 60))\n"
    "while True: pass",
    "waiting on its own descriptors": "import socket\nfor fd in range(3, 50):\n"
    "    try: os.read(fd, 10)\n    except OSError: pass",
}


def is_killed_and_costs_only_itself(exam: Exam, attack: str) -> None:
    started = time.monotonic()
    marked = assault(exam, attack, settings=HURRIED)
    assert marked.verdicts == ["passed", "timeout", "passed"]
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("attack", LASTING.values(), ids=LASTING.keys())
def test_a_cell_without_end_is_killed_and_costs_only_itself(jailed: Exam, attack: str) -> None:
    is_killed_and_costs_only_itself(jailed, attack)


@pytest.mark.prove
@pytest.mark.parametrize("attack", LASTING_TOO.values(), ids=LASTING_TOO.keys())
def test_however_a_cell_lasts_it_costs_only_itself(jailed: Exam, attack: str) -> None:
    is_killed_and_costs_only_itself(jailed, attack)


@pytest.mark.prove
def test_magics_without_number_cost_only_their_cell(exam: Exam) -> None:
    # IPython would take hours to transform them, in either room.
    marked = assault(exam, "%time 1\n" * 50_000, settings=HURRIED)
    assert marked.verdicts == ["passed", "missing", "passed"]


def test_an_endless_loop_is_interrupted_and_the_process_goes_on(jailed: Exam) -> None:
    marked = assault(jailed, "kept = 5\nwhile True: pass", settings=HURRIED)
    assert marked.verdicts == ["passed", "timeout", "passed"]
    (told,) = marked.outputs(ATTACK_AT)
    assert told["ename"] == "KeyboardInterrupt"


def test_an_endless_await_is_interrupted_and_leaves_nothing_running(exam: Exam) -> None:
    attack = (
        "import asyncio\nticks = []\nasync def tick():\n    while True:\n"
        "        ticks.append(1)\n        await asyncio.sleep(0.01)\nawait tick()"
    )
    marked = exam.grade(
        Work(f"{attack}\nr = 1"),
        Check(hidden="assert r == 1, 'r'"),
        Work("seen = len(ticks)\nawait asyncio.sleep(0.3)\nmore = len(ticks) - seen"),
        Check(hidden="assert seen > 1 and more == 0, 'm'"),
        settings=HURRIED,
    )
    assert marked.verdicts == ["timeout", "passed"]


BOMBS = {
    "a fork bomb": "try:\n    while True: os.fork()\nexcept OSError: pass",
    "a thread bomb": "import threading, time\nstarted = []\ntry:\n"
    "    for _ in range(20_000):\n        started.append(threading.Thread(\n"
    "            target=time.sleep, args=(1000,), daemon=True))\n        started[-1].start()\n"
    "except (RuntimeError, MemoryError): pass",
    "a subprocess": "import subprocess\ntry: subprocess.run(['/bin/sh', '-c', 'sleep 1000'])\n"
    "except OSError: pass",
    "a memory bomb": "held = []\ntry:\n    while True: held.append(bytearray(2**22))\n"
    "except MemoryError: held.clear()",
}

HARMLESS = {
    "a thread that runs on": "import threading\ndef on():\n    while True: pass\n"
    "threading.Thread(target=on).start()",
    "a thread that prints on": "import threading, time\ndef on():\n"
    "    while True: print('noise'); time.sleep(0.001)\nthreading.Thread(target=on).start()",
    "a thousand objects that never die": "import atexit\natexit.register(lambda: 1 / 0)\n"
    "class Z:\n    def __del__(self): 1 / 0\nz = [Z() for _ in range(1000)]\ndel z",
    "the working folder left": "back = os.getcwd()\ntry: os.chdir('/')\nexcept OSError: pass\n"
    "os.chdir(back)",
    "a changed environment": "os.environ.clear()",
    "standard streams closed": "for fd in (0, 1, 2): os.close(fd)",
    "standard streams replaced": "import sys\nsys.stdout = sys.stderr = sys.stdin = None",
    "the import machinery broken": "import sys\nsys.path.clear()\nsys.meta_path.clear()",
    "a recursion without end": "def f(): return f()\ntry: f()\nexcept RecursionError: pass",
    "a trace function": "import sys\nsys.settrace(print)\nsys.setprofile(None)\nsys.settrace(None)",
    "garbage collection off": "import gc\ngc.disable()\ngc.freeze()",
    "a warning turned into an error": "import warnings\nwarnings.simplefilter('error')",
    "an exception hook": "import sys\nsys.excepthook = None\nsys.unraisablehook = None",
    "a display hook": "import sys\nsys.displayhook = lambda v: 1 / 0",
    "In and Out spoiled": "In = Out = _ = __ = None",
    "hooks of the shell": "get_ipython().events.register('post_run_cell', lambda r: 1 / 0)",
    "a rewriter that fails": "get_ipython().ast_transformers.append(None)",
    "the interrupt raised by hand": "try: raise KeyboardInterrupt\nexcept KeyboardInterrupt: pass",
}


@pytest.mark.parametrize("attack", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_that_is_caught_costs_nothing(jailed: Exam, attack: str) -> None:
    assert assault(jailed, attack).verdicts == ["passed"] * 3


@pytest.mark.parametrize("attack", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_cell_that_survives_its_own_mischief_keeps_its_points(exam: Exam, attack: str) -> None:
    assert assault(exam, attack).verdicts == ["passed"] * 3


# What breaks the student's own process for good: the work behind it still counts.
BREAKING = {
    "IPython's way to run a cell": "from IPython.core.interactiveshell import InteractiveShell\n"
    "InteractiveShell.run_cell_async = None",
    "the shell's way to run a cell": "get_ipython().run_cell_async = None",
    "the shell's history": "get_ipython().history_manager = None",
    "the compiler": "get_ipython().compile = None",
    "the traceback": "get_ipython().showtraceback = None\nraise ValueError",
    "asyncio": "import asyncio\nasyncio.new_event_loop = None\n"
    "asyncio.BaseEventLoop.run_until_complete = None",
    "what speaks to the supervisor": "import autograder.execution.student as s\ns.say = None",
    "what hears the supervisor": "import autograder.execution.student as s\ns.hear = None",
    "JSON": "import json\njson.dumps = json.loads = None",
    "the wall's shelf": "from autograder.answers.shelf import Shelf\nShelf.serve_one = None",
    "the wall's encoder": "from autograder.answers import encoder\nencoder.Encoder.__call__ = None",
    "select": "import select\nselect.select = None",
    "the signal module": "import signal\nsignal.setitimer = signal.signal = None",
    "isinstance": "import builtins\nbuiltins.isinstance = lambda *a: True",
    "all of builtins": "import builtins\nfor n in list(vars(builtins)):\n"
    "    if n not in ('__import__', '__build_class__'): delattr(builtins, n)",
    "every module": "import sys\nfor m in list(sys.modules.values()):\n"
    "    if m is not sys:\n        try: vars(m).clear()\n        except Exception: pass",
}


@pytest.mark.parametrize("attack", BREAKING.values(), ids=BREAKING.keys())
def test_a_cell_that_breaks_the_machinery_costs_at_most_what_it_ran_with(
    exam: Exam, attack: str
) -> None:
    marked = assault(exam, attack, settings=HURRIED)
    assert marked.points[0] == 1
    assert None not in marked.points


# ---- files


def test_files_that_a_student_deletes_or_fills_are_their_own_loss(jailed: Exam) -> None:
    deleting = "import shutil\nfor n in os.listdir('.'): os.remove(n)"
    marked = assault(jailed, deleting)
    assert marked.verdicts == ["passed", "passed", "missing"]
    assert assault(jailed, "pass").verdicts == ["passed"] * 3


def test_a_scratch_folder_filled_by_files_is_bounded(jailed: Exam) -> None:
    attack = (
        "import time\ntry:\n    for n in range(64):\n"
        "        open(f'f{n}', 'wb').write(b'x' * 2**20)\nexcept OSError: pass\ntime.sleep(3)"
    )
    marked = assault(jailed, attack)
    assert marked.verdicts[0] == "passed"
    assert marked.points[1:] in ([1, 0], [0, 1], [1, 1])


def test_a_process_that_talks_while_it_fills_the_disk_is_watched_too(
    jailed: Exam, monkeypatch: pytest.MonkeyPatch
) -> None:
    most: list[watch.Usage] = []
    watch_usage = watch.usage

    def measured(pid: int, scratch: str, *, mapped: bool) -> watch.Usage:
        most.append(watch_usage(pid, scratch, mapped=mapped))
        return most[-1]

    monkeypatch.setattr(watch, "usage", measured)
    attack = (
        "import time\nfor n in range(400):\n    print(n, flush=True)\n"
        "    try: open(f'f{n}', 'wb').write(b'x' * 2**20)\n    except OSError: pass\n"
        "    print('x' * 9000)\n    time.sleep(0.01)"
    )
    marked = assault(jailed, attack)
    assert marked.points[0] == 1
    # A tenth of a second apart, so no more than some files past the bound.
    assert max(used.scratch_bytes for used in most) < 100 * MIB
    assert marked.points[2] == 1


def test_a_file_larger_than_allowed_is_refused(jailed: Exam) -> None:
    attack = (
        "try:\n    open('big', 'wb').truncate(10 * 2**30)\n    refused = False\n"
        "except OSError: refused = True"
    )
    marked = jailed.grade(Work(attack), Check(hidden="assert refused is True, 'r'"))
    assert marked.verdicts == ["passed"]


# ---- outputs without end


def test_a_hundred_megabytes_of_text_are_cut_off(exam: Exam) -> None:
    marked = assault(exam, "for _ in range(100): print('x' * 10**6)")
    assert marked.verdicts == ["passed"] * 3
    size = sum(len(out.get("text", "")) for out in marked.outputs(ATTACK_AT))
    assert 10**6 < size < SETTINGS.output_bytes + 10_000
    assert marked.printed(ATTACK_AT).endswith("is too long]\n")


@pytest.mark.parametrize("count", [5_000, pytest.param(100_000, marks=pytest.mark.prove)])
def test_outputs_without_number_are_cut_off(exam: Exam, count: int) -> None:
    marked = assault(exam, f"for n in range({count}): display(n)")
    assert marked.verdicts == ["passed"] * 3
    assert 100 < len(marked.outputs(ATTACK_AT)) < 2000


def test_a_giant_repr_is_cut_off(exam: Exam) -> None:
    attack = "class G:\n    def __repr__(self): return 'x' * 50_000_000\ndisplay(G())"
    marked = assault(exam, attack)
    assert marked.verdicts == ["passed"] * 3
    assert "too long" in marked.printed(ATTACK_AT)


FLOOD = """import socket, struct, threading
for fd in range(3, 256):
    try:
        line = socket.socket(fileno=fd)
    except OSError:
        continue
    word = {word}
    def flood(line=line, word=word):
        while True: line.sendall(word)
    threading.Thread(target=flood, daemon=True).start()
import time
time.sleep(50)
"""
FLOODS = {
    "short words": "(struct.pack('<II', 2, 0) + b'{}') * 1000",
    "long words": "struct.pack('<II', 8_000_000, 0) + b'{\"a\": \"' + b'x' * 7_999_991 + b'\"}'",
    "buffers": "struct.pack('<III', 2, 1, 60_000_000) + b'{}' + bytes(60_000_000)",
}


@pytest.mark.parametrize("word", FLOODS.values(), ids=FLOODS.keys())
def test_who_keeps_the_supervisor_busy_with_words_is_stopped(exam: Exam, word: str) -> None:
    started = time.thread_time()
    marked = assault(exam, FLOOD.replace("{word}", word))
    assert marked.verdicts == ["passed", "crashed", "passed"]
    # Two attempts, and at most two megabytes of words: no more than an honest flood of output.
    assert time.thread_time() - started < 2


def test_a_tree_of_folders_deeper_than_recursion_goes_is_removed(jailed: Exam) -> None:
    deep = "for _ in range(1200):\n    os.mkdir('d'); os.chdir('d')"
    marked = assault(jailed, deep)
    assert marked.verdicts[:2] == ["passed", "passed"]
    assert list(jailed.rooms().scratch.iterdir()) == []


def test_the_bound_on_output_is_the_courses_own(exam: Exam) -> None:
    settings = dataclasses.replace(SETTINGS, output_bytes=6 * MIB)
    marked = assault(exam, "for _ in range(100): print('x' * 10**5)", settings=settings)
    assert 5 * MIB < len(marked.printed(ATTACK_AT)) < 6 * MIB + 10_000


# ---- lies to the supervisor

FORGING = "import socket, struct, json\n" + (
    "def word(tree):\n    text = json.dumps(tree).encode()\n"
    "    return struct.pack('<II', len(text), 0) + text\n"
    "def tell(tree):\n    for fd in range(3, 40):\n"
    "        try: os.write(fd, word(tree))\n        except OSError: pass\n"
)


@pytest.mark.parametrize(
    "tree",
    [
        {"done": True, "error": None},
        {"done": True, "error": {"a": []}},
        {"done": True},
        {"output": None},
        {"output": {"output_type": "error", "traceback": 5}},
        {"output": {"output_type": "display_data", "data": {"text/plain": 5}, "update": []}},
        {"output": {"clear": [1]}},
        {"ready": True},
        {"verdict": "passed", "points": 100, "student_gone": False},
        {},
    ],
    ids=str,
)
def test_forged_words_win_nothing(exam: Exam, tree: dict[str, object]) -> None:
    wrong = Check(hidden="assert r == 2, 'r'")
    marked = exam.grade(Work(f"{FORGING}r = 1\ntell({tree!r})"), wrong, wrong, Work("s = 1"), wrong)
    assert set(marked.points) == {0}


def test_a_process_that_says_it_is_done_and_loops_on_hangs_nobody(exam: Exam) -> None:
    forged = FORGING + (
        "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\n"
        "tell({'done': True, 'error': None})\nwhile True: pass"
    )
    started = time.monotonic()
    marked = exam.grade(
        Work(forged),
        # Larger than what a socket holds: telling it must not wait for ever.
        Work("s = '" + "x" * 2 * MIB + "'"),
        Check(hidden="assert s, 's'"),
        settings=HURRIED,
    )
    assert marked.points == [0]
    assert time.monotonic() - started < 30


# ---- what a test calls

CALLED = {
    "ends the process": ("os._exit(0)", "crashed"),
    "segmentation fault": ("import ctypes\n    ctypes.string_at(0)", "crashed"),
    "closes the wall": ("os.closerange(3, 256)", "crashed"),
    "loops": ("while True: pass", "timeout"),
    "loops without heed": (
        "while True:\n        try:\n            while True: sum(range(9))\n"
        "        except BaseException: pass",
        "timeout",
    ),
}


@pytest.mark.parametrize(("body", "verdict"), CALLED.values(), ids=CALLED.keys())
def test_a_function_that_takes_its_process_down_when_called(
    jailed: Exam, body: str, verdict: str
) -> None:
    marked = jailed.grade(
        Work(f"def f(x):\n    {body}\nr = 1"),
        Check(hidden="assert r == 1, 'r'"),
        Check(hidden="f(1)"),
        Check(hidden="assert r == 1, 'r'"),
        Work("s = 2"),
        Check(hidden="assert s == 2, 's'"),
        settings=HURRIED,
    )
    assert marked.verdicts == ["passed", verdict, "passed", "passed"]


def test_junk_on_the_wall_is_the_students_failure(exam: Exam) -> None:
    junk = "for fd in range(3, 40):\n        try: os.write(fd, b'\\xff' * 4096)\n"
    junk += "        except OSError: pass"
    marked = exam.grade(
        Work(f"def f(x):\n    {junk}\n    return 1\nr = 1"),
        Check(hidden="assert f(1) == 1, 'f'"),
        Check(hidden="assert r == 1, 'r'"),
    )
    assert (marked.points, None in marked.points) == ([0, 1], False)


# ---- revival


def test_only_so_many_cells_may_take_their_process_down(exam: Exam) -> None:
    crash = Work("os._exit(0)")
    crashes = [crash] * grading.REVIVALS
    last = (Work("r = 1"), Check(hidden="assert r == 1, 'r'"))
    assert exam.grade(*crashes, *last).verdicts == ["passed"]
    assert exam.grade(*crashes, crash, *last).verdicts == ["crashed"]


def test_work_before_a_crash_counts_though_no_time_is_left_to_run_again(exam: Exam) -> None:
    short = dataclasses.replace(SETTINGS, notebook_seconds=4, cell_seconds=60)
    marked = assault(exam, HEEDLESS, settings=short)
    assert marked.verdicts == ["passed", "timeout", "timeout"]
    assert marked.tests[2].message == "The notebook ran out of time before this test."


def test_a_crash_after_the_test_does_not_take_its_points_back(exam: Exam) -> None:
    marked = exam.grade(Work("r = 1"), Check(hidden="assert r == 1, 'r'"), Extra("os._exit(0)"))
    assert marked.verdicts == ["passed"]


def test_no_process_and_no_file_outlives_a_grading(jailed: Exam) -> None:
    marked = assault(
        jailed, "import threading\nthreading.Thread(target=input).start()\nos._exit(1)"
    )
    assert marked.points == [1, 0, 1]
    both = jailed.rooms()
    assert os.listdir(both.scratch) == []
    for zygote in (both.student, both.examiner):
        pid = zygote._program.pid
        assert Path(f"/proc/{pid}/task/{pid}/children").read_text() == ""


def test_two_submissions_at_once_do_not_disturb_each_other(exam: Exam) -> None:
    found: dict[str, list[str]] = {}

    def run(name: str, attack: str) -> None:
        found[name] = assault(exam, attack, settings=HURRIED).verdicts

    attacks = {"crash": "os._exit(0)", "loop": "while True: pass", "none": "pass"}
    threads = [threading.Thread(target=run, args=each) for each in attacks.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == {
        "crash": ["passed", "crashed", "passed"],
        "loop": ["passed", "timeout", "passed"],
        "none": ["passed", "passed", "passed"],
    }


# ---- the cold path


def test_a_cell_inside_the_prefix_is_run_where_the_student_put_it(jailed: Exam) -> None:
    first, second = PREFIX
    marked = jailed.grade(
        *(first, Extra("base.append(10)\nnote = 'mine'"), second),
        Work("r = sum(base), note"),
        Check(hidden="assert r == (16, 'plain'), 'r'"),
        whole=True,
    )
    assert marked.verdicts == ["passed"]
    counts = [cell.execution_count for cell in marked.graded.notebook.cells]
    assert counts == [1, 2, 3, 4, None]


def test_a_changed_plain_cell_of_the_prefix_is_the_students(exam: Exam) -> None:
    first, _ = PREFIX
    marked = exam.grade(
        *(first, Plain("note = 'plain'", "note = 'mine'")),
        Work("r = note"),
        Check(hidden="assert r == 'mine' and note == 'mine', 'r'"),
        whole=True,
    )
    assert marked.verdicts == ["passed"]


def test_the_cold_path_gives_the_same_as_the_warm_one(exam: Exam) -> None:
    parts = (
        Work("r = sum(base)\nprint(r)\nr"),
        Check(hidden="assert r == 6, 'r'"),
        Work("raise ValueError"),
        Check(hidden="assert s, 's'"),
        Work("os._exit(1)\nt = 1"),
        Check(hidden="assert t, 't'"),
        Check(hidden="r / 8"),
    )
    warm = exam.grade(*parts)
    cold = exam.grade(*PREFIX[:1], Extra("pass"), *PREFIX[1:], *parts, whole=True)
    assert warm.verdicts == cold.verdicts == ["passed", "missing", "crashed", "partial"]
    assert warm.tests == cold.tests
    assert warm.printed(2) == cold.printed(3) == "6\n"


def test_threads_that_print_at_once_lose_nothing(exam: Exam) -> None:
    attack = (
        "import threading\n"
        "def talk(name):\n    for n in range(400):\n"
        "        print(f'{name} {n} ' + 'x' * 500 + '\\n', end='')\n"
        "threads = [threading.Thread(target=talk, args=(k,)) for k in range(8)]\n"
        "for t in threads: t.start()\nfor t in threads: t.join()"
    )
    marked = assault(exam, attack)
    assert marked.verdicts == ["passed"] * 3
    lines = marked.printed(ATTACK_AT).splitlines()
    assert sorted(lines) == sorted(f"{k} {n} {'x' * 500}" for k in range(8) for n in range(400))
