"""Assumptions by what they mean, for readers who do not know the factors' names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from markupsafe import Markup

from suasion.describe.descriptions import descriptions
from suasion.describe.fact import Contested
from suasion.describe.guarantee import Guarantee
from suasion.describe.paths import SECTIONS
from suasion.mechanism.prior import Prior
from suasion.mechanism.registry import MECHANISMS
from suasion.mechanism.situation import table
from suasion.report.words import Row, value

MEANING = {
    "recurrence_ten_years": "Base rate of renewed war within ten years",
    "leader_exit": "Yearly chance that the challenger's leader leaves, within its count",
    "leader_exit_factor": "How far the leaders counted resemble this one",
    "approval_chance_each": "Chance that one more government or legislature approves",
    "refusal_reversed": "Chance that one which refuses turns round",
    "approval_correlation": "How far approvals move together",
    "offered_proposed": "Chance that a proposal becomes an offer",
    "offered_draft": "Chance that a draft becomes an offer",
    "ratification": "Chance that a legislature approves a new text",
    "challenger_acceptance": "Chance that the challenger accepts",
    "challenger_acceptance_foreign_forces": "Chance that the challenger accepts foreign forces",
    "protege_acceptance": "Chance that the protege accepts",
}
"""Anchors and steps to entry; the situation's numbers have their meaning in its table."""


def meaning(factor: str) -> str:
    """What a factor stands for, in words.

    Examples
    --------
    >>> meaning("situation:hawk_successor")
    'Chance that a successor is more hawkish than the leader'
    >>> meaning("fact:paris-2026.forces.size")
    'Persons (forces.size of paris-2026)'
    """
    kind, _, name = factor.partition(":")
    if kind == "fact":
        return _of_fact(name)
    if kind == "mechanism":
        key, _, strength = name.partition(".")
        titles = {one.id: one.title for one in MECHANISMS}
        return f"{titles.get(key, key)}: its strength ({strength.replace('_', ' ')})"
    return _numbers().get(name) or MEANING.get(name) or name.replace("_", " ")


def _numbers() -> dict[str, str]:
    return {number.name: number.meaning for number in table()}


def _of_fact(name: str) -> str:
    guarantee, section, field = name.split(".")
    told = descriptions(SECTIONS[section]).get(field, "") if section in SECTIONS else ""
    return f"{told.rstrip('.')} ({section}.{field} of {guarantee})"


def assumption(factor: str, priors: Mapping[str, Prior]) -> Markup:
    """A factor's meaning with its prior among those drawn from."""
    prior = priors.get(factor)
    shown = Markup(' <span class="sub">{}</span>').format(prior) if prior else Markup("")
    return Markup("“{}”{}").format(meaning(factor), shown)


def supposed(turn: Row, guarantees: Mapping[str, Guarantee], priors: Mapping[str, Prior]) -> Markup:
    """The case in which one assumption reverses two places.

    Parameters
    ----------
    turn
        Factor and percentile, as in the summary.
    guarantees
        By identifier, to tell which version of a contested fact stands at that percentile.
    priors
        By factor, to tell the value there.
    """
    return Markup("“{}” were {}").format(meaning(turn["factor"]), _at(turn, guarantees, priors))


def _at(turn: Row, guarantees: Mapping[str, Guarantee], priors: Mapping[str, Prior]) -> str:
    """The value that stands at the percentile."""
    share = turn["percentile"]
    prior = priors.get(turn["factor"])
    if prior:
        at = float(prior.quantile(np.array([share]))[0])
        return f"near {at:.3g} ({100 * share:.0f}th percentile of {prior})"
    fact = _fact(turn["factor"], guarantees)
    if isinstance(fact, Contested):
        versions = [version.value for version in fact.contested]
        return f"“{value(versions[min(int(share * len(versions)), len(versions) - 1)])}”"
    return f"at the {'low' if share < 0.5 else 'high'} end of what it could be"


def _fact(factor: str, guarantees: Mapping[str, Guarantee]) -> Any:
    guarantee, section, field = factor.partition(":")[2].split(".")
    return getattr(getattr(guarantees.get(guarantee), section, None), field, None)
