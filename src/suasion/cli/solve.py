"""`suasion solve`: a library model or a game file at one point, every equilibrium."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from suasion.cli.game import Game, game_of, settings
from suasion.errors import InputError, Problem
from suasion.theory.model import Value
from suasion.theory.solution import Equilibrium, Solution
from suasion.uncertainty.device import ready

DRAWN = ("efg", "svg")
TITLES = {
    "outcomes": "Chance of each outcome",
    "values": "Value to each player",
    "strategies": "Strategies",
    "beliefs": "Beliefs",
}
COLUMN = 14
"""Least width of an equilibrium's column."""
ROWS = 100
"""Most rows of one table."""
WHOLE = 1e9
"""Below this a whole number is written with all its digits."""


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    game = game_of(options["model"])
    given = settings(options["settings"], game)
    if options["guarantee"] and not options["case"]:
        message, remedy = "a candidate needs the case that it is one of", "Add --case CASE"
        shown = options["guarantee"]
        raise InputError([Problem("--guarantee", 0, 0, "", shown, message, remedy)])
    if options["case"]:
        given = game.situation(options["case"], options["guarantee"]) | given
        asked = options["guarantee"] or "its case without a guarantee"
        told = f"Numbers of {options['case']}, {asked}, on the first day at the middling draw."
        Console(stderr=True).print(told, highlight=False)
    if options["format"] == "efg":
        _put(game.efg(given), options["out"])
        return
    found = _solved(game, options["solver"], given)
    if options["format"] == "svg":
        _put(game.svg(found), options["out"])
    elif options["format"] == "json":
        text = json.dumps(as_data(found, game.name), indent=2, allow_nan=False)
        _put(f"{text}\n", options["out"])
    else:
        if options["out"]:
            remedy = "Use it with --format json, efg or svg"
            raise InputError([Problem("--out", 0, 0, "", "", "a table goes to the screen", remedy)])
        _print(game, found)


def _solved(game: Game, solver: str | None, given: dict[str, Value]) -> Solution:
    """The solution, with a sign of life on a terminal; compiled programs are kept for next time."""
    ready()
    console = Console(stderr=True)
    with console.status("Solving") if console.is_terminal else nullcontext():
        return game.solve(solver, given)


def _put(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = f"the file cannot be written ({error.strerror})"
        remedy = "Name a file in a folder that you may write to"
        raise InputError([Problem("--out", 0, 0, "", str(out), reason, remedy)]) from None
    Console(stderr=True).print(f"Written: {out}", highlight=False)


def as_data(found: Solution, name: str) -> dict[str, Any]:
    """A solution as plain data; keys are documented in docs/reference/json.md."""
    return {
        "model": name,
        "parameters": _plain(found.parameters),
        "equilibria": [_equilibrium(one) for one in found.equilibria],
        "selected": found.selected if found.equilibria else None,
        "selection": found.selection,
        "status": {"code": found.status.code, "sentence": found.status.sentence},
    }


def _equilibrium(one: Equilibrium) -> dict[str, Any]:
    return {
        "label": one.label,
        "strategies": _plain(one.strategies),
        "outcomes": _plain(one.outcomes),
        "values": _plain(one.values),
        "beliefs": _plain(one.beliefs),
        "status": {"code": one.status.code, "sentence": one.status.sentence},
    }


def _plain(value: Any) -> Any:
    """Numbers that JSON can hold: what is not finite becomes null."""
    if isinstance(value, int | str | bool) or value is None:
        return value
    if hasattr(value, "items"):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return float(value) if math.isfinite(float(value)) else None


def _print(game: Game, found: Solution) -> None:
    console = Console()
    for part in _parts(game, found, console.width):
        console.print(part, highlight=False)


def _parts(game: Game, found: Solution, width: int) -> Iterator[Table | Text]:
    yield Text(f"{game.title} ({game.name})", style="bold")
    yield Text(f"{found.status.code}: {found.status.sentence}")
    if not found.equilibria:
        return
    if drawing := game.text(found, width):
        yield Text(drawing)
    for part, title in TITLES.items():
        yield from _part(part, title, found, width)
    yield Text(f"* selected: {found.selection}.")


def _part(part: str, title: str, found: Solution, width: int) -> Iterator[Table | Text]:
    """A title that tells what is left out, and a table; nothing where there is nothing."""
    rows = list(dict.fromkeys(name for one in found.equilibria for name in getattr(one, part)))
    if not rows:
        return
    shown = _shown(found, width - max(map(len, rows)))
    left = {"equilibria": len(found.equilibria) - len(shown), "rows": len(rows) - ROWS}
    told = ", ".join(f"{count} more {name}" for name, count in left.items() if count > 0)
    yield Text(f"{title} ({told}: --format json)" if told else title, style="italic")
    yield _across(part, rows[:ROWS], shown, found)


def _shown(found: Solution, room: int) -> list[int]:
    """The first equilibria that there is room for, at most six, and the selected one."""
    most = min(max(room // COLUMN, 1), 6)
    first = [at for at in range(len(found.equilibria)) if at != found.selected][: most - 1]
    return sorted([*first, found.selected])


def _across(part: str, rows: Sequence[str], shown: Sequence[int], found: Solution) -> Table:
    """One column an equilibrium."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", overflow="fold")
    for at in shown:
        star = " *" if at == found.selected else ""
        table.add_column(f"{found.equilibria[at].label}{star}", justify="right")
    parts = [getattr(found.equilibria[at], part) for at in shown]
    for name in rows:
        table.add_row(name, *(_cell(one.get(name)) for one in parts))
    return table


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if math.isnan(float(value)):
        return "free"
    whole = float(value).is_integer() and abs(value) < WHOLE
    return f"{float(value):.0f}" if whole else f"{float(value):.4g}"
