"""Bodies of `suasion record`."""

from __future__ import annotations

import csv
import io
import json
import os
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from suasion.cli.library import facts
from suasion.cli.printing import table
from suasion.describe.vocabulary import Role
from suasion.evidence.record import (
    WHAT,
    Case,
    Certainty,
    Rate,
    Selection,
    Sides,
    Sort,
    case,
    cases,
    rate,
    select,
)

HEADS = ("id", "year", "who > whom / against", "type", "att.", "honoured", "")
LEGEND = """Guarantor>protege/challenger, +n more. att.: attacked while in force, ten years
at most. * not verified, ? contested or not known. v verified, u unverified."""
WIDTH = 78
NAME_WIDTH = 15


def listing(wanted: Mapping[str, Any], form: str) -> None:
    """Print the cases of a selection."""
    found = select(cases(), _selection(wanted))
    rows = [_row(one) for one in found]
    if form == "json":
        typer.echo(json.dumps(rows, indent=2))
    elif form == "csv":
        _csv(tuple(rows[0]) if rows else HEADS, [tuple(row.values()) for row in rows])
    else:
        table(HEADS, [_cells(row) for row in rows])
        verified = sum(row["certainty"] == Certainty.VERIFIED for row in rows)
        typer.echo(f"{len(rows)} cases, {verified} of them verified.\n{LEGEND}")


def show(name: str, form: str) -> None:
    """Print one case with its sources."""
    found = case(name)
    if form == "json":
        data = found.entry.model_dump(mode="json", exclude_none=True)
        data["guarantee"] = found.guarantee.model_dump(mode="json", exclude_none=True)
        typer.echo(json.dumps(data | {"derived": _row(found)}, indent=2))
        return
    typer.echo(f"{found.guarantee.title} ({found.entry.certainty})")
    typer.echo(textwrap.fill(found.guarantee.summary, WIDTH))
    for part, pairs in (("Derived", _derived(found)), ("Seed list", _seed(found))):
        typer.echo(f"\n{part}")
        _paragraphs(pairs)
    typer.echo("\nCoded")
    _paragraphs(_coded(found))
    typer.echo("\nThe guarantee")
    _paragraphs(_guarantee(found))


def rates(wanted: Mapping[str, Any], form: str, *, include_unverified: bool) -> None:
    """Print base rates of a selection, and the published ones where the data are at hand."""
    selection = _selection(wanted)
    found = [rate(what, selection, include_unverified=include_unverified) for what in WHAT]
    published = _published()
    if form == "json":
        shown = {"rates": [_rate(one) for one in found], "published": published}
        typer.echo(json.dumps(shown, indent=2))
    elif form == "csv":
        _csv(RATE_HEADS, [_rate_cells(one) for one in found])
    else:
        _rate_tables(found, published, include_unverified=include_unverified)
        if any(wanted.get(name) is not None for name in ("troops", "zone")):
            typer.echo("\nTroops and zones are selected by values that may be unverified.")


def _selection(wanted: Mapping[str, Any]) -> Selection:
    """The selection that the options of a command stand for."""
    given = {name: value for name, value in wanted.items() if value is not None}
    many = given.pop("multilateral", None)
    if many is not None:
        given["sides"] = Sides.MULTILATERAL if many else Sides.BILATERAL
    for name, kind in (("type", Sort), ("certainty", Certainty)):
        if name in given:
            given[name] = kind(given[name])
    return Selection(**given)


def _row(found: Case) -> dict[str, Any]:
    """A case as one line."""
    return {
        "id": found.id,
        "title": found.guarantee.title,
        "year": found.entry.year,
        **{f"{role}s": [one.id for one in found.with_role(role)] for role in SHOWN},
        "type": found.entry.type.value,
        "sides": found.sides.value,
        "major": found.major,
        "nuclear": found.nuclear,
        "treaty": found.treaty,
        "troops": found.value("troops", include_unverified=True),
        "zone": found.value("zone", include_unverified=True),
        "attacked": _told(found, "attacked"),
        "honoured": _told(found, "honoured"),
        "certainty": found.entry.certainty.value,
    }


SHOWN = (Role.GUARANTOR, Role.PROTEGE, Role.CHALLENGER)


def _told(found: Case, field: str) -> str:
    """A coded value in a word; a star where only unverified sources give it."""
    for include, star in ((False, ""), (True, "*")):
        values = found.values(field, include_unverified=include)
        if values:
            words = {_word(value) for value in values}
            return words.pop() + star if len(words) == 1 else "?"
    return "?"


