"""The command's configuration: what is misspelt or broken is said, and how much is logged."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyterhub.services.auth import HubOAuth

from autograder.errors import OperatorError
from autograder.hub import app
from autograder.hub.app import HubApp
from autograder.hub.server import Options

HEAD = "c = get_config()\n"
RUNS = 'c.HubApp.courses = {"stars101": "/nowhere"}\n'


def configured(folder: Path, text: str, *arguments: str, name: str = "config.py") -> HubApp:
    file = folder / name
    file.write_text(text)
    made = HubApp()
    made.initialize(["--config", str(file), *arguments])
    return made


def refusal(folder: Path, text: str, *arguments: str, name: str = "config.py") -> str:
    with pytest.raises(OperatorError) as raised:
        configured(folder, text, *arguments, name=name)
    assert raised.value.code == "hub-configuration"
    return raised.value.message.replace(f"{folder}/", "")


# ---- what is misspelt

MISSPELT = {
    "c.HubApp.slot = 2": "there is no c.HubApp.slot (perhaps c.HubApp.slots)",
    "c.HubApp.Courses.slots = 2": "there is no c.HubApp.Courses (perhaps c.HubApp.courses)",
    "c.HubApp.colour = 2": "there is no c.HubApp.colour",
    "c.HubOAuth.cache_maxage = 2": "there is no c.HubOAuth.cache_maxage "
    "(perhaps c.HubOAuth.cache_max_age)",
    "c.HubAuth.api_tokens = 2": "there is no c.HubAuth.api_tokens (perhaps c.HubAuth.api_token)",
    "c.HubAp.slots = 2": "there is no c.HubAp (perhaps c.HubApp)",
    "c.hubapp.slots = 2": "there is neither c.hubapp nor --hubapp (perhaps c.HubApp)",
}


@pytest.mark.parametrize("line", MISSPELT)
def test_a_misspelt_key_is_an_error_that_names_what_was_meant(tmp_path: Path, line: str) -> None:
    assert refusal(tmp_path, HEAD + line) == MISSPELT[line]


def test_all_misspelt_keys_are_told_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, HEAD + "c.HubApp.slot = 2\nc.HubAp.slots = 2")
    assert said.count("there is no ") == 2


def test_a_misspelt_option_is_an_error_too(tmp_path: Path) -> None:
    assert refusal(tmp_path, HEAD, "--restor", "backup") == "there is neither c.restor nor --restor"
    assert "c.HubApp.slot " in refusal(tmp_path, HEAD, "--HubApp.slot=2")
    assert refusal(tmp_path, HEAD, "slots=2") == "slots=2 is no option"


def test_what_is_right_or_anothers_is_no_error(tmp_path: Path) -> None:
    lines = (
        "c.HubApp.slots = 3",
        "c.Application.log_level = 10",
        "c.HubOAuth.cache_max_age = 60",
        "c.HubAuth.cache_max_age = 60",
        "c.JupyterHub.port = 1",
        "c.Spawner.anything = 1",
    )
    made = configured(tmp_path, HEAD + "\n".join(lines), "--HubApp.archive_megabytes=2")
    assert (made.slots, made.log_level, made.archive_megabytes) == (3, 10, 2.0)


# ---- files that cannot be read

BROKEN = {
    "1 / 0": "config.py, line 2: ZeroDivisionError: division by zero",
    "c.HubApp.slots = three": "config.py, line 2: NameError: name 'three' is not defined",
    "c.HubApp.courses = {": "config.py, line 2: SyntaxError: ",
    "c.HubApp.Courses = {}": "config.py, line 2: ValueError: ",
    "import missing_module_of_ours": "config.py, line 2: ModuleNotFoundError: ",
}


@pytest.mark.parametrize("line", BROKEN)
def test_a_file_that_raises_an_error_is_not_taken_for_an_empty_one(
    tmp_path: Path, line: str
) -> None:
    assert refusal(tmp_path, HEAD + line).startswith(BROKEN[line])


def test_a_file_that_traitlets_would_not_find_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"there is no .*/missing\.py"):
        HubApp().initialize(["--config", str(tmp_path / "missing.py")])
    assert refusal(tmp_path, HEAD, name="config.conf") == (
        "the name of config.conf must end in .py, or in .json"
    )


def test_json_is_read_by_the_same_rules(tmp_path: Path) -> None:
    made = configured(tmp_path, '{"HubApp": {"slots": 3}}', name="config.json")
    assert made.slots == 3
    said = refusal(tmp_path, '{"HubApp": {"slot": 3}}', name="config.json")
    assert said == "there is no c.HubApp.slot (perhaps c.HubApp.slots)"


# ---- how much is logged


async def only_log(options: Options, hub_auth: HubOAuth) -> None:
    """Stand in the service's place."""
    for level in (logging.DEBUG, logging.INFO, logging.WARNING):
        logging.getLogger("autograder.hub.server").log(level, "of the service")
        hub_auth.log.log(level, "of what asks the hub")


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the command run without a service, and the loggers be afterwards as they were."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    monkeypatch.setattr(app, "serve", only_log)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/services/autograder/")
    yield
    root.handlers[:] = before
    root.setLevel(level)
    HubOAuth.clear_instance()


LEVELS = {
    "": ["info", "warning"],
    "--log-level=DEBUG": ["debug", "info", "warning"],
    "--log-level=WARN": ["warning"],
    "--log-level=40": [],
}


@pytest.mark.parametrize("option", LEVELS)
def test_the_level_is_that_of_the_services_own_log(
    serving: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    file = tmp_path / "config.py"
    file.write_text(HEAD + RUNS + f"c.HubApp.data_folder = {str(tmp_path / 'data')!r}\n")
    app.main(["--config", str(file), *filter(None, [option])])
    # What is read before the service starts is told in traitlets' way.
    lines = [each for each in capsys.readouterr().err.splitlines() if each[:8] != "[HubApp]"]
    told = [json.loads(line) for line in lines]
    for words in ("of the service", "of what asks the hub"):
        assert [each["level"] for each in told if each["message"] == words] == LEVELS[option]
