"""`suasion story`: a dated chronicle of one path, with the reasons."""

from __future__ import annotations

import datetime
import json
import math
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import numpy as np

from suasion.cli.progress import bar
from suasion.describe.levers import apply
from suasion.describe.loading import load_case
from suasion.report.naming import meaning
from suasion.term.years.axes import AXES
from suasion.term.years.causes import CAUSES
from suasion.term.years.chronicle import Event
from suasion.theory.registry import stage
from suasion.uncertainty.observed import Fit, Observed, observed_from
from suasion.uncertainty.story import Asked, Assumption, Story, checked, in_being, story
from suasion.uncertainty.wording import NUMBERS, Told, ending, share, told

WIDTH, INDENT = 79, 12
CAUTION = (
    "One of many possible paths, under one set of assumptions and one theory: "
    "an illustration of the model, not a forecast."
)

PRIORS = {"judgement": "", "record": " Priors of the record where it speaks."}


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    original = load_case(options["case"])
    loaded = apply(original, list(options["settings"]))
    asked = checked(loaded, asked_for(options))
    with bar("Solving the years; the first run compiles", quiet=False) as progress:
        found = story(loaded, original, asked, progress)
    if options["format"] == "json":
        json.dump(as_data(found), sys.stdout, indent=2, allow_nan=False, ensure_ascii=False)
        sys.stdout.write("\n")
        return
    sys.stdout.write("\n".join(text(found)) + "\n")


def asked_for(options: dict[str, Any]) -> Asked:
    """What is asked for; factors may be joined by commas."""
    named = [name.strip() for part in options["factors"] for name in part.split(",")]
    return Asked(
        options["guarantee"],
        options["theory"],
        options["seed"],
        options["years"],
        tuple(dict.fromkeys(named)) or AXES,
        options["prior"],
        observed_from(options["zone_feed"]) if options["zone_feed"] else None,
    )


def lines(found: Story) -> list[Told]:
    """The path in words."""
    events = [one for one in found.path.events if one.kind != "attack"]
    listed = told(events, found.case.as_of)
    for one in found.path.events:
        if one.kind == "attack" and found.path.cause is not None:
            promised = found.guarantee.lead is not None
            words = ending(one, found.path.cause, met=found.path.met, promised=promised)
            listed.append(Told(one.time, *words))
    return listed


def text(found: Story) -> Iterator[str]:
    """The story for a reader, line by line."""
    yield from _wrapped(f"{found.guarantee.title} ({found.asked.guarantee})")
    yield from _wrapped(_who(found))
    yield from _wrapped(
        f"Theory: {stage(found.asked.theory).title} ({found.asked.theory}). "
        f"Seed {found.asked.seed}." + PRIORS[found.asked.prior]
    )
    yield ""
    yield from _wrapped(CAUTION)
    yield ""
    yield from _drawn(found)
    yield ""
    for sentence in _observed(found):
        yield from _wrapped(sentence)
        yield ""
    for one in lines(found):
        yield from _entry(found, one)
    yield ""
    yield from _common(found)


def _who(found: Story) -> str:
    """The parties by their parts, and when."""
    names = {one.id: one.name for one in found.guarantee.parties}
    by_part = {
        part: " and ".join(one.name for one in found.guarantee.parties if part in one.roles)
        for part in ("challenger", "protege")
    }
    lead = found.guarantee.lead
    by_part["lead guarantor"] = names.get(lead, lead) if lead else "none"
    parties = "; ".join(f"{part}: {name}" for part, name in by_part.items() if name)
    first, last = found.case.as_of, found.date(found.asked.years)
    return f"{parties[0].upper()}{parties[1:]}. {first} to {last}."


def _drawn(found: Story) -> Iterator[str]:
    """Assumptions of the draw, and the chance of entry."""
    if found.assumptions:
        yield "Drawn assumptions that mattered most, and what each does to the chance of"
        yield "peace to the last day, against its median with the others as drawn:"
    else:
        yield "No single assumption of this draw matters much against its median."
    for one in found.assumptions:
        yield from _wrapped(f"{one.effect:+.2f}  {_assumption(one)}", "  ", "         ")
    if found.guarantee.lead and not in_being(found.guarantee):
        yield from _wrapped(
            "The story begins with the signature. That the guarantee comes about at all has a "
            f"chance of {share(found.entry)} in this draw."
        )


def _observed(found: Story) -> list[str]:
    """What was taken from a feed, and what was left."""
    observed = found.asked.observed
    return observed.notes(_fit(found, observed)) if observed else []


def _fit(found: Story, observed: Observed) -> Fit:
    return observed.fit({found.asked.guarantee: found.guarantee})