def _word(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    guarantors, proteges, challengers = (_few(row[f"{role}s"]) for role in SHOWN)
    who = f"{guarantors}>{proteges}/{challengers}"
    mark = row["certainty"][0]
    kept = (str(row["year"]), who, row["type"][:4], row["attacked"], row["honoured"], mark)
    return (row["id"], *kept)


def _few(names: Sequence[str]) -> str:
    """The first name, and how many more there are."""
    others = f"+{len(names) - 1}" if len(names) > 1 else ""
    return f"{names[0]}{others}" if names else "-"


def _derived(found: Case) -> Iterator[tuple[str, str]]:
    row = _row(found)
    for name in ("sides", "major", "nuclear", "treaty", "troops", "zone"):
        value = row[name]
        yield name, "not known" if value is None else _word(value)
    if found.window is not None:
        start, end = found.window
        yield "window", f"{start} to {end}" + ("" if found.complete else ", not over")


def _seed(found: Case) -> Iterator[tuple[str, str]]:
    if found.entry.seed is not None:
        yield from found.entry.seed.model_dump().items()


def _coded(found: Case) -> Iterator[tuple[str, str]]:
    for field in type(found.coded).model_fields:
        fact = getattr(found.coded, field)
        for version in getattr(fact, "contested", [fact]):
            yield field, _version(version)


def _guarantee(found: Case) -> Iterator[tuple[str, str]]:
    """Each stated fact of the guarantee, then the sections that are unknown, by reason."""
    gaps: dict[str, list[str]] = {}
    for path, value, source in facts(found.guarantee):
        if path.startswith("outcome"):
            continue
        if value.startswith("unknown") and "." not in path:
            gaps.setdefault(value, []).append(path)
        else:
            yield path.removesuffix(" (contested)"), f"{value}{f' [{source}]' if source else ''}"
    for reason, sections in gaps.items():
        yield "other sections", f"{', '.join(sections)}: {reason}"


def _version(version: Any) -> str:
    """One version of a fact in words, with its source or reason."""
    if hasattr(version, "unknown"):
        return f"unknown: {version.unknown}"
    if hasattr(version, "judgement"):
        return f"{_word(version.judgement)} (judged: {version.because}; {version.disagree})"
    mark = ", unverified" if version.unverified else ""
    note = f"; {version.note}" if version.note else ""
    return f"{_word(version.value)} [{version.source}, {version.where}{mark}]{note}"


def _paragraphs(pairs: Iterator[tuple[str, str]]) -> None:
    for name, text in pairs:
        lines = textwrap.wrap(text, WIDTH - NAME_WIDTH - 3, break_on_hyphens=False) or [""]
        short = len(name) <= NAME_WIDTH
        typer.echo(f"  {name:<{NAME_WIDTH}} {lines[0]}".rstrip() if short else f"  {name}")
        for line in lines[1:] if short else lines:
            typer.echo(f"{'':{NAME_WIDTH + 3}}{line}")


RATE_HEADS = ("what", "events", "n", "share", "low_95", "high_95", "counted", "left_out")


def _rate(found: Rate) -> dict[str, Any]:
    return {
        "what": found.what,
        "in_words": WHAT[found.what][0],
        "events": len(found.events),
        "n": found.n,
        "share": found.share,
        "interval_95": [round(end, 5) for end in found.interval],
        "happened_in": list(found.events),
        "counted": list(found.counted),
        "left_out": dict(found.left_out),
    }


def _rate_cells(found: Rate) -> tuple[object, ...]:
    low, high = found.interval
    share = "" if found.share is None else round(found.share, 5)
    left = "; ".join(f"{key}: {why}" for key, why in found.left_out.items())
    numbers = (len(found.events), found.n, share, round(low, 5), round(high, 5))
    return (found.what, *numbers, "; ".join(found.counted), left)


def _rate_tables(
    found: Sequence[Rate], published: Sequence[Mapping[str, Any]], *, include_unverified: bool
) -> None:
    typer.echo(f"Base rates, {'all cases' if include_unverified else 'verified cases only'}")
    rows = [(WHAT[one.what][0], *_numbers(len(one.events), one.n, one.interval)) for one in found]
    table(("what", "of n", "Jeffreys 95 %"), rows)
    typer.echo("The list was drawn up from memory and is no sample; see record.md.")
    for one in found:
        _counted(one)
    if published:
        typer.echo("\nPublished: commitments that a war called on and that were honoured")
        shown = [(o["what"], *_numbers(o["events"], o["n"], o["interval_95"])) for o in published]
        table(("which", "of n", "Jeffreys 95 %"), shown)
    else:
        typer.echo("\nSet SUASION_DATA to see the published rates of honoured alliances beside it.")


def _numbers(events: int, n: int, interval: Sequence[float]) -> tuple[str, str]:
    low, high = interval
    return f"{events} of {n}", f"{low:.2f} to {high:.2f}"


def _counted(found: Rate) -> None:
    """Who is counted, and how many are not, for which reason."""
    others = [key for key in found.counted if key not in set(found.events)]
    typer.echo(f"\n{WHAT[found.what][0]}")
    reasons: dict[str, list[str]] = {}
    for key, why in found.left_out.items():
        reasons.setdefault(why, []).append(key)
    pairs = [(f"yes ({len(found.events)})", ", ".join(found.events))]
    pairs += [(f"no ({len(others)})", ", ".join(others))]
    pairs += [("left out", f"{why}: {len(keys)}") for why, keys in sorted(reasons.items())]
    _paragraphs(iter(pairs))


def _published() -> list[dict[str, Any]]:
    """Rates counted from the honour data; none where SUASION_DATA is not set."""
    folder = os.environ.get("SUASION_DATA")
    if not folder:
        return []
    from suasion.evidence.record.published import published_rates

    return [
        {"what": one.what, "events": one.events, "n": one.n, "interval_95": list(one.interval)}
        for one in published_rates(Path(folder))
    ]


def _csv(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([" ".join(cell) if isinstance(cell, list) else cell for cell in row])
    typer.echo(buffer.getvalue(), nl=False)
