"""Body of `suasion evidence calibrate`."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import typer

from suasion.cli.printing import table
from suasion.errors import InputError, Problem
from suasion.evidence.calibration import ceasefires, disputes, honour, leaders, recurrence
from suasion.evidence.calibration.factors import silence
from suasion.evidence.calibration.posterior import Posterior
from suasion.mechanism.priors import packaged, posteriors, read_data

ENDS = np.array([0.05, 0.5, 0.95])
WIDTH = 78
FORMS = (".svg", ".html")
HEADS = ("rate", "events / of", "mean", "95 %")
FACTORS = ("factor", "judgement", "record")


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    name, out = options["name"], options["out"]
    if out and (name != "factors" or Path(out).suffix not in FORMS):
        message = "a picture ends in .svg or .html and shows the factors"
        remedy = "Write suasion evidence calibrate --out priors.svg"
        raise InputError([Problem("--out", 0, 0, "", str(out), message, remedy)])
    if name == "factors":
        _factors(options["format"])
    else:
        _rates(_counted(name, options["nuclear"]), options["format"])
    if out:
        from suasion.report.priors import write

        write(Path(out))
        typer.echo(f"Written: {out}", err=True)


def _counted(name: str, nuclear: str) -> list[Posterior]:
    if name == "leaders":
        return leaders.posteriors()
    if name == "disputes":
        return disputes.posteriors(definition=nuclear)
    return {"recurrence": recurrence, "ceasefires": ceasefires, "honour": honour}[name].posteriors()


def _factors(form: str) -> None:
    """What the record says of each factor, beside the packaged prior."""
    behind = read_data("posteriors.yaml")["posteriors"]
    if form == "json":
        rows = [_factor(name, behind[name]) for name in behind]
        typer.echo(json.dumps({"posteriors": rows, "silent": silence()}, indent=2))
        return
    known, found = packaged(), posteriors()
    table(FACTORS, [(name, _range(known[name]), _range(found[name])) for name in found])
    typer.echo("Medians, and 5 to 95 %.\n")
    for text in dict.fromkeys(entry["because"] for entry in behind.values()):
        _wrapped(f"Record: {text}.", "")
        typer.echo()
    _silent()


def _factor(name: str, entry: dict[str, Any]) -> dict[str, Any]:
    """One posterior as data, with the prior's quantiles at the same probabilities."""
    kept = {key: value for key, value in entry.items() if key != "deters"}
    places = np.linspace(0.0, 1.0, len(entry["quantiles"]))
    return {"factor": name, "prior": packaged()[name].quantile(places).tolist(), **kept}


def _range(prior: Any) -> str:
    low, middle, high = prior.quantile(ENDS)
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def _silent() -> None:
    """How many priors the record leaves as they were, by reason."""
    found = silence()
    typer.echo(f"The record is silent on {len(found)} other priors:")
    for reason, number in Counter(found.values()).most_common():
        names = [name for name, why in found.items() if why == reason]
        _wrapped(f"  {names[0] if number == 1 else number}: {reason}", "    ")
    typer.echo("All of them by name: suasion evidence calibrate --format json")


def _rates(found: list[Posterior], form: str) -> None:
    if form == "json":
        typer.echo(json.dumps([_rate(one) for one in found], indent=2))
        return
    table(HEADS, [_cells(one) for one in found])
    typer.echo("Means and intervals of the posterior; < : no event, 95 % upper bound.")
    for remark in dict.fromkeys(one.remark for one in found if one.remark):
        _wrapped(f"Note: {remark}.", "  ")


def _wrapped(text: str, indent: str) -> None:
    typer.echo(textwrap.fill(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False))


def _rate(one: Posterior) -> dict[str, Any]:
    low, high = one.interval
    return {
        "id": one.id,
        "what": one.what,
        "unit": one.unit,
        "shape": one.shape,
        "parameters": list(one.parameters),
        "events": one.events,
        "exposure": one.exposure,
        "mean": one.mean,
        "interval_95": [low, high],
        "upper_bound_95": one.bound,
        "source": list(one.source),
        "data_files": list(one.files),
        "remark": one.remark,
    }


def _cells(one: Posterior) -> tuple[str, ...]:
    low, high = one.interval
    short = one.id.partition(".")[2]
    span = f"< {one.bound:.2g}" if one.bound is not None else f"{low:.2g} to {high:.2g}"
    return short, f"{one.events} / {one.exposure:,.0f}", f"{one.mean:.2g}", span
