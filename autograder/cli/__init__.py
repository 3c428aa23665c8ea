"""The command line: one module per verb, loaded only when it is called."""

import ast
import gc
import importlib
import logging
import pkgutil
import sys
import traceback
from pathlib import Path

import click

from autograder import __version__
from autograder.errors import AutograderError
from autograder.plain_text import plain

COLLECTED_OBJECTS = 20_000
"""How many new objects the collector waits for: some megabytes."""


class _Verbs(click.Group):
    """Find verbs as modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(__path__))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs by the first line of their modules, which costs no import of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(name)) for name in self.list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        # Each verb pays only for what it needs itself: some take seconds to import.
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command


def _summary(verb: str) -> str:
    """Return what a verb's module says of it: the part of its first line behind the colon."""
    source = (Path(__file__).parent / f"{verb}.py").read_text(encoding="utf-8")
    text = ast.get_docstring(ast.parse(source)) or ""
    return text.partition("\n")[0].partition(": ")[2].rstrip(".")


class _Printable(logging.Formatter):
    """Keep what steers a terminal out of the log: it names folders and quotes errors."""

    def format(self, record: logging.LogRecord) -> str:
        return plain(super().format(record))


def print_error(error: AutograderError) -> None:
    """Print an error as one plain line; what it quotes may be a student's."""
    click.echo(f"error[{error.code}]: {plain(error.message)}", err=True)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def verbs() -> None:
    """Compile master notebooks into releases, and grade what students hand in."""


def main() -> None:
    """Run the command line.

    An expected error ends it with status 2 and a plain line, one of this package's own with
    status 3: status 1 is a finding (submissions that need the instructor, a stale release).
    """
    load_less()
    handler = logging.StreamHandler()
    handler.setFormatter(_Printable("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    try:
        verbs(standalone_mode=True)
    except AutograderError as error:
        print_error(error)
        sys.exit(2)
    except Exception:
        click.echo(plain(traceback.format_exc()), err=True)
        click.echo("error[internal]: this is a fault of the autograder; please report it", err=True)
        sys.exit(3)
    finally:
        # Otherwise it searches all that was loaded for what could be freed, just before the end.
        gc.freeze()


def load_less() -> None:
    """Save time where libraries load."""
    # jsonschema, which nbgrader loads, would build a parser of web addresses that no notebook's
    # schema asks for: a CPU second of every command. Without the library it does without.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # as Python documents
    # What libraries make when they load, they keep: it need not be searched every 700 objects.
    gc.set_threshold(COLLECTED_OBJECTS)
