"""``autograder hub``: grade in JupyterHub as soon as a student submits."""

import click

from autograder.errors import OperatorError


@click.command("hub", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.pass_context
def command(context: click.Context) -> None:
    """Run the service that keeps attempts, grades them and shows scores in JupyterHub.

    It is configured as JupyterHub is: --generate-config prints a file with every key, --help-all
    lists them, --config=FILE names the file. --backup FOLDER and --restore FOLDER do that and end.
    """
    try:
        # Late: only who runs a hub has JupyterHub.
        from autograder.hub import app
    except ImportError as error:
        raise OperatorError(
            "hub-not-installed",
            f"the service needs JupyterHub ({error}): pip install 'sealed-autograder[hub]'",
        ) from None
    app.main(context.args)
