"""Findings in words, by rule from the numbers; each figure comes with its spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from suasion.report.contributions import shown
from suasion.report.words import Row, listed, number, percent, told
from suasion.uncertainty.comparison import Comparison
from suasion.uncertainty.diagnosis import interval as interval_of

PARTS = {
    "horizon": "through_horizon",
    "term": "through_term",
    "unconditional": "unconditional_through_horizon",
}
STEPS = {
    "offered": "being offered at all",
    "approved": "approval by all who must agree",
    "challenger": "the challenger's consent",
    "protege": "the protege's consent",
}
STANDARD_ERRORS = 2.0


@dataclass(frozen=True)
class Finding:
    """One finding: what it is about, and what was found."""

    title: str
    text: Markup


def named(row: Row) -> Markup:
    """A guarantee by title and identifier."""
    return Markup("<strong>{}</strong> (<code>{}</code>)").format(row["title"], row["id"])


def coded(names: Sequence[str]) -> Markup:
    """Identifiers as in a sentence."""
    return Markup(listed([Markup("<code>{}</code>").format(name) for name in names]))  # noqa: S704 - each is escaped


def say(text: str, *parts: Any) -> Markup:
    """A sentence with its parts escaped."""
    return Markup(text).format(*parts)  # noqa: S704 - the texts are ours


def paragraph(*sentences: str) -> Markup:
    """Sentences in one paragraph."""
    return Markup(" ").join(sentence for sentence in sentences if sentence)


def chance_told(part: Row) -> str:
    """A chance over futures in words."""
    return f"{told(part)}, and at least 0.9 in {percent(part['share_holding'])} of futures"


def findings(comparison: Comparison, summary: Row) -> list[Finding]:
    """Every finding, in the order of the report."""
    return [
        Finding("Which keeps the peace, once in force", ranking(summary)),
        Finding("How firm that order is", firmness(comparison, summary)),
        Finding("Whether it comes into force at all", entry(summary)),
        Finding("Around the end of the term", term(summary)),
        Finding("Whether the guarantor fights when tested", honour(summary)),
        Finding("What peace does not rule out", short_of_war(summary)),
        Finding("Where the theories disagree", theories(comparison, summary)),
        Finding("What everything hinges on", hinges(summary)),
        Finding("A sceptic's and an optimist's reading", views(summary)),
        Finding("The tie to the record", anchor(summary)),
        Finding("What the model cannot tell apart", limits(summary)),
    ]


def _what(summary: Row) -> str:
    horizon = summary["options"]["horizon_years"]
    return {
        "horizon": f"no major attack through {horizon} years, given that it enters into force,",
        "term": "no major attack through its term, given that it enters into force,",
        "unconditional": f"no major attack through {horizon} years, whether or not it enters into force,",
    }[summary["options"]["rank_by"]]


def ranking(summary: Row) -> Markup:
    """First, second, third and last by the metric that orders the table."""
    rows, kind = summary["guarantees"], PARTS[summary["options"]["rank_by"]]
    told_of = [(row, row["no_major_attack"][kind]) for row in rows]
    first, part = told_of[0]
    lead = say(
        "Of {} candidates, {} does best on average: {} has a mean chance of {}.",
        len(rows), named(first), _what(summary), chance_told(part),
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
    return [_gap(comparison, first, second) for first, second in zip(keys, keys[1:], strict=False)]


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
        named(rows[0]), following["id"], percent(following["better_in_share"]),
    )
    turned = [row["id"] for row in rows[:-1] if row["next"]["reversed_by"]]
    many = say(
        "Of the {} pairs of neighbours in the table, {} would change places if one assumption "
        "lay at an end of its range; the table names it.",
        len(rows) - 1, len(turned),
    )
    return paragraph(lead, _turn(rows[0]["next"]), _under(rows[0]["next"]), many, _noise(comparison))


def _turn(following: Row) -> Markup:
    turn = following["reversed_by"]
    if turn is None:
        return Markup("No single assumption, taken to either end of its range, reverses the two.")
    side = "low" if turn["percentile"] < 0.5 else "high"
    return say(
        "Their places would be reversed if {} lay at the {} end of its range: the expected "
        "difference there is {:+.3f} (standard error {:.3f}).",
        turn["words"], side, turn["difference"], turn["standard_error"],
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
        return say("With {} draws every difference between neighbours exceeds two standard errors.", draws)
    pairs = [
        say("<code>{}</code> and <code>{}</code> ({:+.3f}, standard error {:.3f})", *_parts(gap))
        for gap in close
    ]
    text = "Read as ties, because {} draws cannot tell them apart by two standard errors: {}."
    return say(text, draws, Markup("; ").join(pairs))


def _parts(gap: Gap) -> tuple[str, str, float, float]:
    return gap.first, gap.second, gap.difference, gap.standard_error


def entry(summary: Row) -> Markup:
    """What is left of the first place when entry is not given, and whose entry is least likely."""
    rows = summary["guarantees"]
    free = sorted(rows, key=lambda row: -row["no_major_attack"][PARTS["unconditional"]]["mean"])
    first = rows[0]
    part = first["no_major_attack"][PARTS["unconditional"]]
    lead = say(
        "Counting the futures in which it never enters into force, {} has {}. Its chance of entry is {}{}.",
        named(first), chance_told(part), told(first["entry"]), _step(first),
    )
    best = free[0]["no_major_attack"][PARTS["unconditional"]]
    turn = say("By this measure {} comes first, with {}.", named(free[0]), told(best))
    same = Markup("It keeps the first place by this measure.")
    order = same if free[0]["id"] == first["id"] else turn
    return paragraph(lead, order, _least_likely(rows))


def _step(row: Row) -> Markup:
    steps = {name: chance for name, chance in row["entry"]["steps"].items() if chance < 1}
    if not steps:
        return Markup("")
    name = min(steps, key=lambda step: steps[step])
    return say("; the step most likely to fail is {}, mean chance {:.2f}", STEPS.get(name, name), steps[name])


def _least_likely(rows: list[Row]) -> Markup:
    least = min(rows, key=lambda row: row["entry"]["mean"])
    if least["entry"]["mean"] >= 1:
        return Markup("Every candidate here is in force already or needs nobody's consent.")
    there = [row["id"] for row in rows if row["entry"]["p5"] >= 1]
    text = say("Entry is least likely for {}: {}{}.", named(least), told(least["entry"]), _step(least))
    if not there:
        return text
    return paragraph(text, say("Entry is not in doubt for {}.", coded(there)))


def term(summary: Row) -> Markup:
    """How the hazard changes where a term ends."""
    ending = [
        row for row in summary["guarantees"]
        if row["term_years"]["lengths"] and row["hazard_per_year"]["after_end"]
    ]
    if not ending:
        return Markup("No candidate has a term that ends within the horizon.")
    rises = [row for row in ending if _rise(row) > 1]
    most = max(ending, key=_rise)
    lead = say(
        "Of the {} candidates whose term ends or may end within the horizon, the mean hazard of a "
        "major attack is higher in the three years after the end than in the three before for {}.",
        len(ending), len(rises),
    )
    text = "The largest relative change is that of {}: {} a year before, {} a year after."
    before, after = most["hazard_per_year"]["before_end"], most["hazard_per_year"]["after_end"]
    detail = say(text, named(most), told(before, 3), told(after, 3))
    return paragraph(lead, detail, _open_ended(summary))


def _rise(row: Row) -> float:
    hazard = row["hazard_per_year"]
    return float(hazard["after_end"]["mean"] / max(hazard["before_end"]["mean"], 1e-12))


def _open_ended(summary: Row) -> Markup:
    found = [row["id"] for row in summary["guarantees"] if row["term_years"]["open_ended_share"] == 1]
    if not found:
        return Markup("")
    return say("Open-ended ones ({}) are read ten years from the date of the case.", coded(found))


def honour(summary: Row) -> Markup:
    """Honour under tests that chance and that the challenger chooses."""
    rows = summary["guarantees"]

    def mean(row: Row, kind: str) -> float:
        return float(row["honour_if_tested"][kind]["mean"])

    best = max(rows, key=lambda row: mean(row, "imposed"))
    picked = max(rows, key=lambda row: mean(row, "chosen_by_challenger"))
    imposed = say(
        "Tested at random, the guarantor fights most often under {}: mean chance {}.",
        named(best), told(best["honour_if_tested"]["imposed"]),
    )
    chosen = say(
        "Tested when the challenger chooses, most often under {}: {}.",
        named(picked), told(picked["honour_if_tested"]["chosen_by_challenger"]),
    )
    fewer = [r["id"] for r in rows if mean(r, "chosen_by_challenger") < mean(r, "imposed")]
    text = "For {} of {} candidates the challenger's own tests are met less often than random ones."
    selection = say(text, len(fewer), len(rows))
    return paragraph(imposed, chosen, selection)


def short_of_war(summary: Row) -> Markup:
    """Incidents and coerced concessions."""
    rows = summary["guarantees"]
    key = "limited_incidents_per_year"
    few, many = min(rows, key=lambda r: r[key]["mean"]), max(rows, key=lambda r: r[key]["mean"])
    incidents = say(
        "Limited incidents go on under every candidate: fewest a year under {}, {}; most under {}, {}.",
        named(few), told(few[key], 1), named(many), told(many[key], 1),
    )
    yielding = [row for row in rows if row["coerced_concession"]]
    if not yielding:
        return paragraph(incidents, Markup("No theory played has a coerced concession."))
    worst = max(yielding, key=lambda row: row["coerced_concession"]["mean"])
    concession = say(
        "A coerced concession without a major attack, which is not counted as deterrence, is "
        "likeliest under {}: {} (only theories that model it).",
        named(worst), told(worst["coerced_concession"]),
    )
    return paragraph(incidents, concession)


def theories(comparison: Comparison, summary: Row) -> Markup:
    """The guarantee on which theories differ most, and who comes first under each."""
    rows = summary["guarantees"]

    def width(row: Row) -> float:
        return max(row["by_theory"].values()) - min(row["by_theory"].values())

    widest = max(rows, key=width)
    by = widest["by_theory"]
    low, high = min(by, key=lambda t: by[t]), max(by, key=lambda t: by[t])
    if len(by) < 2:
        return Markup("Only one theory was played, so none disagrees.")
    lead = say(
        "They differ most on {}: under <code>{}</code> {}, under <code>{}</code> {}.",
        named(widest), low, told(_under_theory(comparison, widest["id"], low)),
        high, told(_under_theory(comparison, widest["id"], high)),
    )
    return paragraph(lead, Markup(" ").join(_firsts(rows)))


def _under_theory(comparison: Comparison, key: str, theory: str) -> Row:
    at = comparison.options.theories.index(theory)
    return interval_of(comparison.found[key].through_horizon[at])


def _firsts(rows: list[Row]) -> Iterator[Markup]:
    firsts: dict[str, list[str]] = {}
    for theory in rows[0]["by_theory"]:
        best = max(rows, key=lambda row: row["by_theory"][theory])
        firsts.setdefault(best["id"], []).append(theory)
    if len(firsts) == 1:
        yield say("Under every theory <code>{}</code> has the highest mean, given entry.", *firsts)
    else:
        parts = [say("<code>{}</code> under {}", key, coded(found)) for key, found in firsts.items()]
        yield say("The highest mean, given entry, goes to {}.", Markup("; ").join(parts))


def hinges(summary: Row) -> Markup:
    """The assumptions that come first most often."""
    rows = [row for row in summary["guarantees"] if row["hinges_on"]]
    if not rows:
        return Markup("No result depends on a drawn assumption.")
    found: dict[str, list[float]] = {}
    words: dict[str, str] = {}
    for row in rows:
        for hinge in row["hinges_on"]:
            found.setdefault(hinge["words"], []).append(hinge["correlation"])
            words[hinge["words"]] = hinge["words"]
    order = sorted(found, key=lambda name: (-len(found[name]), -max(map(abs, found[name]))))[:3]
    parts = [
        say("{} (among the first three for {} of {} candidates; rank correlations {})", words[name], len(found[name]), len(rows), _range(found[name]))
        for name in order
    ]
    return say("The results move most with {}.", Markup("; ").join(parts))


def _range(values: list[float]) -> str:
    low, high = min(values), max(values)
    return f"{low:+.2f}" if len(values) == 1 else f"{low:+.2f} to {high:+.2f}"


def views(summary: Row) -> Markup:
    """The first place under other priors."""
    rows, kind = summary["guarantees"], summary["options"]["rank_by"]
    first = rows[0]
    means = [say("{} under the {}'s priors", number(found[kind]), view) for view, found in first["views"].items()]
    headline = first["no_major_attack"][PARTS[kind]]
    lead = say("{} has a mean of {}, against {} here.", named(first), Markup(" and ").join(means), told(headline))
    leaders = {view: max(rows, key=lambda row: row["views"][view][kind]) for view in first["views"]}
    others = {view: row for view, row in leaders.items() if row["id"] != first["id"]}
    if not others:
        return paragraph(lead, Markup("It comes first under both."))
    turns = [
        say("Under the {}'s priors {} comes first, with a mean of {}.", view, named(row), number(row["views"][view][kind]))
        for view, row in others.items()
    ]
    return paragraph(lead, *turns)


def anchor(summary: Row) -> Markup:
    """The base rate that the case without a guarantee is tied to."""
    found = summary["diagnosis"]["anchor"]
    record, met = found["record"], found["met_share"]
    shares = f"{percent(min(met.values()))} to {percent(max(met.values()))} of draws, by theory"
    base = say(
        "Without any guarantee the chance of a major attack within {} years is tied to a "
        "recurrence rate drawn from the record's range: {}. It could be met in {}.",
        found["years"], told(found["target"]), shares,
    )
    rates = [rate for key, rate in record.items() if key.startswith("war_recurrence")]
    span = say(
        "Counts of the record, by who is counted, run from {:.2f} to {:.2f} within ten years.",
        min(rates), max(rates),
    )
    return paragraph(base, span if rates else "", Markup("The conflict of the case is not among those counted."))


def limits(summary: Row) -> Markup:
    """Saturation, humps and noise."""
    found = summary["diagnosis"]
    cells = found["saturated"]
    told_of = [say("<code>{}</code> under <code>{}</code>, at {} ({})", c["guarantee"], c["theory"], c["at"], c["because"]) for c in cells]
    saturated = (
        say("Saturated, so that no comparison there means anything: {}.", Markup("; ").join(told_of))
        if cells
        else Markup("No cell of guarantee and theory is saturated, that is at nearly 0 or 1 in nearly all futures.")
    )
    humps = found["two_humped"]
    humped = (
        say("Two humps, so that a mean describes few futures: {}.", coded(humps))
        if humps
        else Markup("No distribution of futures has two humps.")
    )
    noise = sorted(found["noise_share"].items(), key=lambda item: item[1])
    text = "Precisions and private reasons, which no theory fixes, account for {} (<code>{}</code>) to {} (<code>{}</code>) of the variance over futures."
    return paragraph(saturated, humped, say(text, percent(noise[0][1]), noise[0][0], percent(noise[-1][1]), noise[-1][0]))
