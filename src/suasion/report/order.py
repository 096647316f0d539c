"""Findings about the order: who comes first, how firmly, and whether it comes into force."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from markupsafe import Markup

from suasion.report.contributions import shown
from suasion.report.naming import supposed
from suasion.report.sentences import PARTS, chance_told, coded, named, paragraph, say
from suasion.report.words import Row, percent, signed, told
from suasion.uncertainty.comparison import Comparison
from suasion.uncertainty.diagnosis import interval as interval_of

STEPS = {
    "offered": "being offered at all",
    "approved": "approval by all who must agree",
    "challenger": "the challenger's consent",
    "protege": "the protege's consent",
}
STANDARD_ERRORS = 2.0


def _what(summary: Row) -> str:
    horizon = summary["options"]["horizon_years"]
    return {
        "horizon": f"no major attack through {horizon} years, given that it enters into force,",
        "term": "no major attack through its term, given that it enters into force,",
        "unconditional": (
            f"no major attack through {horizon} years, whether or not it enters into force,"
        ),
    }[summary["options"]["rank_by"]]


def ranking(summary: Row) -> Markup:
    """First, second, third and last by the metric that orders the table."""
    rows, kind = summary["guarantees"], PARTS[summary["options"]["rank_by"]]
    told_of = [(row, row["no_major_attack"][kind]) for row in rows]
    first, part = told_of[0]
    lead = say(
        "Of {} candidates, {} does best on average: {} has a mean chance of {}.",
        len(rows),
        named(first),
        _what(summary),
        chance_told(part),
    )
    others = [say("{}, {}", named(row), told(part)) for row, part in told_of[1:3]]
    following = say("Next: {}.", Markup("; ").join(others)) if others else ""
    last = told_of[-1]
    end = say("Last: {}, {}.", named(last[0]), told(last[1])) if len(rows) > 3 else ""
    return paragraph(lead, following, end)


@dataclass(frozen=True)
class Gap:
    """Difference of the means of two neighbours and its standard error [1]."""

    first: str
    second: str
    difference: float
    standard_error: float

    @property
    def within_noise(self) -> bool:
        """True where another sample might well turn them round."""
        return abs(self.difference) < STANDARD_ERRORS * self.standard_error


def gaps(comparison: Comparison) -> list[Gap]:
    """Neighbours in rank: how far apart their means are, and how far sampling may be off."""
    keys = shown(comparison)
    return [_gap(comparison, first, second) for first, second in pairwise(keys)]


def _gap(comparison: Comparison, first: str, second: str) -> Gap:
    difference = (comparison.score(first) - comparison.score(second)).mean(axis=0)
    error = difference.std(ddof=1) / np.sqrt(len(difference))
    return Gap(first, second, float(difference.mean()), float(error))


def firmness(comparison: Comparison, summary: Row) -> Markup:
    """What would reverse the first place, and which neighbours cannot be told apart."""
    rows = summary["guarantees"]
    if len(rows) < 2:
        return Markup("Only one candidate was asked for, so there is no order.")
    following = rows[0]["next"]
    lead = say(
        "{} is ahead of <code>{}</code> in {} of draws, averaged over theories.",
        named(rows[0]),
        following["id"],
        percent(following["better_in_share"]),
    )
    turned = [row["id"] for row in rows[:-1] if row["next"]["reversed_by"]]
    many = say(
        "Of the {} pairs of neighbours in the table, {} would change places if one assumption "
        "lay at an end of its range; the table names it.",
        len(rows) - 1,
        len(turned),
    )
    turn = _turn(rows[0]["next"], comparison)
    return paragraph(lead, turn, _under(rows[0]["next"]), many, _noise(comparison))


def _turn(following: Row, comparison: Comparison) -> Markup:
    turn = following["reversed_by"]
    if turn is None:
        return Markup("No single assumption, taken to either end of its range, reverses the two.")
    return say(
        "Their places would be reversed if {}: the expected difference there is {} (standard "
        "error {:.3f}).",
        supposed(turn, comparison.loaded.guarantees, comparison.ensemble.sample.priors),
        signed(turn["difference"], 3),
        turn["standard_error"],
    )


def _under(following: Row) -> Markup:
    under = following["reversed_under"]
    if not under:
        return Markup("It is ahead under every theory played.")
    return say("Under {} the other does better on average.", coded(under))


def _noise(comparison: Comparison) -> Markup:
    close = [gap for gap in gaps(comparison) if gap.within_noise]
    draws = comparison.options.draws
    if not close:
        return say(
            "With {:,} draws every difference between neighbours exceeds two standard errors.",
            draws,
        )
    pairs = [
        say("<code>{}</code> and <code>{}</code> ({}, standard error {:.3f})", *_parts(gap))
        for gap in close
    ]
    text = "Read as ties, because {:,} draws cannot tell them apart by two standard errors: {}."
    return say(text, draws, Markup("; ").join(pairs))


def _parts(gap: Gap) -> tuple[str, str, str, float]:
    return gap.first, gap.second, signed(gap.difference, 3), gap.standard_error


def entry(comparison: Comparison, summary: Row) -> Markup:
    """What is left of the first place when entry is not given, and whose entry is least likely."""
    rows = summary["guarantees"]
    free = sorted(rows, key=lambda row: -row["no_major_attack"][PARTS["unconditional"]]["mean"])
    first = rows[0]
    part = first["no_major_attack"][PARTS["unconditional"]]
    lead = say(
        "Counting the futures in which it never enters into force, {} has a mean chance of {}. Its "
        "chance of entry is {}{}.",
        named(first),
        chance_told(part),
        told(first["entry"]),
        _step(comparison, first),
    )
    best = free[0]["no_major_attack"][PARTS["unconditional"]]
    turn = say("By this measure {} comes first, with a mean of {}.", named(free[0]), told(best))
    same = Markup("It keeps the first place by this measure.")
    order = same if free[0]["id"] == first["id"] else turn
    return paragraph(lead, order, _least_likely(comparison, rows))


def _step(comparison: Comparison, row: Row) -> Markup:
    steps = {name: chance for name, chance in row["entry"]["steps"].items() if chance < 1}
    if not steps:
        return Markup("")
    name = min(steps, key=lambda step: steps[step])
    chance = interval_of(comparison.ensemble.prepared[row["id"]].entry[name])
    text = "; the step most likely to fail is {}, mean chance {}"
    return say(text, STEPS.get(name, name), told(chance))


def _least_likely(comparison: Comparison, rows: list[Row]) -> Markup:
    least = min(rows, key=lambda row: row["entry"]["mean"])
    if least["entry"]["mean"] >= 1:
        return Markup("Every candidate here is in force already or needs nobody's consent.")
    there = [row["id"] for row in rows if row["entry"]["p5"] >= 1]
    text = say(
        "Entry is least likely for {}: {}{}.",
        named(least),
        told(least["entry"]),
        _step(comparison, least),
    )
    if not there:
        return text
    return paragraph(text, say("Entry is not in doubt for {}.", coded(there)))
