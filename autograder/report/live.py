"""A live bar for what takes long: how much is done, how fast, and the time that is left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Rate(ProgressColumn):
    """Show how many are done per second."""

    def render(self, task: Task) -> Text:
        # Over the whole time: one slow submission at the end says little about a class.
        return Text(f"{task.completed / task.elapsed:.1f}/s" if task.elapsed else "")


@contextmanager
def live_bar(doing: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a live bar on standard error; yield what to call with the number of those done."""
    columns = (
        TextColumn(doing, markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)
