"""Tables of fields by section: names stay whole, everything else wraps between words."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

EDGES, GAP = 2, 3
"""Characters that a table of this look takes at its edges, and between two columns."""
INDENT = " "

Cells = Sequence[str]


def section_table(heads: Cells, rows: Iterable[Cells], width: int, title: str = "") -> Table:
    """Rows named `section.field`, each section under its name, in a terminal of some width.

    Parameters
    ----------
    heads
        Headings; the first one is of the names.
    rows
        Name and cells. A name without a dot is a row about a whole section.
    width
        Characters of the terminal.
    title
        Above the table, if any.
    """
    told = list(_sections(rows))
    sections = {name for name, *_ in told if not name.startswith(INDENT)}
    return fitted(heads, told, width, title, bold=sections)


def _sections(rows: Iterable[Cells]) -> Iterable[Cells]:
    """Rows with fields under their section's name."""
    now = ""
    for name, *cells in rows:
        section, _, field = name.partition(".")
        if not field:
            yield (section, *cells)
        elif section != now:
            yield (section, *("" for _ in cells))
        if field:
            yield (f"{INDENT}{field}", *cells)
        now = section


def fitted(
    heads: Cells,
    rows: Sequence[Cells],
    width: int,
    title: str = "",
    *,
    bold: Container[str] = (),
) -> Table:
    """A table whose first column never breaks within a word; the others share what is left.

    Parameters
    ----------
    heads, rows
        Headings, and cells of as many columns.
    width
        Characters of the terminal.
    title
        Above the table, if any.
    bold
        First cells that stand out.
    """
    names, *others = zip(heads, *rows, strict=True)
    first = max(len(word) + _indent(name) for name in names for word in name.split() or [""])
    widths = [first, *_shared(others, width - EDGES - GAP * len(others) - first)]
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for head, wide in zip(heads, widths, strict=True):
        table.add_column(_wrapped(head, wide), width=wide)
    for row in rows:
        name, *told = (_wrapped(cell, wide) for cell, wide in zip(row, widths, strict=True))
        table.add_row(Text(name, "bold" if row[0] in bold else ""), *map(Text, told))
    return table


def _shared(columns: Sequence[Cells], room: int) -> list[int]:
    """Widths of columns: each its longest word, then the narrowest grows while it wants more."""
    wanted = [max(map(len, column)) for column in columns]
    widths = [max(map(_longest_piece, column)) for column in columns]
    while sum(widths) < room and widths != wanted:
        growing = [at for at, width in enumerate(widths) if width < wanted[at]]
        widths[min(growing, key=lambda at: widths[at])] += 1
    return widths


def _longest_piece(text: str) -> int:
    """Characters of the longest part that does not break."""
    return max((len(piece) for piece in textwrap.wrap(text, 1, break_long_words=False)), default=0)


def _wrapped(text: str, width: int) -> str:
    """A cell broken between words, or at a hyphen within one that is too long."""
    indent = " " * _indent(text)
    return "\n".join(
        textwrap.wrap(text.strip(), width, initial_indent=indent, subsequent_indent=indent)
    )


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
