"""The zone: intact, eroded or collapsed; eroded by what goes unseen, by probes, and restored.

A zone that has collapsed may be agreed anew; it then begins where an eroded one stands.

Violations that nobody decided on erode it at a rate that detection and attribution lower; what is
seen can also be put right. Deliberate probes (`suasion.term.years.probing`) come on top.
"""

from __future__ import annotations

import jax

from suasion.term.years.axes import Space, place
from suasion.term.years.factors.factor import (
    Factor,
    Ground,
    Moment,
    Ready,
    Rows,
    first_day,
    happens,
    numbers,
)
from suasion.term.years.given import Given
from suasion.term.years.scene import Situation

OWN = (
    "zone_collapse_per_year",
    "zone_restoration_per_year",
    "zone_renewal_per_year",
    "erosion_per_probe",
)


def needs(ground: Ground) -> bool:
    """There is, or may be, a zone."""
    return ground.facts.has("zone")


def prepare(ground: Ground) -> Ready:
    """Intact on the first day."""
    return Ready(numbers(ground, *OWN), {}, first_day(ground, 1.0, 0.0, 0.0))


def seen(situation: Situation) -> jax.Array:
    """Chance that a violation is seen and laid at somebody's door [1]."""
    return situation["violation_detection"] * situation["attribution"]


def rows(given: Given, situation: Situation, space: Space, moment: Moment) -> Rows:
    """Intact, eroded, collapsed."""
    watched = seen(situation)
    intact, eroded = place(watched, "zone", 0), place(watched, "zone", 1)
    erodes = happens(place(situation["erosion_rate_per_year"], "zone", 0) * (1 - intact), space)
    down = given.own["zone_collapse_per_year"] * (1 - eroded)
    up = given.own["zone_restoration_per_year"] * eroded
    leaves, falls = happens(down + up, space), down / (down + up + 1e-300)
    renewed = happens(given.own["zone_renewal_per_year"], space)
    return (
        (1 - erodes, erodes, 0.0),
        (leaves * (1 - falls), 1 - leaves, leaves * falls),
        (0.0, renewed, 1 - renewed),
    )


FACTOR = Factor(
    "zone",
    "A zone erodes, collapses or is restored",
    ("Fortna2003", "BeehnerMeibauer2016"),
    needs,
    prepare,
    rows,
)
