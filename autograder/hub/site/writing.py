"""Write a site's folder: configurations, secrets, and a home for each user.

Comes in: a plan. Goes out: files, all of them inside the plan's folder. What a user has put into
a home stays there; configurations are written anew, because ports change from start to start.
"""

import json
import os
import secrets
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.configuration import open_course
from autograder.errors import OperatorError
from autograder.hub.model import Role
from autograder.hub.site.layout import HARNESS, SERVICE, Layout, Ports, group
from autograder.hub.site.ports import LOOPBACK

LEARN = "custom:autograder:learn"
TEACH = "custom:autograder:teach"
ACCESS = f"access:services!service={SERVICE}"

PROXY = "configurable-http-proxy"
# What `make hub-demo` and the tests install, beside the Python that runs this.
_OWN_PROXY = Path(sys.prefix) / "hub-proxy" / "node_modules" / ".bin" / PROXY

STUDENTS_LACK = ("formgrader", "course_list")
"""The server extensions of nbgrader that are for staff."""


@dataclass(frozen=True)
class Plan:
    """Hold what is to be written.

    ``course_folder`` is put into the homes of staff, as a link. ``settings`` are keys of the
    service's configuration, besides its courses and its folder. ``service_command`` is what the
    hub runs as the service.
    """

    layout: Layout
    users: Mapping[str, Role]
    course: str
    course_folder: Path
    settings: Mapping[str, Any]
    service_command: Sequence[str]


def write_site(plan: Plan) -> None:
    """Make the folder with all that does not change from start to start.

    Raises OperatorError when something else lies where the course belongs in a home.
    """
    layout = plan.layout
    for folder in (layout.folder, layout.hub, layout.service):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # It may have been there before, open to everybody.
    layout.folder.chmod(0o700)
    _write_passwords(layout.passwords, plan.users)
    if not layout.harness_token.is_file():
        _write_secret(layout.harness_token, secrets.token_hex(32))
    text = _template("autograder_hub_config.py.jinja").render(
        courses={plan.course: str(plan.course_folder.resolve())},
        service_folder=layout.service,
        settings=plan.settings,
    )
    layout.service_configuration.write_text(text, encoding="utf-8")
    for user, role in plan.users.items():
        _write_home(plan, user, role)


def write_hub_configuration(plan: Plan, ports: Ports) -> None:
    """Write JupyterHub's configuration; raises OperatorError when there is no proxy to be run."""
    layout = plan.layout
    text = _template("jupyterhub_config.py.jinja").render(
        service=SERVICE,
        harness=HARNESS,
        learn=LEARN,
        teach=TEACH,
        access=ACCESS,
        ports=ports,
        service_command=list(plan.service_command),
        service_folder=layout.service,
        service_environment={"HOME": str(layout.service)},
        service_url=f"http://{LOOPBACK}:{ports.public}/services/{SERVICE}/",
        harness_token=layout.harness_token,
        learners=[group(Role.STUDENT, plan.course)],
        roster=[f"read:groups!group={group(Role.STUDENT, plan.course)}"],
        teachers=[group(Role.GRADER, plan.course), group(Role.INSTRUCTOR, plan.course)],
        hub_folder=layout.hub,
        proxy_command=[find_proxy()],
        passwords=layout.passwords,
        users=sorted(plan.users),
        groups=_groups(plan),
        homes=layout.home("{username}"),
        server_command=[sys.executable, "-m", "jupyterhub.singleuser"],
        # A user server refuses to run as root unless it is told so. Here it runs as whoever
        # started the hub, and that may be root.
        server_arguments=["--allow-root"] if os.geteuid() == 0 else [],
    )
    layout.configuration.write_text(text, encoding="utf-8")


def find_proxy() -> str:
    """Return the path of the proxy's program; raises OperatorError when it is not installed."""
    found = str(_OWN_PROXY) if _OWN_PROXY.is_file() else shutil.which(PROXY)
    if found is None:
        raise OperatorError(
            "hub-proxy-missing",
            f"JupyterHub needs the program {PROXY}: `make hub-proxy` installs it into .venv/, "
            "and needs npm (Debian: apt install nodejs npm)",
        )
    return found


