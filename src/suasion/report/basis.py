"""Findings about what the numbers rest on: theories, assumptions, the record, limits."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from suasion.mechanism.prior import View
from suasion.mechanism.priors import resting_on
from suasion.report.naming import assumption
from suasion.report.sentences import PARTS, coded, named, paragraph, say
from suasion.report.words import Row, percent, signed, told
from suasion.uncertainty.comparison import RANKED, Comparison
from suasion.uncertainty.diagnosis import interval as interval_of


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
        named(widest),
        low,
        told(_under_theory(comparison, widest["id"], low)),
        high,
        told(_under_theory(comparison, widest["id"], high)),
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
        parts = [
            say("<code>{}</code> under {}", key, coded(found)) for key, found in firsts.items()
        ]
        yield say("The highest mean, given entry, goes to {}.", Markup("; ").join(parts))


def hinges(summary: Row) -> Markup:
    """The assumptions that clearly stand out for most candidates, at most three."""
    found: dict[str, list[float]] = {}
    priors = resting_on(summary["options"].get("prior", "judgement"))
    for row in summary["guarantees"]:
        for hinge in row["hinges_on"]:
            found.setdefault(hinge["factor"], []).append(hinge["correlation"])
    if not found:
        return Markup("No assumption clearly stands out for any candidate.")
    order = sorted(found, key=lambda name: (-len(found[name]), -max(map(abs, found[name]))))[:3]
    parts = [
        say(
            "{} (for {} of {} candidates; rank correlations {})",
            assumption(name, priors),
            len(found[name]),
            len(summary["guarantees"]),
            _range(found[name]),
        )
        for name in order
    ]
    text = "The assumptions that clearly stand out, at most three a candidate, are most often {}."
    return say(text, Markup("; ").join(parts))


def _range(values: list[float]) -> str:
    low, high = min(values), max(values)
    return signed(low) if len(values) == 1 else f"{signed(low)} to {signed(high)}"


def views(comparison: Comparison, summary: Row) -> Markup:
    """The first place under other priors."""
    rows, kind = summary["guarantees"], summary["options"]["rank_by"]
    first = rows[0]
    means = [_under_priors(comparison, view, first["id"]) for view in first["views"]]
    headline = first["no_major_attack"][PARTS[kind]]
    lead = say(
        "{} has a mean of {}, against {} here.",
        named(first),
        Markup(" and ").join(means),
        told(headline),
    )
    leaders = {view: max(rows, key=lambda row: row["views"][view][kind]) for view in first["views"]}
    others = {view: row for view, row in leaders.items() if row["id"] != first["id"]}
    if not others:
        return paragraph(lead, Markup("It comes first under both."))
    text = "{} comes first with {}."
    turns = [
        say(text, named(row), _under_priors(comparison, view, row["id"]))
        for view, row in others.items()
    ]
    return paragraph(lead, *turns)


def _under_priors(comparison: Comparison, view: View, key: str) -> Markup:
    """The metric that orders the table, under the priors of a view."""
    metric = getattr(comparison.views[view][key], RANKED[comparison.options.rank_by])
    return say("{} under the {}'s priors", told(interval_of(metric)), view)


def anchor(summary: Row) -> Markup:
    """The base rate that the case without a guarantee is tied to."""
    found = summary["diagnosis"]["anchor"]
    record, met = found["record"], found["met_share"]
    shares = f"{percent(min(met.values()))} to {percent(max(met.values()))} of draws, by theory"
    base = say(
        "Without any guarantee the chance of a major attack within {} years is tied to a "
        "recurrence rate drawn from the record's range: {}. It could be met in {}.",
        found["years"],
        told(found["target"]),
        shares,
    )
    rates = [rate for key, rate in record.items() if key.startswith("war_recurrence")]
    span = say(
        "Counts of the record, by who is counted, run from {:.2f} to {:.2f} within ten years.",
        min(rates),
        max(rates),
    )
    return paragraph(base, span if rates else "")


def limits(summary: Row) -> Markup:
    """Saturation, humps, noise, and branches that were lost."""
    found = summary["diagnosis"]
    return paragraph(
        _saturated(found["saturated"]),
        _humped(found["two_humped"]),
        _noise(found),
        *(_lost(theory, one) for theory, one in found["lost"].items()),
    )


def _lost(theory: str, one: Row) -> Markup:
    first, years = (max(one[when].values()) for when in ("first_day", "years"))
    if not max(first, years):
        return say(
            "In {} draws <code>{}</code> lost its branch in no game of any guarantee.",
            one["draws"],
            theory,
        )
    return say(
        "<code>{}</code> lost the branch that it follows in up to {:.1f}\u00a0% of {} draws on the "
        "first day of a guarantee, and in up to {:.1f}\u00a0% of all games of its years; what it "
        "plays there is no equilibrium, or one of several.",
        theory,
        100 * first,
        one["draws"],
        100 * years,
    )


def _saturated(cells: list[Row]) -> Markup:
    if not cells:
        return Markup(
            "No cell of guarantee and theory is saturated, that is at nearly 0 or 1 in nearly all "
            "futures."
        )
    text = "<code>{}</code> under <code>{}</code>, at {} ({})"
    told_of = [say(text, c["guarantee"], c["theory"], c["at"], c["because"]) for c in cells]
    text = "Saturated, so that no comparison there means anything: {}."
    return say(text, Markup("; ").join(told_of))


def _humped(names: list[str]) -> Markup:
    if not names:
        return Markup("No distribution of futures has two humps.")
    return say("Two humps, so that a mean describes few futures: {}.", coded(names))


def _noise(found: Row) -> Markup:
    shares = found["noise_share"]
    least, most = min(shares, key=shares.get), max(shares, key=shares.get)
    return say(
        "Precisions and private reasons, which no theory fixes, account for {} (<code>{}</code>) "
        "to {} (<code>{}</code>) of the variance over futures.",
        percent(shares[least]),
        least,
        percent(shares[most]),
        most,
    )
