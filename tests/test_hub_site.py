"""A site: a real JupyterHub on loopback, its users and their tokens, and that nothing stays."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from left_behind import processes_with, wait_for_none
from traitlets.config.loader import PyFileConfigLoader

from autograder.errors import OperatorError
from autograder.hub.model import Role
from autograder.hub.site import Site, keeper, ports, writing

USERS = {"ann": Role.STUDENT, "grace": Role.GRADER, "ivy": Role.INSTRUCTOR}
LEARN, TEACH = "custom:autograder:learn", "custom:autograder:teach"

# In the service's place, what answers at once, to anything.
STAND_IN = """
import os, http.server, urllib.parse
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(os.environ["JUPYTERHUB_SERVICE_PREFIX"].encode())
address = urllib.parse.urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
http.server.HTTPServer((address.hostname, address.port), Handler).serve_forever()
"""
# Whoever starts a site, and is killed before it can be stopped. It ignores interrupts, as what a
# shell runs in the background does.
ELSEWHERE = """
import signal, sys, time
from pathlib import Path
from test_hub_site import site
signal.signal(signal.SIGINT, signal.SIG_IGN)
found = site(Path(sys.argv[1]))
found.start()
print(found.url, flush=True)
time.sleep(600)
"""


def site(folder: Path, **more: Any) -> Site:
    course = folder / "course"
    course.mkdir(parents=True, exist_ok=True)
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 77\n")
    command = [sys.executable, "-c", STAND_IN]
    return Site(folder, USERS, "astro", course, service_command=command, **more)


def lines_of(folder: Path) -> tuple[str, str]:
    """Return lines of the environment that the hub and its proxy have, and that the service has."""
    return f"HOME={folder.resolve() / 'hub'}", f"HOME={folder.resolve() / 'service'}"


def ask(address: str, token: str) -> Any:
    request = urllib.request.Request(address, headers={"Authorization": f"token {token}"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.loads(answer.read())


# ---- what is written


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Site:
    found = site(tmp_path_factory.mktemp("written"), settings={"slots": 3})
    found.write()
    return found


def read(path: Path) -> Any:
    return PyFileConfigLoader(path.name, str(path.parent)).load_config()


def test_groups_give_roles_and_roles_give_scopes(written: Site) -> None:
    hub = read(written.layout.configuration).JupyterHub
    assert hub.load_groups == {
        "nbgrader-astro": {"users": ["ann"]},
        "formgrade-astro": {"users": ["grace"]},
        "instructor-astro": {"users": ["ivy"]},
    }
    access = "access:services!service=autograder"
    learn, teach, _roster, _harness = hub.load_roles
    assert (learn["groups"], learn["scopes"]) == (["nbgrader-astro"], [access, LEARN])
    assert teach["groups"] == ["formgrade-astro", "instructor-astro"]
    assert teach["scopes"] == [access, LEARN, TEACH]


def test_the_service_may_know_at_the_hub_who_the_students_are_and_nothing_else(
    written: Site,
) -> None:
    hub = read(written.layout.configuration).JupyterHub
    (role,) = (each for each in hub.load_roles if "autograder" in each.get("services", []))
    assert role["scopes"] == ["read:groups!group=nbgrader-astro"]
    service = next(each for each in hub.services if each["name"] == "autograder")
    assert "admin" not in service
    assert service["oauth_client_allowed_scopes"] == [LEARN, TEACH]


def test_everything_listens_on_loopback_only(written: Site) -> None:
    config = read(written.layout.configuration)
    addresses = [config.JupyterHub.bind_url, config.JupyterHub.hub_bind_url]
    addresses += [config.ConfigurableHTTPProxy.api_url, config.JupyterHub.services[0]["url"]]
    assert all(each.startswith("http://127.0.0.1:") for each in addresses)
    assert len(set(addresses)) == 4


def test_the_service_is_told_its_course_its_folder_and_what_else_is_set(written: Site) -> None:
    app = read(written.layout.service_configuration).HubApp
    assert app.courses == {"astro": str(written.layout.folder / "course")}
    assert app.data_folder == str(written.layout.service)
    assert app.slots == 3


def test_secrets_are_in_files_that_nobody_else_can_read(written: Site) -> None:
    secrets = [*written.passwords.values(), written.layout.harness_token.read_text()]
    assert len(set(secrets)) == 4
    text = written.layout.configuration.read_text()
    assert not any(secret in text for secret in secrets)
    for path in (written.layout.passwords, written.layout.harness_token):
        assert path.stat().st_mode & 0o777 == 0o600
    assert written.layout.folder.stat().st_mode & 0o777 == 0o700


def test_written_again_only_ports_change(written: Site) -> None:
    before, passwords = written.url, written.passwords
    token = written.layout.harness_token.read_text()
    written.write()
    assert written.url != before
    assert (written.passwords, written.layout.harness_token.read_text()) == (passwords, token)


def test_students_have_no_formgrader_and_staff_have_the_course(written: Site) -> None:
    student, staff = written.layout.home("ann"), written.layout.home("grace")
    settings = json.loads((student / ".jupyter/jupyter_server_config.json").read_text())
    assert settings["ServerApp"]["jpserver_extensions"] == {
        "nbgrader.server_extensions.formgrader": False,
        "nbgrader.server_extensions.course_list": False,
    }
    lab = json.loads((student / ".jupyter/labconfig/page_config.json").read_text())
    assert lab["disabledExtensions"]["@jupyter/nbgrader:formgrader"] is True
    assert not (student / "astro").exists()
    assert (staff / "astro").resolve() == written.layout.folder / "course"
    config = read(staff / ".jupyter/nbgrader_config.py")
    assert config.CourseDirectory.root == str(staff / "astro")


def test_nbgrader_in_a_home_uses_the_service_and_the_limit_of_the_course(written: Site) -> None:
    config = read(written.layout.home("ann") / ".jupyter/nbgrader_config.py")
    assert config.ExchangeFactory.submit.__module__.startswith("autograder.hub.exchange")
    assert config.Execute.timeout == 77


@pytest.mark.parametrize("name", ["Ann", "a/b", "..", "", "-x", "a" * 32, "ann b"])
def test_a_name_that_cannot_be_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OperatorError, match="cannot be a user") as raised:
        Site(tmp_path, {name: Role.STUDENT}, "astro", tmp_path)
    assert raised.value.code == "site-user-name"


def test_what_a_user_has_in_the_place_of_the_course_is_not_touched(tmp_path: Path) -> None:
    found = site(tmp_path)
    (found.layout.home("ivy") / "astro").mkdir(parents=True)
    with pytest.raises(OperatorError) as raised:
        found.write()
    assert raised.value.code == "site-home-taken"


def test_without_a_proxy_it_is_said_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_OWN_PROXY", Path("nowhere"))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OperatorError, match="make hub-proxy") as raised:
        writing.find_proxy()
    assert raised.value.code == "hub-proxy-missing"


def test_a_free_port_is_given_to_nobody_else_but_can_be_had() -> None:
    first = ports.free_port()
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", first))
    assert first not in {ports.free_port() for _ in range(50)}


# ---- two sites at once: one of this process, one of another that will be killed


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path, str, int]]:
    """Start both at the same time; give the first, and the other's folder, address and process."""
    ours, other = tmp_path_factory.mktemp("ours"), tmp_path_factory.mktemp("other")
    tests = str(Path(__file__).parent)
    with subprocess.Popen(
        [sys.executable, "-c", ELSEWHERE, str(other)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": tests},
        text=True,
    ) as elsewhere:
        try:
            with site(ours) as started:
                assert elsewhere.stdout is not None
                yield started, other, elsewhere.stdout.readline().strip(), elsewhere.pid
        finally:
            elsewhere.kill()


Sites = tuple[Site, Path, str, int]


@pytest.mark.serial
@pytest.mark.prove
def test_two_sites_at_once_are_two_hubs_with_their_own_secrets(sites: Sites) -> None:
    ours, other, address, _process = sites
    assert ours.url != address
    users = {user["name"]: user["groups"] for user in ours.api("users")}
    assert users == {
        "ann": ["nbgrader-astro"],
        "grace": ["formgrade-astro"],
        "ivy": ["instructor-astro"],
    }
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(f"{address}hub/api/users", ours.layout.harness_token.read_text())
    assert refused.value.code == 403
    assert len(ask(f"{address}hub/api/users", (other / "harness.token").read_text())) == 3


@pytest.mark.serial
@pytest.mark.prove
def test_a_token_tells_the_service_who_in_which_group_and_for_what(sites: Sites) -> None:
    ours = sites[0]
    model = ask(f"{ours.url}hub/api/user", ours.token_for("ivy", [TEACH]))
    assert (model["name"], model["kind"]) == ("ivy", "user")
    assert model["groups"] == ["instructor-astro"]
    assert TEACH in model["scopes"]
    assert LEARN not in model["scopes"]
    assert "access:services!service=autograder" in model["scopes"]


@pytest.mark.serial
@pytest.mark.prove
def test_a_student_cannot_have_a_token_for_teaching(sites: Sites) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        sites[0].token_for("ann", [LEARN, TEACH])
    assert refused.value.code == 400


@pytest.mark.serial
@pytest.mark.prove
def test_the_service_is_run_by_the_hub_and_answers_through_the_proxy(sites: Sites) -> None:
    ours = sites[0]
    with urllib.request.urlopen(ours.service_url) as answer:  # noqa: S310
        assert answer.read() == b"/services/autograder/"
    assert ours.service_process() in processes_with(lines_of(ours.layout.folder)[1])


@pytest.mark.serial
@pytest.mark.prove
def test_only_its_own_password_lets_a_user_in(sites: Sites) -> None:
    ours = sites[0]
    own, others = ours.passwords["ann"], ours.passwords["ivy"]
    assert logs_in(ours, "ann", own)
    assert not logs_in(ours, "ann", others)
    assert not logs_in(ours, "ann", "")
    assert not logs_in(ours, "nobody", own)


def logs_in(site: Site, name: str, password: str) -> bool:
    """Ask for a token by a password, which JupyterHub checks as its login form does."""
    body = json.dumps({"auth": {"username": name, "password": password}}).encode()
    address = f"{site.url}hub/api/users/{name}/tokens"
    try:
        with urllib.request.urlopen(address, body) as answer:  # noqa: S310
            return bool(json.loads(answer.read())["token"])
    except urllib.error.HTTPError as error:
        assert error.code == 403
        return False


@pytest.mark.serial
@pytest.mark.prove
def test_nothing_stays_when_whoever_started_it_is_killed(sites: Sites) -> None:
    _ours, other, _address, process = sites
    for line in lines_of(other):
        assert processes_with(line)
    os.kill(process, signal.SIGKILL)
    for line in lines_of(other):
        assert wait_for_none(line, 20) == []


@pytest.mark.serial
@pytest.mark.prove
def test_nothing_stays_after_stop(sites: Sites) -> None:
    ours = sites[0]
    hub, service = lines_of(ours.layout.folder)
    assert processes_with(hub)
    assert processes_with(service)
    begin = time.monotonic()
    ours.stop()
    assert processes_with(hub) == processes_with(service) == []
    assert time.monotonic() - begin < 30
    ours.stop()


FROM_OUTSIDE = ("SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM")


def test_what_is_kept_heeds_signals_that_whoever_started_it_ignores() -> None:
    kept_by = ["-m", "autograder.hub.site.keeper", str(os.getpid())]
    done = subprocess.run(
        [sys.executable, *kept_by, "/bin/sh", "-c", 'grep SigIgn "/proc/$$/status"'],
        preexec_fn=ignore_what_comes_from_outside,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    ignored = int(done.stdout.split()[1], 16)
    assert [name for name in FROM_OUTSIDE if ignored >> (signal.Signals[name] - 1) & 1] == []


NAMELESS = """
import time
open("/proc/self/comm", "wb").write(bytes([0xFF]))
print(flush=True)
time.sleep(10)
"""


def test_a_process_whose_name_is_no_text_is_found_and_hinders_nothing() -> None:
    command = [sys.executable, "-c", NAMELESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as nameless:
        assert nameless.stdout is not None
        nameless.stdout.readline()
        found = keeper.descendants(os.getpid())
        nameless.kill()
    assert nameless.pid in found


def ignore_what_comes_from_outside() -> None:
    for name in FROM_OUTSIDE:
        signal.signal(signal.Signals[name], signal.SIG_IGN)


def test_a_hub_that_does_not_start_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    found = site(tmp_path, hub_python="/bin/false")
    with pytest.raises(OperatorError, match="ended at once") as raised:
        found.start()
    assert raised.value.code == "site-did-not-start"
    assert wait_for_none(lines_of(tmp_path)[0], 5) == []
