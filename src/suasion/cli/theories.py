"""`suasion theories`: the library of models, or the page of one."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

import typer

from suasion.cli.printing import table
from suasion.theory.catalogue import entries, get
from suasion.theory.parameter import Parameter, Value

if TYPE_CHECKING:
    from suasion.theory.model import Model


def run(name: str | None) -> None:
    """List the library, or show one model's page, parameters and solvers."""
    if name is None:
        _list()
    else:
        _page(get(name))


def _list() -> None:
    rows = [
        (entry.id, f"as {entry.stage}" if entry.stage else "", _title(entry.title, entry.reduced))
        for entry in entries()
    ]
    table(("model", "in compare", "what it says"), rows)
    typer.echo("\nA page: suasion theories MODEL. Solve one: suasion solve MODEL --set name=value")


def _title(title: str, reduced: bool) -> str:
    told = "reduced form" in title
    return f"{title} [reduced form]" if reduced and not told else title


def _page(model: Model) -> None:
    typer.echo(f"{_title(model.title, model.reduced)}\n")
    typer.echo(textwrap.dedent(model.page).strip() + "\n")
    rows = [(p.name, shown(p.default), _range(p), p.meaning) for p in model.parameters]
    table(("parameter", "default", "range", "meaning"), rows)
    solvers = ", ".join(model.solver_names)
    typer.echo(f"\nSolvers: {solvers}. Sources: {', '.join(model.source)} (suasion sources KEY).")
    if model.stage:
        typer.echo(f"In compare: --theory {model.stage}")


def _range(parameter: Parameter) -> str:
    unit = "" if parameter.unit == "1" else f" [{parameter.unit}]"
    whole = ", whole" if parameter.whole else ""
    return f"{_bounds(parameter.low, parameter.high)}{whole}{unit}"


def _bounds(low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return "any"
    if math.isinf(low):
        return f"up to {high:g}"
    return f"{low:g} or more" if math.isinf(high) else f"{low:g} to {high:g}"


def shown(value: Value) -> str:
    """A number, or rows as they are given to `--set`.

    Examples
    --------
    >>> shown(0.5), shown((1.0, 2.0)), shown(((1.0, 2.0), (3.0, 4.0)))
    ('0.5', '1,2', '1,2;3,4')
    """
    if not isinstance(value, tuple):
        return f"{value:g}"
    if value and isinstance(value[0], tuple):
        return ";".join(shown(row) for row in value)
    return ",".join(shown(entry) for entry in value)
