"""The command line: one module per verb, loaded only when it is called."""

import importlib
import logging
import pkgutil
import sys

import click

from autograder import __version__
from autograder.errors import AutograderError


class _Verbs(click.Group):
    """Find verbs as modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        # Each verb pays only for what it needs itself: some take seconds to import.
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def verbs() -> None:
    """Compile master notebooks into releases, and grade what students hand in."""


def main() -> None:
    """Run the command line; an expected error ends it with status 2 and a plain line."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        verbs(standalone_mode=True)
    except AutograderError as error:
        click.echo(f"error[{error.code}]: {error.message}", err=True)
        sys.exit(2)
