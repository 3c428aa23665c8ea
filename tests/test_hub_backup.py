"""Backups of the service, from SQLite and PostgreSQL and into both, also while it works."""

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import hub_course
import pytest
from postgresql_server import Server, running
from sqlalchemy import Connection, create_engine, select

from autograder.errors import AutograderError, OperatorError
from autograder.hub import backup, restoring, rows
from autograder.hub.app import main
from autograder.hub.backup import back_up
from autograder.hub.blobs import Blobs
from autograder.hub.model import Attempt, Policy, State, When
from autograder.hub.restoring import restore
from autograder.hub.store import Store, as_graded
from autograder.hub.store.tables import metadata
from autograder.marks import CellMark

NUMBERS = count()
NOW = datetime(2026, 11, 23, 13, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Place:
    """A service's own folder, and the address of its database."""

    data: Path
    url: str

    @property
    def blobs(self) -> Blobs:
        return Blobs(self.data / "blobs")

    def content(self) -> dict[str, list[Any]]:
        """Return all rows of all tables, in no particular order."""
        with connected(self.url) as db:
            return {
                table.name: sorted(map(repr, db.execute(select(table))))
                for table in metadata.tables.values()
            }

    def is_untouched(self) -> bool:
        return not self.data.exists() or not any(self.data.iterdir())


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.connect() as db:
        yield db
    engine.dispose()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        Store(server.create("template")).close()
        yield server


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Place]:
    """Give places that hold nothing yet, by the kind of their database."""

    def made(kind: str) -> Place:
        data = tmp_path / f"data{next(NUMBERS)}"
        if kind == "sqlite":
            return Place(data, f"sqlite:///{data}/hub.db")
        server: Server = request.getfixturevalue("server")
        return Place(data, server.create(f"backup{next(NUMBERS)}", "template"))

    return made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("template") / "data"
    filled(Place(data, f"sqlite:///{data}/hub.db"))
    return data


@pytest.fixture
def here(template: Path, place: Callable[[str], Place]) -> Place:
    """Return a service's place with something in every table."""
    here = place("sqlite")
    shutil.copytree(template, here.data)
    return here


def filled(place: Place) -> Place:
    """Give every table a row in which each column has a value, and one with what may be empty."""
    place.data.mkdir(mode=0o700)
    (place.data / "cookie_secret").write_bytes(b"secret")
    with Store(place.url) as store:
        for version in (1, 2):
            kept = place.blobs.put(f"release {version}".encode())
            names = ("one", "zwei \N{SNOWMAN}")
            store.add_release(
                "astro", "stars", at=NOW, by="ines", sha256=kept, size=9, notebooks=names
            )
        store.withdraw("astro", "stars", NOW + MINUTE, "ines")
        store.add_release("astro", "moons", at=NOW, by="ines", sha256=kept, size=9, notebooks=())
        policy = Policy(NOW, NOW + MINUTE, NOW + 2 * MINUTE, 12.5, 3, messages=When.NEVER)
        for each in (policy, Policy()):
            store.set_policy("astro", "stars", each, at=NOW, by="ines")
        for until in (NOW, None):
            store.set_extension("astro", "stars", "ada", until, at=NOW, by="ines")
        for student in ("ada", None):
            store.release_feedback("astro", "stars", student, at=NOW, by="ines")
        first = hand_in(place, store, "ada", "first")
        graded(place, store, first)
        for mark in (CellMark("one", "essay", 1.5, 0.5, "good"), CellMark("one", "essay")):
            store.give(first.attempt_id, [mark], as_graded, at=NOW, by="grace")
        hand_in(place, store, "ada", "second")
        store.begin(hand_in(place, store, "bob", "runs").attempt_id)
    return place


def hand_in(place: Place, store: Store, student: str, text: str) -> Attempt:
    content = f"{student} {text}".encode()
    return store.add_attempt(
        "astro",
        "stars",
        student,
        at=NOW,
        sha256=place.blobs.put(content),
        size=len(content),
        notebooks=("one",),
    )


