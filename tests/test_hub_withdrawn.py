"""An assignment that was withdrawn: nothing more is taken, and nobody loses what was handed in."""

from collections.abc import Iterator

import pytest
from hub_course import COURSE, NAME, RIGHT, Running, handed_in, said, service, write_course

UNTOUCHED = "untouched"
PAGE = f"courses/{COURSE}/{NAME}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Release two assignments, let ann hand in one, and withdraw both."""
    root = tmp_path_factory.mktemp("withdrawn")
    course = write_course(root / "course")
    write_course(root / "course", UNTOUCHED)
    with service(course, root / "data", slots=1) as found:
        for name in (NAME, UNTOUCHED):
            found.site.service.release_from_folder(COURSE, name, "ines")
        assert found.client("ann").hand_in(handed_in(course, RIGHT)).status_code == 201
        for name in (NAME, UNTOUCHED):
            address = f"api/courses/{COURSE}/assignments/{name}/release"
            assert found.client("ines").ask("DELETE", address).ok
        yield found


def text(running: Running, name: str, address: str) -> str:
    page = running.client(name).get(address)
    assert page.status_code == 200
    return said(page.text)


@pytest.mark.parametrize("staff", ["grace", "ines"])
def test_staff_find_it_and_its_class(running: Running, staff: str) -> None:
    course = text(running, staff, f"courses/{COURSE}")
    assert NAME in course
    assert "withdrawn" in course
    # Of what nobody handed in there is nothing to find.
    assert UNTOUCHED not in course
    table = text(running, staff, PAGE)
    assert "ann" in table
    assert "withdrawn" in table
    assert running.client(staff).get(f"courses/{COURSE}/{UNTOUCHED}").status_code == 404


def test_a_student_finds_the_own_attempts_and_can_hand_in_no_more(running: Running) -> None:
    assert "withdrawn" in text(running, "ann", f"courses/{COURSE}")
    page = text(running, "ann", PAGE)
    assert "It was withdrawn. What was handed in is kept." in page
    assert "Your newest attempt: number 1" in page
    refused = running.client("ann").hand_in(handed_in(running.course, RIGHT))
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "not-released")


def test_who_handed_in_nothing_does_not_know_of_it(running: Running) -> None:
    assert NAME not in text(running, "bob", f"courses/{COURSE}")
    assert running.client("bob").get(PAGE).status_code == 404
    assert running.client("mallory").get(PAGE).status_code == 404


def test_nbgrader_lists_it_for_nobody(running: Running) -> None:
    for name in ("ann", "ines"):
        listed = running.client(name).get(f"api/courses/{COURSE}/assignments").json()
        assert listed["assignments"] == []


def test_released_again_it_is_withdrawn_no_more(running: Running) -> None:
    running.site.service.release_from_folder(COURSE, NAME, "ines")
    try:
        for name in ("ann", "ines"):
            page = text(running, name, f"courses/{COURSE}")
            assert NAME in page
            assert "withdrawn" not in page
    finally:
        address = f"api/courses/{COURSE}/assignments/{NAME}/release"
        assert running.client("ines").ask("DELETE", address).ok
