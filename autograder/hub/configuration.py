"""The configuration of the service, read and looked through: what is misspelt is an error.

JupyterHub's own applications only warn of it, in a log that nobody reads who believes that all is
well.
"""

import traceback
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from traitlets.config import Application, Config, Configurable

from autograder.errors import OperatorError

_SUFFIXES = (".py", ".json")


def load(app: Application, file: Path) -> None:
    """Let an application read its configuration file.

    Raises OperatorError when there is none, or when it raises an exception.
    """
    if not file.is_file():
        raise OperatorError("hub-configuration", f"there is no {file}")
    if file.suffix not in _SUFFIXES:
        # traitlets would look for a file of that name with .py after it, and be content with none.
        raise OperatorError("hub-configuration", f"the name of {file} must end in .py, or in .json")
    try:
        app.load_config_file(file.name, str(file.resolve().parent))
    except Exception as error:
        where = f"{file}{_line(error, file)}"
        raise OperatorError(
            "hub-configuration", f"{where}: {type(error).__name__}: {error}"
        ) from error


def refuse_unknown(config: Config, classes: Iterable[type[Configurable]]) -> None:
    """Raise OperatorError when a key is in a section of ours and is none of its keys.

    Sections of other programs may be there; not those that are nearly called as ours.
    """
    known: dict[str, set[str]] = {}
    for each in classes:
        for section in each.section_names():
            known.setdefault(section, set()).update(each.class_trait_names(config=True))
    wrong = [problem for name in config for problem in _problems(name, config[name], known)]
    if wrong:
        raise OperatorError("hub-configuration", "; ".join(wrong))


def _problems(section: str, keys: Any, known: dict[str, set[str]]) -> list[str]:
    if section in known:
        traits = known[section]
        return [
            f"there is no c.{section}.{key}{_meant(key, traits, f'c.{section}.')}"
            for key in keys
            if key not in traits and key not in known
        ]
    meant = _meant(section, known, "c.")
    if section[:1].islower():
        # Sections begin with a capital; what the command line has that is no option is here too.
        return [f"there is neither c.{section} nor --{section}{meant}"]
    return [f"there is no c.{section}{meant}"] if meant else []


def _meant(name: str, known: Iterable[str], before: str) -> str:
    """Return which names were perhaps meant, in words."""
    as_written = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold(), as_written, n=3, cutoff=0.75)
    names = " or ".join(f"{before}{as_written[each]}" for each in near)
    return f" (perhaps {names})" if names else ""


def _line(error: Exception, file: Path) -> str:
    """Return at which line of the file it happened, in words; nothing when it was elsewhere."""
    own = str(file.resolve())
    if isinstance(error, SyntaxError) and error.filename == own:
        return f", line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [each.lineno for each in frames if each.filename == own]
    return f", line {lines[-1]}" if lines else ""
