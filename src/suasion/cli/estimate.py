"""Body of `suasion estimate`."""

from __future__ import annotations

import json
import math
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

from suasion.cli.printing import table
from suasion.errors import InputError, Problem
from suasion.evidence.estimation.trees import game, listed
from suasion.theory.tree.tree import Tree

if TYPE_CHECKING:
    import pandas as pd

    from suasion.evidence.estimation.fitting import Estimate

WIDTH = 78
NAME_WIDTH = 40
READERS = {".csv": "read_csv", ".parquet": "read_parquet"}


def run(options: Mapping[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    tree = game(options["game"])
    if options["data"] is None:
        _utilities(tree)
        return
    if not options["formula"]:
        message, remedy = "a formula is missing", 'Give --formula "outcome ~ x | 0 | z | w"'
        raise InputError([Problem("--formula", 0, 0, "", "", message, remedy)])
    found = _fitted(tree, _data(options["data"]), options)
    effects = _effects(found) if options["effects"] else None
    if options["format"] == "json":
        text = json.dumps(_as_data(found, effects), indent=2, allow_nan=False)
        typer.echo(text)
    else:
        _print(found, effects)


def _utilities(tree: Tree) -> None:
    """The utilities that a formula gives in order, and the outcomes."""
    typer.echo(f"{tree.title}\n\nUtilities, in the order of a formula without names")
    table(("", "utility"), [(str(at), str(one)) for at, one in enumerate(listed(tree), start=1)])
    typer.echo(f"\nOutcomes: {', '.join(one.name for one in tree.outcomes)}")


def _data(path: Path) -> pd.DataFrame:
    import pandas as pd

    if path.suffix not in READERS:
        message, remedy = "no table of a known kind", "Give a .csv or a .parquet file"
        raise InputError([Problem(str(path), 0, 0, "", path.suffix, message, remedy)])
    try:
        found: pd.DataFrame = getattr(pd, READERS[path.suffix])(path)
    except (OSError, ValueError, UnicodeError) as error:
        reason = str(error).partition("\n")[0]
        remedy = "Check that it is there and has one header and rows of equal length"
        raise InputError(
            [Problem(str(path), 0, 0, "", "", f"cannot be read: {reason}", remedy)]
        ) from None
    return found


def _fitted(tree: Tree, data: pd.DataFrame, options: Mapping[str, Any]) -> Estimate:
    from suasion.evidence.estimation.fitting import fit
    from suasion.uncertainty.device import ready

    ready()
    console = Console(stderr=True)
    shown = console.is_terminal and not options["quiet"]
    with console.status("Estimating") if shown else nullcontext(), _naming(options["data"]):
        return fit(
            tree,
            data,
            options["formula"],
            shocks=options["shocks"],
            codes=dict(_pair("--code", text) for text in options["codes"]) or None,
            parameters={k: _number(k, v) for k, v in _pairs("--set", options["settings"])},
            penalty=options["penalty"],
            errors=options["errors"],
            cluster=options["cluster"],
            starts=options["starts"],
            seed=options["seed"],
        )


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Say the name of the file where a fault is in the data."""
    try:
        yield
    except InputError as error:
        problems = [
            replace(one, file=str(path)) if one.file == "data" else one for one in error.problems
        ]
        raise InputError(problems) from None


def _pairs(option: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    return [_pair(option, text) for text in texts]


def _pair(option: str, text: str) -> tuple[str, str]:
    name, sign, value = text.rpartition("=")
    if not sign or not name or not value:
        message, remedy = "needs a name, = and a value", f"Write {option} NAME=VALUE"
        raise InputError([Problem(option, 0, 0, "", text, message, remedy)])
    return name, value


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        message, remedy = "must be a number", "Write it as 0.2"
        raise InputError([Problem("--set", 0, 0, name, text, message, remedy)])
    return value


def _effects(found: Estimate) -> pd.DataFrame:
    from suasion.evidence.estimation.effects import average_partial_effects

    return average_partial_effects(found)


def _as_data(found: Estimate, effects: pd.DataFrame | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "game": found.model.tree.id,
        "shocks": found.model.kernel.shocks,
        "penalty": found.penalty,
        "standard_errors": found.kind,
        "clusters": found.clusters,
        "rows": found.rows,
        "left_out": found.model.left_out,
        "outcomes": found.model.counts,
        "converged": found.converged,
        "log_likelihood": _finite(found.log_likelihood),
        "aic": _finite(found.aic),
        "bic": _finite(found.bic),
        "correctly_predicted": found.correct,
        "separated": [str(one) for one in found.separated],
        "notes": list(found.notes),
        "coefficients": [
            {"name": name} | {str(key): _finite(value) for key, value in row.items()}
            for name, row in found.table().iterrows()
        ],
    }
    if effects is not None:
        data["effects"] = [
            {"variable": name[0], "outcome": name[1]}
            | {str(key): _finite(value) for key, value in row.items()}
            for name, row in effects.iterrows()
        ]
    return data


def _finite(value: float) -> float | None:
    """The value; none where it is not finite, which JSON has no word for."""
    return float(value) if math.isfinite(value) else None


def _print(found: Estimate, effects: pd.DataFrame | None) -> None:
    counts = ", ".join(f"{name} {count}" for name, count in found.model.counts.items())
    typer.echo(found.model.tree.title)
    typer.echo(textwrap.fill(f"{found.rows:,} rows: {counts}. {_method(found)}", WIDTH) + "\n")
    rows = [
        (textwrap.shorten(str(name), NAME_WIDTH, placeholder="…"), *map(_shown, row))
        for name, row in zip(found.names, found.table().to_numpy(), strict=True)
    ]
    table(("coefficient", *map(_head, ("estimate", "se", "z", "p"))), rows)
    typer.echo(
        f"\nLog-likelihood {found.log_likelihood:.4f}, AIC {found.aic:.2f}, BIC {found.bic:.2f}; "
        f"{found.correct:.1%} predicted"
    )
    if effects is not None:
        typer.echo("\nAverage partial effects on the chance of each outcome")
        shown = [(*name, *map(_shown, row)) for name, row in effects.iterrows()]
        table(("variable", "outcome", *map(_head, ("effect", "se", "low", "high"))), shown)
    for note in found.notes:
        typer.echo(textwrap.fill(f"{note}.", WIDTH, initial_indent="! ", subsequent_indent="  "))
    sys.stdout.flush()


def _method(found: Estimate) -> str:
    penalty = "" if found.penalty == "none" else f" with the penalty {found.penalty}"
    errors = {
        "hessian": "from the curvature",
        "sandwich": "robust (sandwich)",
        "cluster": f"robust, by {found.clusters} clusters",
    }[found.kind]
    shocks = found.model.kernel.shocks
    return f"Maximum likelihood{penalty}, shocks {shocks}; standard errors {errors}."


def _head(name: str) -> str:
    """A head that stands above the last letter of its numbers."""
    return f"{name:>9}"


def _shown(value: float) -> str:
    return f"{value:9.4f}" if math.isfinite(value) and abs(value) < 1e5 else f"{value:9.3g}"
