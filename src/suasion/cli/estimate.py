"""Body of `suasion estimate game`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from suasion.cli import estimate_input as given
from suasion.cli.estimate_cells import cell, finite, head, name, notes, paragraph
from suasion.cli.printing import table
from suasion.evidence.estimation.trees import game, listed
from suasion.theory.tree.tree import Tree

if TYPE_CHECKING:
    import pandas as pd

    from suasion.evidence.estimation.fitting import Estimate


def run(options: Mapping[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    tree = game(options["game"])
    if options["data"] is None:
        _utilities(tree)
        return
    given.formula(options["formula"], "outcome ~ x | 0 | z | w")
    found = _fitted(tree, given.data(options["data"]), options)
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


def _fitted(tree: Tree, data: pd.DataFrame, options: Mapping[str, Any]) -> Estimate:
    from suasion.evidence.estimation.fitting import fit
    from suasion.uncertainty.device import ready

    ready()
    with given.shown(options["quiet"]), given.naming(options["data"]):
        return fit(
            tree,
            data,
            options["formula"],
            shocks=options["shocks"],
            codes=dict(given.pairs("--code", options["codes"])) or None,
            parameters=given.numbers("--set", options["settings"]),
            penalty=options["penalty"],
            errors=options["errors"],
            cluster=options["cluster"],
            starts=options["starts"],
            seed=options["seed"],
        )


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
        "log_likelihood": finite(found.log_likelihood),
        "aic": finite(found.aic),
        "bic": finite(found.bic),
        "correctly_predicted": found.correct,
        "separated": [str(one) for one in found.separated],
        "notes": list(found.notes),
        "coefficients": [
            {"name": label} | {str(key): finite(value) for key, value in row.items()}
            for label, row in found.table().iterrows()
        ],
    }
    if effects is not None:
        data["effects"] = [
            {"variable": label[0], "outcome": label[1]}
            | {str(key): finite(value) for key, value in row.items()}
            for label, row in effects.iterrows()
        ]
    return data


def _print(found: Estimate, effects: pd.DataFrame | None) -> None:
    counts = ", ".join(f"{outcome} {count}" for outcome, count in found.model.counts.items())
    typer.echo(found.model.tree.title)
    paragraph(f"{found.rows:,} rows: {counts}. {_method(found)}")
    typer.echo("")
    rows = [
        (name(label), *map(cell, row))
        for label, row in zip(found.names, found.table().to_numpy(), strict=True)
    ]
    table(("coefficient", *map(head, ("estimate", "se", "z", "p"))), rows)
    typer.echo(
        f"\nLog-likelihood {found.log_likelihood:.4f}, AIC {found.aic:.2f}, BIC {found.bic:.2f}; "
        f"{found.correct:.1%} predicted"
    )
    if effects is not None:
        typer.echo("\nAverage partial effects on the chance of each outcome")
        shown = [(*label, *map(cell, row)) for label, row in effects.iterrows()]
        table(("variable", "outcome", *map(head, ("effect", "se", "low", "high"))), shown)
    notes(found.notes)
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
