"""The command line as a whole: its face, its verbs, and how it ends."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from autograder import __version__, cli
from autograder.cli import main, verbs
from autograder.errors import InstructorError, OperatorError, StudentError

# Each is a promise of the documentation.
VERBS = {"build", "collect", "demo", "doctor", "explain", "grade", "new"}


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["autograder", *arguments], capture_output=True, text=True, timeout=120)


def test_the_installed_command_says_its_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"autograder, version {__version__}\n"


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_every_verb_with_a_line(flag: str) -> None:
    result = CliRunner().invoke(verbs, [flag])
    assert result.exit_code == 0
    listed = [line.split() for line in result.output.partition("Commands:")[2].splitlines()]
    lines = {words[0]: words[1:] for words in listed if words}
    assert set(lines) >= VERBS
    assert all(lines.values())


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_explains_itself(verb: str) -> None:
    result = CliRunner().invoke(verbs, [verb, "--help"])
    assert result.exit_code == 0
    assert f" {verb} " in result.output


@pytest.mark.parametrize("verb", ["gradee", "", "../cli/build", "__init__", "click"])
def test_an_unknown_verb_ends_in_status_2(verb: str) -> None:
    result = CliRunner().invoke(verbs, [verb])
    assert result.exit_code == 2
    assert "No such command" in result.output


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_asking_for_the_version_or_help_loads_no_verb(flag: str) -> None:
    program = (
        "import sys; from autograder.cli import verbs\n"
        "sys.stdout = sys.stderr = open('/dev/null', 'w')\n"
        f"try: verbs(['{flag}'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'nbgrader', 'IPython', 'sqlalchemy', 'autograder.cli.grade'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Put a verb on the command line that raises an error."""

    @click.command()
    def fail() -> None:
        raise error

    monkeypatch.setattr(sys, "argv", ["autograder", "fail"])
    monkeypatch.setattr(cli._Verbs, "get_command", lambda *_: fail)


@pytest.mark.parametrize(
    "error",
    [
        InstructorError("test-without-points", "fit.ipynb, cell 3: give it points"),
        OperatorError("no-jail", "nothing is graded"),
        StudentError("notebook-not-json", "fit.ipynb: the file is not JSON"),
    ],
)
def test_an_expected_error_is_one_plain_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: InstructorError | OperatorError | StudentError,
) -> None:
    failing(monkeypatch, error)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr() == ("", f"error[{error.code}]: {error.message}\n")


def test_an_unexpected_error_is_shown_whole_and_ends_in_status_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, ZeroDivisionError("a bug"))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    told = capsys.readouterr().err
    assert "ZeroDivisionError: a bug" in told
    assert "error[internal]" in told


def test_an_assignment_that_is_not_there_is_named(tmp_path: object) -> None:
    done = run("grade", "nowhere", "--course-dir", str(tmp_path))
    assert done.returncode == 2
    assert "error[assignment-missing]: " in done.stderr
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