def read_passwords(layout: Layout) -> dict[str, str]:
    """Return the password of each user."""
    found: dict[str, str] = json.loads(layout.passwords.read_text(encoding="utf-8"))
    return found


def _groups(plan: Plan) -> dict[str, dict[str, list[str]]]:
    """Return JupyterHub's groups, those without members too."""
    return {
        group(role, plan.course): {"users": sorted(u for u, r in plan.users.items() if r is role)}
        for role in Role
    }


def _write_passwords(path: Path, users: Mapping[str, Role]) -> None:
    """Write a password for each user; those of a site that is started again stay what they were."""
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    chosen = {user: known.get(user) or secrets.token_urlsafe(9) for user in users}
    _write_secret(path, json.dumps(chosen, indent=2) + "\n")


def _write_secret(path: Path, text: str) -> None:
    """Write a file that nobody else on the machine can read, at no moment."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def _write_home(plan: Plan, user: str, role: Role) -> None:
    home = plan.layout.home(user)
    jupyter = home / ".jupyter"
    (jupyter / "labconfig").mkdir(parents=True, exist_ok=True)
    course_folder = None if role is Role.STUDENT else home / plan.course
    if course_folder is not None:
        _link(course_folder, plan.course_folder)
    text = _template("nbgrader_config.py.jinja").render(
        course=plan.course,
        course_folder=course_folder,
        # nbgrader's Validate button reads the settings of whoever presses it.
        cell_seconds=open_course(plan.course_folder).config.Execute.get("timeout"),
    )
    (jupyter / "nbgrader_config.py").write_text(text, encoding="utf-8")
    _write_json(jupyter / "jupyter_server_config.json", _server_settings(role))
    _write_json(jupyter / "labconfig" / "page_config.json", _lab_settings(role))


def _server_settings(role: Role) -> dict[str, Any]:
    """Return the settings of a user's server: nbgrader enables all that it has, for everybody."""
    server: dict[str, Any] = {}
    if role is Role.STUDENT:
        extensions = {f"nbgrader.server_extensions.{each}": False for each in STUDENTS_LACK}
        server["jpserver_extensions"] = extensions
    else:
        # The formgrader is a frame in JupyterLab, and JupyterHub forbids frames: where users share
        # one host name, another user's page could put this one in a frame of its own.
        policy = {"Content-Security-Policy": "frame-ancestors 'self'"}
        server["tornado_settings"] = {"headers": policy}
    # Nothing is looked for on the network.
    return {"ServerApp": server, "LabApp": {"extension_manager": "readonly"}}


def _lab_settings(role: Role) -> dict[str, Any]:
    """Return what JupyterLab leaves out: what a student has no server for, and news."""
    lacking = STUDENTS_LACK if role is Role.STUDENT else ()
    names = [f"@jupyter/nbgrader:{each.replace('_', '-')}" for each in lacking]
    names.append("@jupyterlab/apputils-extension:announcements")
    return {"disabledExtensions": dict.fromkeys(names, True)}


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def _link(place: Path, target: Path) -> None:
    """Put a link to the course into a home; raises OperatorError when something else is there."""
    if place.is_symlink():
        place.unlink()
    if place.exists():
        raise OperatorError(
            "site-home-taken", f"{place} is in the way of the course: rename or remove it"
        )
    place.symlink_to(target.resolve(), target_is_directory=True)


def _literal(value: Any) -> str:
    """Return Python source for a value, with texts in double quotes as JSON has them."""
    if isinstance(value, str | Path):
        return json.dumps(str(value), ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        pairs = (f"{_literal(key)}: {_literal(each)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    return repr(value)


def _template(name: str) -> Any:
    # Python source, not HTML: nothing is to be escaped but by `literal`.
    environment = Environment(  # noqa: S701
        loader=PackageLoader("autograder.hub.site"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    environment.filters["literal"] = _literal
    return environment.get_template(name)
