"""`suasion zone check`: observations held against the rules of a zone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from itertools import groupby
from pathlib import Path
from typing import Any

import typer

from suasion.cli.printing import table
from suasion.cli.progress import bar
from suasion.cli.zone_build import built_with_progress, folded, put
from suasion.errors import InputError, Problem
from suasion.zone.findings.coverage import coverage_from
from suasion.zone.findings.data import as_data
from suasion.zone.findings.examination import (
    SECTOR_KM,
    Examination,
    examine,
    last_day_to_show,
)
from suasion.zone.findings.feed import feed
from suasion.zone.findings.found import OPEN_SIDE, REASONS, Verdict
from suasion.zone.findings.sectors import Sectors, sectors_along, sectors_from
from suasion.zone.findings.tallies import Tally, open_reasons, tally
from suasion.zone.observations.notices import notices_from
from suasion.zone.rules.reading import Zone, load
from suasion.zone.rules.words import worded

HEADS = ("clear", "likely", "possible", "no error", "open", "denied", "rows")
PLACES = ("belt", "site", "area", "corridor")
MOST = 40
"""Lines of a table on a terminal."""


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    form, by, out = options["format"], options["by"], options["out"]
    if options["eroded_above"] is not None and form != "feed":
        message, remedy = "only the feed speaks of erosion", "Add --format feed, or leave it out"
        raise InputError([Problem("--eroded-above", 0, 0, "", "", message, remedy)])
    found = examined(options)
    if form == "json":
        put(json.dumps(as_data(found, by), indent=2, ensure_ascii=False) + "\n", out)
    elif form == "feed":
        put(
            json.dumps(feed(found, options["eroded_above"]), indent=2, ensure_ascii=False) + "\n",
            out,
        )
    elif form == "csv":
        heads = [one.name for one in fields(Tally)]
        put(csv_of(heads, [asdict(one) for one in tally(found.violations, by)]), out)
    else:
        _print(found, options)


def examined(options: dict[str, Any]) -> Examination:
    """The examination that the options ask for, with progress.

    A table on the terminal has every day; what can leave the machine ends with the delay.
    """
    zone = load(options["zone"], lines=options["lines"], distances=options["settings"])
    coverage = coverage_from(options["coverage"]) if options["coverage"] else []
    notices = notices_from(options["notices"]) if options["notices"] else None
    sectors = _sectors(zone, options["sectors"], options["sector_km"])
    built = built_with_progress(zone)
    if all(one.shape is None for one in built if one.kind in PLACES):
        why = "; ".join(dict.fromkeys(one.unknown for one in built if one.unknown))
        message = f"no place of this zone is known: {why}"
        remedy = "Give the missing line or outline"
        raise InputError([Problem(options["zone"], 0, 0, "", "", message, remedy)])
    path: Path = options["file"]
    shown_here = options["format"] == "table"
    until = None if shown_here else last_day_to_show(options["today"], options["delay"])
    with bar("Checking", quiet=options["quiet"]) as progress:
        return examine(
            zone,
            built,
            path,
            sectors=sectors,
            coverage=coverage,
            notices=notices,
            until=until,
            tell=progress,
        )


def _sectors(zone: Zone, file: Path | None, every_km: float | None) -> Sectors:
    return sectors_from(file) if file else sectors_along(zone.lines, every_km or SECTOR_KM)


def csv_of(heads: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _print(found: Examination, options: dict[str, Any]) -> None:
    data = as_data(found, options["by"])
    for text in _beginning(found, data):
        typer.echo(folded(text))
    tallies = tally(found.violations, options["by"])
    if tallies:
        typer.echo("")
        heads = (options["by"], *(head.rjust(8) for head in HEADS))
        table(heads, [_row(one) for one in tallies[:MOST]])
        if len(tallies) > MOST:
            typer.echo(f"… and {len(tallies) - MOST} more; --format csv has them all.")
        for text in _below(found, options["by"]):
            typer.echo(folded(text))
    _ceilings(data)
    _compliance(data)
    _missed(data)
    typer.echo("")
    for text in data["notes"]:
        typer.echo(folded(text))


def _beginning(found: Examination, data: dict[str, Any]) -> Iterator[str]:
    yield f"{found.zone.file.title} ({found.zone.file.standing.value})"
    fate = data["rows"]
    period = " to ".join(data["period"] or ["no day"])
    rest = ", ".join(f"{number:,} {name}" for name, number in list(fate.items())[1:] if number)
    yield f"{fate['read']:,} rows, {period}: {rest or 'none'}."
    sightings = data["sightings"]
    if sightings["rows"] > sightings["sightings"]:
        yield (
            f"{sightings['rows']:,} rows bear on the rules; those of one sighting merged, "
            f"they are {sightings['sightings']:,} sightings."
        )
    for (number, why), _ in groupby(data["not_checked"], lambda one: (one["rule"], one["why"])):
        yield f"Not checked: rule {number}; {why}."
    if not data["violations"] and not data["ceilings"]:
        yield "No observation bears on a rule."


def _row(one: Tally) -> tuple[str, ...]:
    numbers = (one.clear, one.likely, one.possible, one.unmeasured, one.open, one.denied, one.rows)
    return one.key, *(f"{number:,}".rjust(8) for number in numbers)


def _below(found: Examination, by: str) -> Iterator[str]:
    if by == "rule":
        said = dict(sentences(found))
        for number in sorted({int(one) for one in found.violations.rule}):
            yield f"  rule {number}: {said[number]}."
    yield (
        "clear, likely, possible: the position error explains it away with less than 5 %, less "
        "than half, at most 95 %. no error: inside as reported, its error not known. open: hangs "
        "on something else. denied: access was denied there."
    )
    if kept := int((found.violations.verdict == Verdict.KEPT).sum()):
        yield f"  kept, {kept:,}: notified, or found in store with the seal whole."
    for reason, number in open_reasons(found.violations):
        yield f"  open, {number:,}: {REASONS[reason]}."


def sentences(found: Examination) -> Iterator[tuple[int, str]]:
    """Each rule in words, by its number."""
    said = {
        (one.place, one.rule, one.weapons, one.source, one.cited): one.sentence
        for one in worded(found.zone)
    }
    for one in found.found.clauses:
        key = (one.place, one.kind.value, one.weapons, one.source, one.where)
        yield one.number, said[key]


def _ceilings(data: dict[str, Any]) -> None:
    if not data["ceilings"]:
        return
    typer.echo("\nCeilings, by day")
    heads = ("rule", "place", "side", "limit", "most certain", "likely", "days over")
    rows = [
        (
            str(one["rule"]),
            one["place"],
            one["side"] or "",
            " or ".join(f"{limit:,}" for limit in one["limit"]) or "unknown",
            f"{one['most_certain']:,}",
            f"{one['most_likely']:,.0f}",
            f"{one['days_certainly_over']} certain, {one['days_likely_over']} likely",
        )
        for one in data["ceilings"]
    ]
    table(heads, rows)


def _compliance(data: dict[str, Any]) -> None:
    if not data["compliance"]:
        return
    typer.echo("\nBy whose they were (clear and likely ones)")
    heads = ("side", "violations", "days with one", "coverage", "a day", "missed")
    rows = [
        (
            one["side"],
            f"{one['violations']:,}",
            f"{one['days_with_one']:,} of {one['days']:,}",
            "unknown" if one["coverage"] is None else f"{one['coverage']:.0%}",
            _interval(one["per_day"], ".2g"),
            _interval(one["missed"], ",.0f"),
        )
        for one in data["compliance"]
    ]
    table(heads, rows)
    if any(one["side"] == OPEN_SIDE for one in data["compliance"]):
        typer.echo("  open: the observation does not say whose it was.")


def _interval(found: dict[str, float] | None, form: str) -> str:
    if found is None:
        return "not known"
    return f"{found['mean']:{form}} ({found['low']:{form}}-{found['high']:{form}})"


def _missed(data: dict[str, Any]) -> None:
    if not data["missed"]:
        return
    typer.echo("\nAll such sightings, seen or not, if sources look independently of each other")
    rows = [
        (
            one["method"],
            f"{one['seen']:,}",
            f"{one['total']:,.0f} ({one['low']:,.0f}-{one['high']:,.0f})",
            one["note"],
        )
        for one in data["missed"]
    ]
    table(("method", "seen", "all (95 %)", "note"), rows)
    for one in data["assumptions_tested"]:
        held = "is doubtful" if one["p"] < 0.05 else "is not refuted"
        typer.echo(folded(f"  {one['what']}: {held} (p = {one['p']:.2g})."))
