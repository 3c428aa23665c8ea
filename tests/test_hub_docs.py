"""The pages about the service say what its code has: settings, routes, metrics, codes, examples."""

import ast
import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.hub import metrics, policies
from autograder.hub.app import HubApp
from autograder.hub.exchange.plugin import URL_VARIABLE, HubExchange
from autograder.hub.model import Policy, State
from autograder.hub.web.access import LEARN, OPERATE, TEACH, Access, Groups
from autograder.hub.web.routes import ROUTES

REPOSITORY = Path(__file__).parent.parent
HUB, KUBERNETES, API = (
    (REPOSITORY / "docs" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("hub", "hub-kubernetes", "hub-api")
)
ACCESS = "access:services!service=autograder"
HOME = "*the service's own*"
FLAGS: dict[str, tuple[dict[str, dict[str, int]], str]] = HubApp.flags
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"(?<=[\s`])--[a-z][a-z-]*")


def section(page: str, title: str) -> str:
    """Return what stands below a heading, down to the next of its level or above."""
    found = re.search(rf"^(#+) {re.escape(title)}$", page, re.MULTILINE)
    assert found is not None, title
    rest = page[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(text: str) -> Iterator[list[str]]:
    """Give the cells of all rows of all tables, but not of their heads."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        is_head = number + 1 < len(lines) and lines[number + 1].startswith("|--")
        if line.startswith("| ") and not is_head:
            yield [cell.strip() for cell in line.strip().strip("|").split(" | ")]


def code(cell: str) -> str:
    return cell.strip().strip("`")


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", BLOCK.sub("", text))


def blocks(page: str, language: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(page) if kind == language]


def block(page: str, language: str, containing: str) -> str:
    (found,) = (text for text in blocks(page, language) if containing in text)
    return found


def own_keys(owner: Any) -> set[str]:
    return set(owner.class_own_traits(config=True))


# ---- settings


def test_every_key_of_the_service_is_explained_and_there_is_no_other() -> None:
    told = {code(row[0]): code(row[1]) for row in rows(section(HUB, "Settings"))}
    keys = [key for key in told if not key.startswith(("--", "c."))]
    keys += [key for option, key in told.items() if option.startswith("--") and key != "log_level"]
    assert sorted(keys) == sorted(own_keys(HubApp))


def test_every_option_of_the_command_is_explained_by_its_key() -> None:
    told = {code(row[0]): code(row[1]) for row in rows(section(HUB, "Settings"))}
    means = {f"--{each}": key for each, key in HubApp.aliases.items()}
    for option, (sets, _) in FLAGS.items():
        (key,) = sets["HubApp"]
        means[f"--{option}"] = f"HubApp.{key}"
    assert {each: f"HubApp.{key}" for each, key in told.items() if each.startswith("--")} == means


def test_the_defaults_of_the_service_are_those_of_its_keys() -> None:
    for row in rows(section(HUB, "Settings")):
        trait = HubApp.class_own_traits(config=True).get(code(row[0]))
        # Those that hang on the machine or on another key are told in words.
        if trait is not None and re.fullmatch("`[^`]*`", row[1]):
            assert code(row[1]) == json.dumps(trait.default()), row[0]


def test_every_key_of_nbgraders_side_is_explained_and_there_is_no_other() -> None:
    found = [code(row[0]) for row in rows(section(HUB, "Settings"))]
    prefix = "c.HubExchange."
    told = [each.removeprefix(prefix) for each in found if each.startswith(prefix)]
    assert sorted(told) == sorted(own_keys(HubExchange))


def test_every_key_of_a_policy_is_explained_with_its_usual_value() -> None:
    told = {code(row[0]): code(row[1]) for row in rows(section(HUB, "Policies"))}
    usual = policies.to_json(Policy())
    assert told == {key: json.dumps(value) for key, value in usual.items()}
    assert set(told) == {field.name for field in dataclasses.fields(Policy)}


def test_every_option_of_the_command_in_a_page_exists() -> None:
    known = {f"--{each}" for each in (*HubApp.aliases, *FLAGS)}
    pages = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    called = [
        call
        for page in pages
        for call in re.findall(r"\bautograder hub (--[^`\n]*)", page.read_text(encoding="utf-8"))
    ]
    assert len(called) > 3
    assert {option for call in called for option in OPTION.findall(f" {call}")} <= known


# ---- routes, states, metrics


def test_the_page_of_the_api_has_each_route_with_whom_it_lets_in_and_no_other() -> None:
    told = [
        (code(method), "" if address == HOME else code(address), code(access))
        for title in ("Routes for programs", "Pages")
        for method, address, access, *_ in rows(section(API, title))
    ]
    there = [
        (method, route.address, access.value)
        for route in ROUTES
        for method, access in route.access.items()
    ]
    assert sorted(told) == sorted(there)


def test_the_page_of_the_api_says_what_each_access_means() -> None:
    told = [code(row[0]) for row in rows(section(API, "Who asks"))]
    assert sorted(told) == sorted(Access)


def test_every_state_is_explained() -> None:
    assert [code(row[0]) for row in rows(section(HUB, "What students see"))] == list(State)
    assert set(State) <= set(codes(section(API, "An attempt")))


def test_every_metric_is_listed_with_its_kind_and_no_other() -> None:
    page = metrics.Metrics(lambda: dict.fromkeys(metrics._HELP, 0.0)).page().decode()
    there = {
        (name.removesuffix("_total"), kind)
        for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", page, re.MULTILINE)
        # When a counter began: the library adds it to each.
        if not name.endswith("_created")
    }
    assert {(code(row[0]), row[1]) for row in rows(section(HUB, "Metrics"))} == there


# ---- codes of errors


def raised(error: str) -> set[str]:
    """Return the codes with which an error is raised in the service, and in users' servers."""
    package = REPOSITORY / "autograder" / "hub"
    found = set()
    for path in package.rglob("*.py"):
        if path.is_relative_to(package / "site"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id == error and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def told_codes() -> set[str]:
    table = rows(section(HUB, "When something fails"))
    return {each for row in table if row[0].startswith("`") for each in codes(row[0])}


def test_every_code_that_an_operator_may_see_is_explained() -> None:
    told = told_codes()
    families = tuple(each.removesuffix("...") for each in told if each.endswith("..."))
    unexplained = {each for each in raised("OperatorError") | raised("_lost") if each not in told}
    assert {each for each in unexplained if not each.startswith(families)} == set()


def test_every_code_in_the_page_is_one_of_the_services_or_of_the_machines() -> None:
    known = raised("OperatorError") | raised("_lost") | raised("InternalError") | {"no-jail"}
    assert {each for each in told_codes() if not each.endswith("...")} <= known


# ---- examples


def loaded(text: str, folder: Path) -> Config:
    """Run a configuration as JupyterHub does."""
    (folder / "example.py").write_text(text, encoding="utf-8")
    return PyFileConfigLoader("example.py", str(folder)).load_config()


@pytest.fixture
def hub_example(tmp_path: Path) -> Any:
    text = block(HUB, "python", "c.JupyterHub.services.append(\n")
    return loaded(f"c = get_config()\n{text}", tmp_path)


def test_the_example_for_the_hub_gives_groups_and_scopes_as_the_code_reads_them(
    hub_example: Any,
) -> None:
    groups, hub = Groups(), hub_example.JupyterHub
    names = {each: getattr(groups, each).format(course="stars101") for each in vars(groups)}
    learn, teach = hub.load_roles.get_value([])
    assert (learn["groups"], learn["scopes"]) == ([names["student"]], [ACCESS, LEARN])
    assert teach["groups"] == [names["grader"], names["instructor"]]
    assert teach["scopes"] == [ACCESS, LEARN, TEACH]
    assert set(hub.custom_scopes.get_value({})) == {LEARN, TEACH}
    (service,) = hub.services.get_value([])
    assert service["oauth_client_allowed_scopes"] == [LEARN, TEACH]
    assert hub_example.Spawner.server_token_scopes[-3:] == [ACCESS, LEARN, TEACH]
    (name,) = hub_example.Spawner.environment.get_value({})
    assert name == URL_VARIABLE


def test_the_tables_of_groups_and_scopes_have_the_names_of_the_code() -> None:
    told = [code(row[0]) for row in rows(section(HUB, "Roles, groups and scopes"))]
    groups = [name.format(course="stars101") for name in dataclasses.astuple(Groups())]
    assert told == [*groups, ACCESS, LEARN, TEACH, OPERATE]


def test_the_example_for_the_service_can_be_run_with(tmp_path: Path) -> None:
    app = HubApp()
    app.update_config(loaded(block(HUB, "python", "c.HubApp.courses"), tmp_path))
    assert app.options().courses == {"stars101": Path("/srv/courses/stars101")}


def test_a_service_of_its_own_is_told_the_same_everywhere() -> None:
    unit = block(HUB, "", "JUPYTERHUB_API_TOKEN=")
    told = dict(line.split("=", 1) for line in unit.splitlines())
    (pod,) = (
        each
        for text in blocks(KUBERNETES, "yaml")
        for each in yaml.safe_load_all(text)
        if each.get("kind") == "Deployment"
    )
    (container,) = pod["spec"]["template"]["spec"]["containers"]
    given = {each["name"]: each.get("value") for each in container["env"]}
    assert set(told) == {name for name in given if name.startswith("JUPYTERHUB_")}
    same = ("CLIENT_ID", "SERVICE_NAME", "SERVICE_PREFIX", "BASE_URL")
    for name in (f"JUPYTERHUB_{each}" for each in same):
        assert given[name] == told[name]


def test_the_values_for_the_chart_name_the_scopes_and_groups_of_the_code() -> None:
    values = yaml.safe_load(block(KUBERNETES, "yaml", "loadRoles:\n    autograder-learn"))
    roles, groups = values["hub"]["loadRoles"], Groups()
    assert roles["autograder-learn"]["scopes"] == [ACCESS, LEARN]
    assert roles["autograder-teach"]["scopes"] == [ACCESS, LEARN, TEACH]
    assert roles["autograder-learn"]["groups"] == [groups.student.format(course="stars101")]
    assert values["hub"]["services"]["autograder"]["oauth_client_allowed_scopes"] == [LEARN, TEACH]
    assert URL_VARIABLE in values["singleuser"]["extraEnv"]


@pytest.mark.parametrize("page", [HUB, KUBERNETES])
def test_every_example_in_python_and_yaml_can_be_read(page: str) -> None:
    for text in blocks(page, "python"):
        ast.parse(text)
    for text in blocks(page, "yaml"):
        for each in yaml.safe_load_all(text):
            extra = each.get("hub", {}).get("extraConfig", {}) | each.get("data", {})
            for python in extra.values():
                ast.parse(python)


@pytest.mark.parametrize("page", [HUB, API])
def test_every_example_in_json_can_be_read(page: str) -> None:
    for text in blocks(page, "json"):
        json.loads(text)


# ---- that the checks can fail


def test_a_table_is_read_by_its_section() -> None:
    page = "# A\n\n| h | i |\n|---|---|\n| `a` | 1 |\n\n## B\n\n| `b` | 2 |\n\n# C\n| `c` | 3 |\n"
    assert list(rows(section(page, "A"))) == [["`a`", "1"], ["`b`", "2"]]
    assert list(rows(section(page, "B"))) == [["`b`", "2"]]
