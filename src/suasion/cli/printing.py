"""Tables in colour on a terminal, and as plain aligned text everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    if sys.stdout.isatty():
        _rich(heads, rows)
    else:
        typer.echo(aligned([heads, *rows]))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines with columns of equal width, the last one as long as it is.

    Examples
    --------
    >>> print(aligned([["id", "title"], ["us-rok-1953", "United States and Korea"]]))
    id           title
    us-rok-1953  United States and Korea
    """
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = (map(str.ljust, row, widths) for row in rows)
    return "\n".join("  ".join(cells).rstrip() for cells in lines)


def _rich(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(*heads, box=box.SIMPLE_HEAD, header_style="bold")
    for row in rows:
        shown.add_row(*map(Text, row))
    Console().print(shown)
