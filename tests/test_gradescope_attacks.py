"""The attacks that win on stock otter-grader, on the sealed zip laid out as on Gradescope.

Which ones win there stands in docs/attacks.json, where tests/peers tried them. Here each is handed
in to the real ``run_autograder``. None may earn a point that it does not deserve, learn a secret
from what Gradescope gets, change or leave a file, or reach anybody.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import attack_course
import pytest
from attack_course import Attack, Secrets
from attack_run import OPEN_TO_ALL, Listeners, Places, everything_in, leaks
from gradescope_folder import Place, set_up_from_here, unpack, write_zip
from peers.judging import gains

from autograder import assignment as assignments
from autograder import cases
from autograder import notebook as notebooks
from autograder.assignment import Master
from autograder.notebook import Notebook

TABLE = Path(__file__).parent.parent / "docs" / "attacks.json"
KNOWN = {f"{each.family}/{each.case.name}": each for each in attack_course.read_attacks()}
# What otter-grader's design is open to, whether or not it wins with the tests that we write for it.
NAMED = (
    "forging/doctests-patched",
    "forging/pickles-left-for-the-grader",
    "escape/masters-read",
)
SAMPLE = ("forging/test-files-patched", "forging/comparisons-that-always-agree", NAMED[1])
"""What `make test` tries."""


def winners() -> tuple[str, ...]:
    """Return the attacks that won on otter-grader when they were last tried."""
    rows = json.loads(TABLE.read_text())["rows"]
    won = (row for row in rows if row["otter"]["outcome"] == "won")
    return tuple(f"{row['family']}/{row['name']}" for row in won)


@dataclass(frozen=True)
class Vault:
    """Hold the target of the attacks on Gradescope, and those who listen for them."""

    place: Place
    known: Secrets
    master: Master
    right: Notebook
    home: Path
    places: Places
    listeners: Listeners

    def grade(self, content: bytes) -> tuple[Mapping[str, float], bytes]:
        """Hand in and grade; return the points, and all that Gradescope gets."""
        self.place.hand_in(("vault.ipynb", self.places.told(content)))
        done = self.place.run(HOME=str(self.home), COURSE_TOKEN=self.known.environment)
        assert done.returncode == 0, done.stdout + done.stderr
        told = self.place.written.read_bytes()
        points = {
            test["extra_data"]["grade_id"]: float(test.get("score", 0))
            for test in json.loads(told)["tests"]
            if "extra_data" in test
        }
        return points, told + done.stdout.encode() + done.stderr.encode()

    @property
    def worth(self) -> dict[str, float]:
        return {test.grade_id: test.points for test in self.master.tests}

    def around(self) -> dict[str, dict[str, str]]:
        """Return what no submission may change."""
        here = everything_in(self.place.root, ("submission", "results"))
        return {"gradescope": here, "home": everything_in(self.home)}

    def left(self) -> Iterator[str]:
        """Yield what lies around that is named as attacks name what they leave."""
        for folder in (*OPEN_TO_ALL, tempfile.gettempdir()):
            names = os.listdir(folder) if os.path.isdir(folder) else ()
            yield from (f"{folder}/{name}" for name in names if self.places.left in name)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    folder = tmp_path_factory.mktemp("vault")
    known = Secrets.draw()
    course = attack_course.write_course(folder / "course", known)
    (master,) = assignments.read(course.source / attack_course.NAME).masters
    right = attack_course.right(course, master)
    place = unpack(write_zip(course, folder / "zip"), folder / "autograder")
    set_up_from_here(place)
    home = folder / "home"
    home.mkdir()
    (home / ".netrc").write_text(known.home)
    left = f"left{known.hidden[-8:]}"
    with ExitStack() as stack:
        listeners = Listeners(folder, left, stack)
        places = Places(
            course=str(place.root / "source/sealed/course"),
            home=str(home),
            classmate=str(place.root / "submission_metadata.json"),
            grader=str(os.getpid()),
            tcp=str(listeners.tcp.getsockname()[1]),
            udp=str(listeners.udp.getsockname()[1]),
            socket=listeners.path,
            abstract=listeners.abstract,
            left=left,
            tmp=tempfile.gettempdir(),
        )
        made = Vault(place, known, master, right, home, places, listeners)
        # Twice: what the first one leaves of caches, the next ones find.
        for _ in range(2):
            points, told = made.grade(notebooks.write(right))
            assert points == made.worth
            assert not list(leaks(known, told))
        yield made


def try_out(vault: Vault, attack: Attack) -> Iterator[str]:
    """Grade one attack; yield what it won."""
    before = vault.around()
    points, told = vault.grade(cases.submission(vault.right, [attack.case]))
    yield from (f"points: {each}" for each in gains(attack.case, vault.worth, points))
    yield from (f"secret: {each}" for each in leaks(vault.known, told))
    for name, after in vault.around().items():
        changed = {k for k in {*before[name], *after} if before[name].get(k) != after.get(k)}
        yield from (f"changed: {name}/{each}" for each in sorted(changed))
    yield from vault.listeners.heard()
    yield from vault.left()


def test_the_attacks_that_are_tried_win_on_otter_or_were_named() -> None:
    assert len(winners()) > 20
    assert set(SAMPLE) <= {*winners(), *NAMED} <= set(KNOWN)


@pytest.mark.parametrize("name", SAMPLE)
def test_an_attack_on_otter_wins_nothing_from_the_sealed_zip(vault: Vault, name: str) -> None:
    assert list(try_out(vault, KNOWN[name])) == []


@pytest.mark.prove
def test_no_attack_that_wins_on_otter_wins_from_the_sealed_zip(vault: Vault) -> None:
    won = {name: list(try_out(vault, KNOWN[name])) for name in (*winners(), *NAMED)}
    assert {name: what for name, what in won.items() if what} == {}
