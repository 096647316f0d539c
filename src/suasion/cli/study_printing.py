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

from suasion.cli.zone_build import put
from suasion.errors import InputError, Problem
from suasion.report.study.naming import legend
from suasion.study.analysis.resampling import Interval


def say(text: str, indent: int = 0, *, bold: bool = False) -> None:
    """Print a paragraph."""
    shown = Text(text, style="bold" if bold else "")
    Console().print(Padding(shown, (0, 0, 0, indent), expand=False))


def table(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, whole: bool = True
) -> None:
    """Print a table, its first column to the left and, if `whole`, never broken."""
    shown = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for at, head in enumerate(heads):
        justify: Literal["left", "right"] = "right" if at else "left"
        shown.add_column(head, justify=justify, overflow="fold", no_wrap=not at and whole)
    for row in rows:
        shown.add_row(*map(Text, row))
    Console().print(shown)


def head(found: Mapping[str, Any], about: str) -> None:
    """Print where an answer comes from."""
    say(about, bold=True)
    left = f", {found['left_out']:,} more left out as incomplete" if found["left_out"] else ""
    design = str(found["design"]).replace("-", " ")
    if found["draws_read"] < found["draws_so_far"]:
        left += f", the first {found['draws_read']:,} of {found['draws_so_far']:,} draws"
    say(f"{found['futures']:,} futures of {found['study']} ({design}){left}. {found['caution']}")
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
    """An estimate with its interval."""
    return (
        f"{found.value:.{digits}f} ({found.low:.{digits}f}-{found.high:.{digits}f})"
        if found.low >= 0
        else f"{found.value:.{digits}f} ({found.low:.{digits}f} to {found.high:.{digits}f})"
        if found.low == found.low
        else f"{found.value:.{digits}f}"
    )


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