def graded(place: Place, store: Store, attempt: Attempt) -> None:
    store.begin(attempt.attempt_id)
    evidence = place.blobs.put(f"evidence of {attempt.attempt_id}".encode())
    store.finish(
        attempt.attempt_id,
        state=State.GRADED,
        at=NOW + MINUTE,
        points=0.1 + 0.2,
        max_points=10.0,
        evidence=evidence,
        problem="a person looks",
    )


def names_in(place: Place) -> set[str]:
    with connected(place.url) as db:
        return set(rows.blobs(db))


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(OperatorError) as raised:
        call()
    return raised.value.code


# ---- there and back


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_what_is_restored_is_what_was_backed_up_on_either_database(
    place: Callable[[str], Place], tmp_path: Path, source: str, target: str
) -> None:
    here, there = filled(place(source)), place(target)
    made = back_up(here.data, here.url, tmp_path / "backup")
    # Two releases, three attempts, and what grading one of them gave.
    assert (made.attempts, made.files, made.new_files) == (3, 6, 6)
    assert restore(tmp_path / "backup", there.data, there.url).files == 6
    assert there.content() == here.content()
    assert all(len(found) >= 1 for found in there.content().values())
    for name in names_in(here):
        assert there.blobs.get(name) == here.blobs.get(name)


@pytest.mark.parametrize("target", KINDS)
def test_what_was_restored_goes_on_where_it_stopped(
    place: Callable[[str], Place], here: Place, tmp_path: Path, target: str
) -> None:
    there = place(target)
    back_up(here.data, here.url, tmp_path / "backup")
    restore(tmp_path / "backup", there.data, there.url)
    with Store(there.url) as store:
        before = store.last_change()
        store.claim()
        # What runs when the service ends waits again when it starts.
        assert store.put_all_back() == 1
        third = hand_in(there, store, "ada", "third")
        assert (third.number, third.changed) == (3, before + 2)
        # Their numbers are the database's own.
        late = Policy(due=NOW)
        store.set_policy("astro", "stars", late, at=NOW, by="ines")
        store.set_extension("astro", "stars", "bob", NOW, at=NOW, by="ines")
        store.release_feedback("astro", "moons", None, at=NOW, by="ines")
        assert store.policy("astro", "stars") == late
        assert store.extensions("astro", "stars") == {"bob": NOW}


