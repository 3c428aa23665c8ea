"""What submissions and grading processes have of the service: no files, and no tokens."""

from pathlib import Path

import hub_course
import pytest
from compiler_course import lines
from hub_course import COURSE, NAME, NOTEBOOK, said

OTHER = "hush-7d1c"
OPENED, REFUSED = "opened-", "refused-"


def looks_at(places: list[Path]) -> str:
    """Return a right answer that also says which files it could open, and which folders list."""
    return lines(
        "import os",
        "slope = 5 / 2",
        f"for place in {[str(each) for each in places]!r}:",
        "    try:",
        "        os.listdir(place) if os.path.isdir(place) else open(place).close()",
        f"        print({OPENED!r} + os.path.basename(place))",
        "    except OSError:",
        f"        print({REFUSED!r} + os.path.basename(place))",
        "print(sorted(os.environ.values()))",
    )


def test_a_submission_opens_nothing_of_the_services_and_no_process_of_grading_has_its_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", OTHER)
    course, data = hub_course.write_course(tmp_path / "course"), tmp_path / "data"
    with hub_course.service(course, data) as running:
        running.site.service.release_from_folder(COURSE, NAME, "ines")
        places = [data, data / "blobs", data / "hub.db", data / "cookie_secret", course.source]
        assert all(each.exists() for each in places)
        ann = running.client("ann")
        receipt = ann.hand_in(hub_course.handed_in(course, looks_at(places))).json()
        assert ann.finished(receipt["attempt_id"])["points"] == 2
        address = f"api/attempts/{receipt['attempt_id']}/feedback/{NOTEBOOK}.html"
        page = said(ann.get(address).text)
        pid = running.site.dispatcher.pids()[COURSE]
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    assert [page.count(f"{REFUSED}{each.name}") for each in places] == [1] * len(places)
    assert not any(f"{OPENED}{each.name}" in page for each in places)
    assert OTHER not in page
    assert OTHER.encode() not in environment
    assert b"PATH=" in environment
