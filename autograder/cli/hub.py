"""``autograder hub``: run the service that grades in JupyterHub as soon as a student submits."""

import click

from autograder.hub import app


@click.command(
    "hub",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
@click.pass_context
def command(context: click.Context) -> None:
    """Run the service; `autograder hub --help-all` lists every key of its configuration."""
    app.main(context.args)