def test_a_second_backup_copies_only_what_is_new(here: Place, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    back_up(here.data, here.url, folder)
    before = {path: path.stat().st_ino for path in (folder / "blobs").glob("??/*")}
    with Store(here.url) as store:
        hand_in(here, store, "bob", "new")
    made = back_up(here.data, here.url, folder)
    assert (made.attempts, made.files, made.new_files) == (4, 7, 1)
    after = {path: path.stat().st_ino for path in (folder / "blobs").glob("??/*")}
    assert before.items() <= after.items()
    assert len(list(folder.glob("hub-*.db"))) == 1
    assert back_up(here.data, here.url, folder).new_files == 0


def test_a_backup_is_a_copy_that_no_change_of_the_original_reaches(
    here: Place, place: Callable[[str], Place], tmp_path: Path
) -> None:
    there, before = place("sqlite"), here.content()
    back_up(here.data, here.url, tmp_path / "backup")
    for file in here.data.rglob("*"):
        if file.is_file():
            file.write_bytes(b"")
    shutil.rmtree(here.data)
    restore(tmp_path / "backup", there.data, there.url)
    assert there.content() == before


def test_a_backup_is_for_nobody_else_and_has_no_secret_in_it(here: Place, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    back_up(here.data, here.url, folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("hub-*.db"))
    assert not any(b"secret" in path.read_bytes() for path in files)


def test_a_backup_can_be_restored_from_where_nothing_can_be_written(
    here: Place, place: Callable[[str], Place], tmp_path: Path
) -> None:
    folder, there = tmp_path / "backup", place("sqlite")
    back_up(here.data, here.url, folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    restore(folder, there.data, there.url)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


# ---- while the service works


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_while_students_hand_in_is_of_one_moment(
    place: Callable[[str], Place], tmp_path: Path, kind: str
) -> None:
    here, over = filled(place(kind)), threading.Event()
    writing = [threading.Thread(target=work, args=(here, f"s{n}", over)) for n in range(2)]
    for thread in writing:
        thread.start()
    try:
        made = [back_up(here.data, here.url, tmp_path / f"backup{n}").attempts for n in range(3)]
    finally:
        over.set()
        for thread in writing:
            thread.join()
    assert made[0] < made[-1]
    for number, attempts in enumerate(made):
        there = place("sqlite")
        # Raises when a blob is missing.
        restore(tmp_path / f"backup{number}", there.data, there.url)
        with Store(there.url) as store:
            found = store.attempts("astro", "stars")
            assert len(found) == attempts
            assert store.last_change() == max(each.changed for each in found)
            for each in found:
                assert len(store.gradings(each.attempt_id)) == (each.state is State.GRADED)


def work(place: Place, student: str, over: threading.Event) -> None:
    with Store(place.url) as store:
        for number in count():
            if over.is_set():
                return
            graded(place, store, hand_in(place, store, student, str(number)))


def test_a_service_is_backed_up_while_it_runs_and_goes_on_elsewhere(tmp_path: Path) -> None:
    course = hub_course.write_course(tmp_path / "course")
    here, there = tmp_path / "data", tmp_path / "other"
    with hub_course.service(course, here) as service:
        service.site.service.release_from_folder(hub_course.COURSE, hub_course.NAME, "ines")
        ann = service.client("ann")
        answer = hub_course.handed_in(course, hub_course.RIGHT)
        attempt_id = ann.hand_in(answer).json()["attempt_id"]
        before = ann.finished(attempt_id)
        back_up(here, f"sqlite:///{here}/hub.db", tmp_path / "backup")
    restore(tmp_path / "backup", there, f"sqlite:///{there}/hub.db")
    with hub_course.service(course, there) as service:
        ann = service.client("ann")
        assert ann.get(f"api/attempts/{attempt_id}").json() == before
        assert ann.get(f"api/attempts/{attempt_id}/submission.zip").content == answer
        page = ann.get(f"api/attempts/{attempt_id}/feedback/{hub_course.NOTEBOOK}.html")
        assert page.status_code == 200


# ---- what is refused


def a_blob(folder: Path) -> Path:
    return next(iter(sorted((folder / "blobs").glob("??/*"))))


def lose_a_blob(folder: Path) -> None:
    a_blob(folder).unlink()


def lose_all_blobs(folder: Path) -> None:
    shutil.rmtree(folder / "blobs")


def change_a_blob(folder: Path) -> None:
    blob = a_blob(folder)
    blob.write_bytes(bytes(len(blob.read_bytes())))


def change_the_database(folder: Path) -> None:
    (file,) = folder.glob("hub-*.db")
    file.write_bytes(file.read_bytes().replace(b"ada", b"eve"))


def lose_the_database(folder: Path) -> None:
    (file,) = folder.glob("hub-*.db")
    file.unlink()


def lose_the_manifest(folder: Path) -> None:
    (folder / "backup.json").unlink()


def break_the_manifest(folder: Path) -> None:
    (folder / "backup.json").write_text("{}")


def lead_out(folder: Path) -> None:
    say(folder, database="../elsewhere.db")


def come_from_the_future(folder: Path) -> None:
    (file,) = folder.glob("hub-*.db")
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE autograder_version SET version_num = '9999'")
        db.commit()
    say(folder, sha256=backup.sum_of(file))


def say(folder: Path, **other: str) -> None:
    file = folder / "backup.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | other))


@pytest.mark.parametrize(
    ("kind", "damage", "code"),
    [
        ("sqlite", lose_a_blob, "hub-backup-damaged"),
        ("postgresql", lose_a_blob, "hub-backup-damaged"),
        ("sqlite", lose_all_blobs, "hub-backup-damaged"),
        ("sqlite", change_a_blob, "hub-backup-damaged"),
        ("sqlite", change_the_database, "hub-backup-damaged"),
        ("postgresql", change_the_database, "hub-backup-damaged"),
        ("sqlite", lose_the_database, "hub-backup-damaged"),
        ("sqlite", lead_out, "hub-backup-damaged"),
        ("sqlite", break_the_manifest, "hub-backup-damaged"),
        ("sqlite", lose_the_manifest, "hub-backup-missing"),
        ("sqlite", come_from_the_future, "hub-database-newer"),
    ],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    place: Callable[[str], Place],
    here: Place,
    tmp_path: Path,
    kind: str,
    damage: Callable[[Path], None],
    code: str,
) -> None:
    there, folder = place(kind), tmp_path / "backup"
    back_up(here.data, here.url, folder)
    whole = tmp_path / "whole"
    shutil.copytree(folder, whole)
    damage(folder)
    assert refused(lambda: restore(folder, there.data, there.url)) == code
    assert there.is_untouched()
    # Nothing of it is in the way of a whole one.
    restore(whole, there.data, there.url)
    assert there.content() == here.content()


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_is_restored_once(
    place: Callable[[str], Place], here: Place, tmp_path: Path, kind: str
) -> None:
    there, folder = place(kind), tmp_path / "backup"
    back_up(here.data, here.url, folder)
    restore(folder, there.data, there.url)
    before = there.content()
    assert refused(lambda: restore(folder, there.data, there.url)) == "hub-restore-filled"
    assert there.content() == before
    assert there.blobs.get(a_blob(folder).parent.name + a_blob(folder).name)


def test_a_database_with_rows_is_not_restored_into_from_another_folder(
    place: Callable[[str], Place], here: Place, tmp_path: Path
) -> None:
    there, folder = place("postgresql"), tmp_path / "backup"
    back_up(here.data, here.url, folder)
    with Store(there.url) as store:
        store.set_policy("astro", "stars", Policy(), at=NOW, by="ines")
    before = there.content()
    assert refused(lambda: restore(folder, there.data, there.url)) == "hub-restore-filled"
    assert (there.content(), there.is_untouched()) == (before, True)


def test_a_database_that_a_service_uses_is_not_restored_into(
    place: Callable[[str], Place], here: Place, tmp_path: Path
) -> None:
    there, folder = place("postgresql"), tmp_path / "backup"
    back_up(here.data, here.url, folder)
    with Store(there.url) as store:
        store.claim()
        code = refused(lambda: restore(folder, there.data, there.url))
    assert (code, there.is_untouched()) == ("hub-database-in-use", True)


def test_a_disk_with_nothing_of_anybodys_is_empty(
    place: Callable[[str], Place], here: Place, tmp_path: Path
) -> None:
    there, folder = place("sqlite"), tmp_path / "backup"
    back_up(here.data, here.url, folder)
    (there.data / "lost+found").mkdir(parents=True)
    (there.data / "a-file").touch()
    assert refused(lambda: restore(folder, there.data, there.url)) == "hub-restore-filled"
    (there.data / "a-file").unlink()
    restore(folder, there.data, there.url)
    assert (there.data / "lost+found").is_dir()


def test_a_service_with_a_damaged_file_is_told_of_it_and_the_backup_before_stays(
    place: Callable[[str], Place], here: Place, tmp_path: Path
) -> None:
    folder, there, before = tmp_path / "backup", place("sqlite"), here.content()
    back_up(here.data, here.url, folder)
    with Store(here.url) as store:
        lost, kept = (hand_in(here, store, "bob", text).sha256 for text in ("lost", "kept"))
    (here.data / "blobs" / lost[:2] / lost[2:]).write_bytes(b"other")
    with pytest.raises(OperatorError, match=f"1 files .* such as {lost}") as raised:
        back_up(here.data, here.url, folder)
    assert raised.value.code == "hub-backup-source-damaged"
    assert Blobs(folder / "blobs").get(kept) == b"bob kept"
    restore(folder, there.data, there.url)
    assert there.content() == before


def test_what_is_no_service_is_not_backed_up(
    place: Callable[[str], Place], here: Place, tmp_path: Path
) -> None:
    folder, nowhere = tmp_path / "backup", tmp_path / "nowhere"
    other, gone = f"sqlite:///{tmp_path}/other.db", f"sqlite:///{nowhere}/hub.db"
    sqlite3.connect(tmp_path / "other.db").close()
    for data, url in ((nowhere, here.url), (here.data, gone), (here.data, other)):
        assert refused(lambda data=data, url=url: back_up(data, url, folder)) == (
            "hub-backup-nothing"
        )
    assert not nowhere.exists()
    assert refused(lambda: restore(folder, nowhere, gone)) == "hub-backup-missing"


def test_the_tables_of_another_version_are_not_backed_up(here: Place, tmp_path: Path) -> None:
    with closing(sqlite3.connect(here.data / "hub.db")) as db:
        db.execute("UPDATE autograder_version SET version_num = '0000'")
        db.commit()
    assert refused(lambda: back_up(here.data, here.url, tmp_path / "b")) == "hub-backup-version"


@pytest.mark.parametrize("where", ["data0/backup", "data0", "."])
def test_a_backup_does_not_lie_in_what_it_copies(tmp_path: Path, where: str) -> None:
    here = filled(Place(tmp_path / "data0", f"sqlite:///{tmp_path}/data0/hub.db"))
    before = sorted(here.data.rglob("*"))
    code = refused(lambda: back_up(here.data, here.url, tmp_path / where))
    assert (code, sorted(here.data.rglob("*"))) == ("hub-backup-place", before)


def test_two_backups_into_one_folder_take_turns(here: Place, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    with backup._alone(folder):
        assert refused(lambda: back_up(here.data, here.url, folder)) == "hub-backup-running"
    assert back_up(here.data, here.url, folder).attempts == 3


# ---- killed on the way


def killed(work: Callable[[], object]) -> None:
    """Do something in a process that ends before it is done with it."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def die(*_: object, **__: object) -> None:
    os._exit(9)


@pytest.mark.parametrize("step", ["_copy_rows", "_copy_blobs", "_replace", "_sync"])
def test_a_backup_that_was_killed_leaves_the_one_before(
    place: Callable[[str], Place],
    here: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    folder, there, before = tmp_path / "backup", place("sqlite"), here.content()
    back_up(here.data, here.url, folder)
    with Store(here.url) as store:
        hand_in(here, store, "bob", "new")
    with monkeypatch.context() as patched:
        patched.setattr(backup, step, die)
        killed(lambda: back_up(here.data, here.url, folder))
    restore(folder, there.data, there.url)
    assert there.content() == before
    assert back_up(here.data, here.url, folder).attempts == 4
    assert not (folder / ".writing").exists()


@pytest.mark.parametrize("step", ["blobs", "copy"])
def test_no_service_starts_where_a_restore_was_killed(
    place: Callable[[str], Place],
    here: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    folder, there = tmp_path / "backup", place("sqlite")
    back_up(here.data, here.url, folder)
    with monkeypatch.context() as patched:
        patched.setattr(restoring.rows, step, die)
        killed(lambda: restore(folder, there.data, there.url))
    assert refused(lambda: restore(folder, there.data, there.url)) == "hub-restore-unfinished"
    assert "hub-restore-unfinished" in ended(f"--HubApp.data_folder={there.data}")
    shutil.rmtree(there.data)
    restore(folder, there.data, there.url)
    assert there.content() == here.content()


# ---- the command


def ended(*arguments: str) -> str:
    """Return by which error the program ends."""
    with pytest.raises(AutograderError) as raised:
        main(list(arguments))
    return raised.value.code


def test_the_command_backs_up_and_restores_without_a_hub(
    here: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, there = tmp_path / "backup", tmp_path / "there"
    config = tmp_path / "config.py"
    config.write_text(f"c = get_config()\nc.HubApp.data_folder = {str(here.data)!r}\n")
    main(["--config", str(config), "--backup", str(folder)])
    assert capsys.readouterr().out == f"3 attempts are in {folder}: 6 files, 6 new\n"
    main(["--restore", str(folder), f"--HubApp.data_folder={there}"])
    assert capsys.readouterr().out == f"3 attempts are in {there} again: 6 files\n"
    assert Place(there, f"sqlite:///{there}/hub.db").content() == here.content()
    assert "hub-restore-filled" in ended("--config", str(config), "--restore", str(folder))


def test_to_back_up_and_restore_at_once_is_refused(tmp_path: Path) -> None:
    assert "hub-backup-or-restore" in ended("--backup", "one", "--restore", "other")
    assert not Path("one").exists()
