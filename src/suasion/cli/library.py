"""`suasion library`: real guarantees, past and present, with their sources."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import typer

from suasion.cli.printing import table
from suasion.describe.checking import each_fact
from suasion.describe.fact import Contested, Judged, Known, Unknown
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import library_names, load_library
from suasion.describe.sections import Absent


def run(name: str | None) -> None:
    """List the library, or show one guarantee of it."""
    if name is None:
        table(("id", "title"), [(key, load_library(key).title) for key in library_names()])
        return
    found = load_library(name)
    heads, rows = ("field", "value", "source"), list(facts(found))
    if sys.stdout.isatty():
        _by_section(found, heads, rows)
        return
    typer.echo(f"{found.title}\n{found.summary}\n")
    table(heads, rows)


def _by_section(found: Guarantee, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """On a terminal: wrapped to its width, a section under its name."""
    from rich.console import Console
    from rich.text import Text

    from suasion.cli.sections import section_table

    console = Console()
    console.print(Text(found.title, style="bold"))
    console.print(Text(f"{found.summary}\n"))
    console.print(section_table(heads, rows, console.width))


def facts(guarantee: Guarantee) -> Iterator[tuple[str, str, str]]:
    """Each stated fact of a guarantee, each absent or unknown section: field, value, source."""
    stated: dict[str, list[tuple[str, str, str]]] = {
        path.partition(".")[0]: [] for path, _ in each_fact(guarantee)
    }
    for path, fact in each_fact(guarantee):
        section, field = path.split(".")
        if field in getattr(guarantee, section).model_fields_set:
            stated[section].extend(_versions(path, fact))
    for section in type(guarantee).model_fields:
        part = getattr(guarantee, section)
        if isinstance(part, Absent):
            yield section, f"none: {part.none}", f"{part.source}, {part.where}"
        elif isinstance(part, Unknown):
            yield section, f"unknown: {part.unknown}", ""
        yield from stated.get(section, [])


def _versions(path: str, fact: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(fact, Known):
        yield path, _shown(fact.value), f"{fact.source}, {fact.where}"
    elif isinstance(fact, Judged):
        yield path, f"{_shown(fact.judgement)} (judged: {fact.because})", ""
    elif isinstance(fact, Unknown):
        yield path, f"unknown: {fact.unknown}", ""
    elif isinstance(fact, Contested):
        for version in fact.contested:
            yield from _versions(f"{path} (contested)", version)


def _shown(value: bool | float | str | date) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
