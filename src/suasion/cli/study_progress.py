"""Progress of a study: draws, draws a second, time left; lines where there is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

Told = Callable[[int, int], None]
EVERY_SECONDS = 30
"""Between two lines in a log."""


class Rate(ProgressColumn):
    """Draws a second of this session."""

    def render(self, task: Task) -> Text:
        """The rate, or nothing before there is one."""
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


@contextmanager
def draws_bar(*, quiet: bool) -> Iterator[Told]:
    """What is told draws done and draws in all."""
    console = Console(stderr=True)
    if quiet:
        yield lambda done, total: None
    elif not console.is_terminal:
        yield lines()
    else:
        columns = (
            TextColumn("{task.completed:,.0f} of {task.total:,.0f} draws"),
            BarColumn(bar_width=20),
            Rate(),
            TimeRemainingColumn(compact=True),
            TextColumn("left"),
        )
        with Progress(*columns, console=console, transient=True) as progress:
            yield _moving(progress)


def _moving(progress: Progress) -> Told:
    """A bar that starts where the study stands, so that its rate is that of this session."""
    tasks: list[TaskID] = []

    def told(done: int, total: int) -> None:
        if tasks:
            progress.update(tasks[0], completed=done)
        else:
            tasks.append(progress.add_task("", total=total, completed=done))

    return told


def lines() -> Told:
    """One line at the start, one now and then, one at the end."""
    start: list[tuple[float, int]] = []
    last = [0.0]

    def told(done: int, total: int) -> None:
        now = time.monotonic()
        if not start:
            start.append((now, done))
        if done < total and now - last[0] < EVERY_SECONDS:
            return
        last[0] = now
        seconds, made = now - start[0][0], done - start[0][1]
        print(_line(done, total, made / seconds if made else 0.0), file=sys.stderr, flush=True)

    return told


def _line(done: int, total: int, rate: float) -> str:
    """A line of a log.

    Examples
    --------
    >>> _line(1000, 9000, 100.0)
    '1,000 of 9,000 draws, 100/s, 80 s left'
    """
    line = f"{done:,} of {total:,} draws"
    return f"{line}, {rate:,.0f}/s, {(total - done) / rate:,.0f} s left" if rate else line