def _assumption(one: Assumption) -> str:
    where = f"{_ordinal(round(100 * one.quantile))} percentile"
    if isinstance(one.value, str):
        return f"{stands_for(one.factor)}: '{one.value}' of its contested versions"
    if one.value is None or one.median is None:
        return f"{stands_for(one.factor)}: {where}"
    return f"{stands_for(one.factor)}: {one.value:.2g}, {where}; median {one.median:.2g}"


def stands_for(factor: str) -> str:
    """What a factor stands for, in words."""
    kind, _, name = factor.partition(":")
    return NUMBERS.get(name, meaning(factor)) if kind == "years" else meaning(factor)


def _ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    teen = 10 < number % 100 < 14
    return f"{number}{'th' if teen else ends.get(number % 10, 'th')}"


def _entry(found: Story, one: Told) -> Iterator[str]:
    """One line of the story: date, what happened, why."""
    yield from _wrapped(f"{found.date(one.time)}  {one.said}", "", " " * INDENT)
    if one.why:
        why = f"{one.why[0].upper()}{one.why[1:]}."
        yield from _wrapped(why, " " * INDENT, " " * INDENT)


def _common(found: Story) -> Iterator[str]:
    """How common such an ending is."""
    for sentence in ending_sentences(found):
        yield from _wrapped(sentence)


def ending_sentences(found: Story) -> list[str]:
    """How common such an ending is in this draw, and what nobody could see."""
    chances, last = endings(found), found.date(found.asked.years)
    sentences = [
        f"Over all paths under these same assumptions: no major attack to {last} in "
        f"{share(chances['peace'])}."
    ]
    if chances["cause_share"] is not None:
        first = f"Of all attacks, {share(chances['cause_share'])} have the first cause "
        side = "met by the guarantor" if found.path.met else "not met by the guarantor"
        met = f", and {share(chances['met_share'])} are {side}" if found.guarantee.lead else ""
        sentences.append(f"{first}'{found.path.cause}'{met}.")
    if found.path.resolute is not None:
        kind = "resolute" if found.path.resolute else "irresolute"
        sentences.append(f"What nobody in the story could know: the guarantor was {kind}.")
    return sentences


def endings(found: Story) -> dict[str, Any]:
    """Chances of such an ending in the exact solution of the draw [1]."""
    exact, cause = found.exact, found.path.cause
    failed = float(np.sum(exact.causes))
    shares = {
        name: float(row.sum()) / failed for name, row in zip(CAUSES, exact.causes, strict=True)
    }
    side = exact.with_guarantor if found.path.met else exact.without_guarantor
    return {
        "peace": float(exact.survival[-1, 0]),
        "causes": shares,
        "cause_share": shares[cause] if cause else None,
        "met_share": float(np.sum(side)) / failed if cause else None,
    }


def _wrapped(sentence: str, first: str = "", others: str = "") -> list[str]:
    # A figure stays with its percent sign.
    kept = sentence.replace(" %", "\u00a0%")
    found = textwrap.wrap(kept, WIDTH, initial_indent=first, subsequent_indent=others)
    return [line.replace("\u00a0", " ") for line in found]


def as_data(found: Story) -> dict[str, Any]:
    """A story as plain data; keys are documented in docs/how-to/tell-a-story.md."""
    observed = found.asked.observed
    return {
        "case": found.case.id,
        "guarantee": found.asked.guarantee,
        "title": found.guarantee.title,
        "theory": found.asked.theory,
        "seed": found.asked.seed,
        "prior": found.asked.prior,
        "from": found.case.as_of.isoformat(),
        "to": found.date(found.asked.years).isoformat(),
        "factors": list(found.asked.factors),
        "caution": CAUTION,
        "zone_feed": observed and observed.as_data(_fit(found, observed)),
        "notes": _observed(found),
        "entry": found.entry,
        "assumptions": [
            {**one._asdict(), "meaning": stands_for(one.factor)} for one in found.assumptions
        ],
        "story": [
            {"date": found.date(one.time).isoformat(), "said": one.said, "why": one.why}
            for one in lines(found)
        ],
        "events": [_event(found, one) for one in found.path.events],
        "ending": {
            "attack": _date(found, found.path.year),
            "cause": found.path.cause,
            "met": found.path.met if found.path.cause else None,
            "resolute": found.path.resolute,
            "chances": endings(found),
        },
    }


def _date(found: Story, years: float) -> str | None:
    return found.date(years).isoformat() if math.isfinite(years) else None


def _event(found: Story, one: Event) -> dict[str, Any]:
    day: datetime.date = found.date(one.time)
    return {
        "date": day.isoformat(),
        "kind": one.kind,
        "places": {name: list(pair) for name, pair in one.places.items()},
        "before": one.before._asdict(),
        "after": one.after._asdict(),
        "chance": None if math.isnan(one.chance) else one.chance,
        "posterior": one.posterior,
    }
