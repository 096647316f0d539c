"""Findings about what happens: around the end of the term, when tested, and short of war."""

from __future__ import annotations

from markupsafe import Markup

from suasion.report.sentences import coded, named, paragraph, say
from suasion.report.words import Row, told


def term(summary: Row) -> Markup:
    """How the hazard changes where a term ends."""
    ending = [
        row
        for row in summary["guarantees"]
        if row["term_years"]["lengths"] and row["hazard_per_year"]["after_end"]
    ]
    if not ending:
        return Markup("No candidate has a term that ends within the horizon.")
    rises = [row for row in ending if _rise(row) > 1]
    most = max(ending, key=_rise)
    lead = say(
        "Of the {} candidates whose term ends or may end within the horizon, the mean hazard of a "
        "major attack is higher in the three years after the end than in the three before for {}.",
        len(ending),
        len(rises),
    )
    text = "The largest relative change is that of {}: {} a year before, {} a year after."
    before, after = most["hazard_per_year"]["before_end"], most["hazard_per_year"]["after_end"]
    detail = say(text, named(most), told(before, 3), told(after, 3))
    return paragraph(lead, detail, _open_ended(summary))


def _rise(row: Row) -> float:
    hazard = row["hazard_per_year"]
    return float(hazard["after_end"]["mean"] / max(hazard["before_end"]["mean"], 1e-12))


def _open_ended(summary: Row) -> Markup:
    found = [
        row["id"] for row in summary["guarantees"] if row["term_years"]["open_ended_share"] == 1
    ]
    if not found:
        return Markup("")
    return say("Open-ended ones ({}) are read ten years from the date of the case.", coded(found))


def honour(summary: Row) -> Markup:
    """Honour under tests that chance and that the challenger chooses, where there is a promise."""
    rows = [row for row in summary["guarantees"] if row["honour_if_tested"]["imposed"]]
    if not rows:
        return Markup("Nobody has promised anything that could be tested.")

    def mean(row: Row, kind: str) -> float:
        return float(row["honour_if_tested"][kind]["mean"])

    best = max(rows, key=lambda row: mean(row, "imposed"))
    picked = max(rows, key=lambda row: mean(row, "chosen_by_challenger"))
    imposed = say(
        "Tested at random, the guarantor fights most often under {}: mean chance {}.",
        named(best),
        told(best["honour_if_tested"]["imposed"]),
    )
    chosen = say(
        "Tested when the challenger chooses, most often under {}: {}.",
        named(picked),
        told(picked["honour_if_tested"]["chosen_by_challenger"]),
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
        "Limited incidents go on under every candidate: fewest a year under {}, {}; most under {}, "
        "{}.",
        named(few),
        told(few[key], 1),
        named(many),
        told(many[key], 1),
    )
    yielding = [row for row in rows if row["coerced_concession"]]
    if not yielding:
        return paragraph(incidents, Markup("No theory played has a coerced concession."))
    worst = max(yielding, key=lambda row: row["coerced_concession"]["mean"])
    concession = say(
        "A coerced concession without a major attack, which is not counted as deterrence, is "
        "likeliest under {}: {} (only theories that model it).",
        named(worst),
        told(worst["coerced_concession"]),
    )
    return paragraph(incidents, concession)
