"""A progress bar on the error stream, so that results can be piped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

Report = Callable[[int, int], None]


@contextmanager
def bar(title: str, *, quiet: bool) -> Iterator[Report]:
    """A bar that is told steps done and steps in all; silent if quiet or not on a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn(title), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    hidden = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
