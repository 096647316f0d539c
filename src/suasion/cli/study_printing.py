"""Tables and sentences of the commands of analysis, within the terminal's width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from suasion.cli.study_analysed import BLOCKS
from suasion.cli.zone_build import put
from suasion.errors import InputError, Problem
from suasion.report.study.naming import legend
from suasion.study.analysis.resampling import Interval

NAME, GAP = 24, 3
"""Letters of a name after which its settings go to another line; space between two columns."""


def say(text: str, indent: int = 0, *, bold: bool = False) -> None:
    """Print a paragraph."""
    shown = Text(text, style="bold" if bold else "")
    Console().print(Padding(shown, (0, 0, 0, indent), expand=False))


def table(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, whole: bool = True
) -> None:
    """Print a table, its first column to the left; if `whole`, no cell is broken but names."""
    cells = [[in_lines(cell) for cell in row] if whole else list(row) for row in rows]
    shown = Table(title=Text(title) if title else None, title_justify="left", pad_edge=False)
    shown.box = box.SIMPLE_HEAD
    widest = [_widest(row[at] for row in cells) for at in range(len(heads))]
    fits = whole and sum(widest) + GAP * len(heads) <= Console().width
    for at, head in enumerate(heads):
        justify: Literal["left", "right"] = "right" if at else "left"
        least = widest[at] if fits else None
        shown.add_column(head, justify=justify, overflow="fold", min_width=least)
    for row in cells:
        shown.add_row(*map(Text, row))
    Console().print(shown)


def _widest(cells: Iterable[str]) -> int:
    return max((len(line) for cell in cells for line in cell.split("\n")), default=0)


def in_lines(name: str) -> str:
    """A long name with its settings on a line of their own.

    Examples
    --------
    >>> in_lines("korean-model[duration.years=20]").splitlines()
    ['korean-model', '[duration.years=20]']
    """
    return name.replace("[", "\n[", 1) if len(name) > NAME else name


def head(found: Mapping[str, Any], about: str) -> None:
    """Print where an answer comes from."""
    say(about, bold=True)
    left = f", {found['left_out']:,} more left out as incomplete" if found["left_out"] else ""
    design = str(found["design"]).replace("-", " ")
    if found["draws_read"] < found["draws_so_far"] and found["design"] not in BLOCKS:
        left += f", the first {found['draws_read']:,} of {found['draws_so_far']:,} draws"
    say(f"{found['futures']:,} futures of {found['study']} ({design}){left}. {found['caution']}")
    for note in found["notes"]:
        say(note)
    Console().print()


def meanings(factors: Sequence[str]) -> None:
    """Print what factors stand for."""
    if not factors:
        return
    say("What these stand for", bold=True)
    for name, told in legend(factors).items():
        if name != told:
            say(f"{name}: {told}", 2)


def spread(found: Interval, digits: int = 2) -> str:
    """An estimate with its interval, if it has one."""
    value, low, high = (decimal(part, digits) for part in found)
    if found.low != found.low:
        return value
    return f"{value} ({low} to {high})" if low.startswith("-") else f"{value} ({low}-{high})"


def digits_of(unit: str) -> int:
    """Decimals of a metric: rates a year are small."""
    return 2 if unit == "1" else 3


def decimal(value: float, digits: int = 2) -> str:
    """A number with so many decimals, zero without a sign.

    Examples
    --------
    >>> decimal(-0.001), decimal(-0.126)
    ('0.00', '-0.13')
    """
    told = f"{value:.{digits}f}"
    return told.removeprefix("-") if not float(told) else told


def draw(chart: Any, out: Path | None, title: str, text: str) -> None:
    """Write a figure as SVG."""
    if out is None:
        return
    from suasion.report.drawing import drawn

    put(str(drawn(chart, "study", title, text)) + "\n", out)


def checked_plot(out: Path | None) -> None:
    """Refuse a name that no figure can have, before anything is worked out."""
    if out is not None and out.suffix.lower() != ".svg":
        problem = Problem("--plot", 0, 0, "", str(out), "is no SVG file", "End the name in .svg")
        raise InputError([problem])
