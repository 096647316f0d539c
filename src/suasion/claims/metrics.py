"""What a claim may measure, in either model of the years, by name."""

from __future__ import annotations

from enum import StrEnum


class Metric(StrEnum):
    """Names of what is measured."""

    THROUGH_TERM = "through_term"
    THROUGH_HORIZON = "through_horizon"
    THROUGH_YEAR = "through_year"
    UNCONDITIONAL_TERM = "unconditional_term"
    UNCONDITIONAL_HORIZON = "unconditional_horizon"
    HAZARD_BEFORE = "hazard_before"
    HAZARD_AFTER = "hazard_after"
    HONOUR_IMPOSED = "honour_imposed"
    HONOUR_CHOSEN = "honour_chosen"
    INCIDENTS = "incidents"
    CONCESSION = "concession"
    ENTRY = "entry"
    HAZARD_IN_YEAR = "hazard_in_year"
    LEADER_GONE = "leader_gone"
    PROBES = "probes"
    ZONE_INTACT = "zone_intact"


WORDS: dict[Metric, str] = {
    Metric.THROUGH_TERM: "chance of no major attack to the end of the term",
    Metric.THROUGH_HORIZON: "chance of no major attack to the end of the horizon",
    Metric.THROUGH_YEAR: "chance of no major attack by the end of year {year}",
    Metric.UNCONDITIONAL_TERM: "chance of no major attack to the end of the term, entry not given",
    Metric.UNCONDITIONAL_HORIZON: (
        "chance of no major attack to the end of the horizon, entry not given"
    ),
    Metric.HAZARD_BEFORE: "hazard of a major attack in the three years before the end of the term",
    Metric.HAZARD_AFTER: "hazard of a major attack in the three years after the end of the term",
    Metric.HONOUR_IMPOSED: "chance that the commitment is honoured if tested at random",
    Metric.HONOUR_CHOSEN: "chance that it is honoured when the challenger chooses the test",
    Metric.INCIDENTS: "limited incidents a year",
    Metric.CONCESSION: "chance of a coerced concession without a major attack",
    Metric.ENTRY: "chance that the guarantee comes into being",
    Metric.HAZARD_IN_YEAR: "hazard of a major attack in year {year}",
    Metric.LEADER_GONE: "chance that the challenger's leader has left by the end of year {year}",
    Metric.PROBES: "deliberate probes a year, to the end of year {year}",
    Metric.ZONE_INTACT: "chance that the zone is intact at the end of year {year}",
}
"""What each metric is, in words."""

COMPARISON = frozenset(list(Metric)[: list(Metric).index(Metric.HAZARD_IN_YEAR)])
"""Metrics of the short model."""
YEARS = frozenset(
    {
        Metric.THROUGH_TERM,
        Metric.THROUGH_HORIZON,
        Metric.THROUGH_YEAR,
        Metric.HAZARD_BEFORE,
        Metric.HAZARD_AFTER,
        Metric.HAZARD_IN_YEAR,
        Metric.INCIDENTS,
        Metric.LEADER_GONE,
        Metric.PROBES,
        Metric.ZONE_INTACT,
    }
)
"""Metrics of the full model."""
WITH_YEAR = frozenset(
    {
        Metric.THROUGH_YEAR,
        Metric.HAZARD_IN_YEAR,
        Metric.LEADER_GONE,
        Metric.PROBES,
        Metric.ZONE_INTACT,
    }
)
"""Metrics that are read at a year, which the claim gives."""
RATES = frozenset(
    {
        Metric.HAZARD_BEFORE,
        Metric.HAZARD_AFTER,
        Metric.HAZARD_IN_YEAR,
        Metric.INCIDENTS,
        Metric.PROBES,
    }
)
"""Metrics in 1/year; all others are chances."""
