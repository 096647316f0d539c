"""Numbers of estimates as cells of a table, notes, and JSON."""

from __future__ import annotations

import math
import textwrap

import typer

WIDTH = 78
NAME_WIDTH = 40


def finite(value: float) -> float | None:
    """The value; none where it is not finite, which JSON has no word for."""
    return float(value) if math.isfinite(value) else None


def head(name: str) -> str:
    """A head that stands above the last letter of its numbers."""
    return f"{name:>9}"


def cell(value: float) -> str:
    """A number of nine letters; a dash where there is none."""
    if math.isnan(value):
        return f"{'-':>9}"
    return f"{value:9.4f}" if abs(value) < 1e5 else f"{value:9.3g}"


def name(text: object) -> str:
    """A coefficient's name, cut where it is long."""
    return textwrap.shorten(str(text), NAME_WIDTH, placeholder="…")


def notes(texts: tuple[str, ...]) -> None:
    """Print what a reader must know before using the numbers."""
    for one in texts:
        typer.echo(textwrap.fill(f"{one}.", WIDTH, initial_indent="! ", subsequent_indent="  "))


def paragraph(text: str) -> None:
    """Print a paragraph of the width of a terminal."""
    typer.echo(textwrap.fill(text, WIDTH))
