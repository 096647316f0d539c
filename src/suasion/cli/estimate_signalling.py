"""Body of `suasion estimate signalling`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from suasion.cli import estimate_input as given
from suasion.cli.estimate_cells import cell, finite, head, name, notes, paragraph
from suasion.cli.printing import table

if TYPE_CHECKING:
    from suasion.evidence.signalling.fitting import Fit

FORMULA = "sq + cd + sf + bd ~ S_A | V_A | C_B | W_A | W_B | a | V_B"
UTILITIES = (
    ("S_A", "A, the challenger", "status quo (sq); that of B is 0"),
    ("V_A", "A", "concession (cd): B gives way"),
    ("C_B", "B, the target", "concession"),
    ("W_A", "A", "A stands firm (sf), plus a shock"),
    ("W_B", "B", "A stands firm, plus a shock"),
    ("a", "A", "A backs down (bd), plus a shock"),
    ("V_B", "B", "A backs down"),
)


def run(options: Mapping[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    if options["example"]:
        _example()
        return
    if options["data"] is None:
        _utilities()
        return
    given.formula(options["formula"], FORMULA)
    found = _fitted(options)
    {"json": _json, "csv": _csv, "table": _table}[options["format"]](found)
    sys.stdout.flush()


def _example() -> None:
    from suasion.evidence.signalling.simulation import example
    from suasion.uncertainty.device import ready

    ready()
    typer.echo(example().to_csv(index=False), nl=False)


def _utilities() -> None:
    """The utilities that a formula gives in order, and how to write it."""
    typer.echo("Crisis signalling (Lewis and Schultz 2003)\n\nUtilities, in the order of a formula")
    rows = [(str(at), *one) for at, one in enumerate(UTILITIES, start=1)]
    table(("", "utility", "of", "where the game ends in"), rows)
    typer.echo(f"\n{FORMULA}")


def _fitted(options: Mapping[str, Any]) -> Fit:
    from suasion.evidence.signalling.fitting import fit
    from suasion.uncertainty.device import ready

    data, fixed = given.data(options["data"]), given.numbers("--fixed", options["fixed"])
    ready()
    with given.shown(options["quiet"]), given.naming(options["data"]):
        return fit(
            data,
            options["formula"],
            method=options["method"],
            first=options["first"],
            fixed=fixed,
            bootstrap=options["bootstrap"],
            seed=options["seed"],
        )


def _ends(found: Fit) -> dict[str, float]:
    """How often games ended how."""
    from suasion.evidence.signalling.games import OUTCOMES

    totals = found.estimates.data.counts.sum(axis=0).tolist()
    return dict(zip(OUTCOMES, totals, strict=True))


def _rows(found: Fit) -> list[dict[str, Any]]:
    return [
        {"name": label} | {str(key): finite(value) for key, value in row.items()}
        for label, row in found.table().iterrows()
    ]


def _json(found: Fit) -> None:
    one, several = found.estimates, found.multiplicity
    data = {
        "game": "signalling",
        "method": one.method.lower(),
        "games": len(one.data.counts),
        "left_out": found.specified.left_out,
        "outcomes": _ends(found),
        "converged": found.converged,
        "status": one.status.sentence,
        "steps": one.steps,
        "log_likelihood": finite(one.log_likelihood),
        "largest_distance_from_best_response": finite(one.violation),
        "equilibria": {str(number): games for number, games in found.equilibria().items()},
        "log_likelihood_if_all_play": {
            "least_resistance": finite(several.least),
            "most_resistance": finite(several.most),
            "best_fit": finite(several.best),
        },
        "starts": {
            start: {"log_likelihood": finite(end.log_likelihood), "status": end.status.code}
            for start, end in found.starts.items()
        },
        "bootstrap_draws_used": found.bootstrap.used if found.bootstrap else None,
        "notes": list(found.notes),
        "coefficients": _rows(found),
    }
    typer.echo(json.dumps(data, indent=2, allow_nan=False))


def _csv(found: Fit) -> None:
    """Coefficients alone; what must be known before they are used goes to stderr."""
    writer = csv.DictWriter(sys.stdout, ("name", "estimate", "se", "z", "p"), lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(found))
    if not found.converged:
        typer.echo(found.notes[0], err=True)


def _table(found: Fit) -> None:
    from suasion.evidence.signalling.findings import played

    one = found.estimates
    ends = ", ".join(f"{outcome} {count:,.0f}" for outcome, count in _ends(found).items())
    typer.echo("Crisis signalling (Lewis and Schultz 2003)")
    paragraph(f"{len(one.data.counts):,} games: {ends}. {METHODS[one.method]}.")
    paragraph(one.status.sentence)
    typer.echo("")
    rows = [
        (name(label), *map(cell, row))
        for label, row in zip(one.data.names, found.table().to_numpy(), strict=True)
    ]
    table(("coefficient", *map(head, ("estimate", "se", "z", "p"))), rows)
    kind = "Pseudo-log-likelihood" if one.method == "PL" else "Log-likelihood"
    typer.echo("")
    paragraph(f"{kind} {one.log_likelihood:.4f}. {played(found)}")
    notes(found.notes)


METHODS = {
    "PL": "Pseudo-likelihood",
    "NPL": "Nested pseudo-likelihood",
    "CMLE": "Constrained maximum likelihood",
}
