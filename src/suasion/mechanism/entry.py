"""Entry is not free: the chance that a guarantee comes into being at all.

Entry = offered x approved by all who must x accepted by the challenger where its consent is needed
x accepted by the protege. The challenger and the protege are asked about a settlement with this
guarantee, given that there is a ceasefire. Approvals are correlated: with common chance q and
correlation r the chance that all k agree is that of a beta-binomial, ``B(a + k, b) / B(a, b)`` with
``a = q (1 - r) / r`` and ``b = (1 - q)(1 - r) / r``.

A chance that nobody has published is a factor with a wide prior, never a silent constant.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import betaln

from suasion.mechanism.arms import SIZE
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array

Draw = Callable[[str], Array]
IN_BEING = ("in-force", "signed")
FEW = 2
"""Up to this many approvals are the votes of legislatures on a new text, not routine."""


def all_approve(count: Array, chance: Array, correlation: Array) -> Array:
    """Chance that `count` correlated members all approve [1].

    Examples
    --------
    >>> one = np.array([1.0])
    >>> bool(np.isclose(all_approve(one, np.array([0.9]), np.array([0.3])), 0.9)[0])
    True
    """
    odds = (1 - correlation) / correlation
    a, b = chance * odds, np.maximum((1 - chance) * odds, 1e-12)
    return np.exp(betaln(a + count, b) - betaln(a, b))


def chance_of_entry(facts: Facts, draw: Draw) -> dict[str, Array]:
    """Each step's chance, and their product under the name `entry` [1], shape (draws,) or (1,)."""
    if not facts.guarantee.lead:
        return {"entry": np.array([1.0])}
    steps = {
        "offered": _offered(facts, draw),
        "approved": _approved(facts, draw),
        "challenger": _challenger(facts, draw),
        "protege": _protege(facts, draw),
    }
    product = np.ones(1)
    for step in steps.values():
        product = product * step
    return steps | {"entry": product}


def _standing(facts: Facts) -> str:
    return str(getattr(facts.fact("instrument.standing"), "value", "proposed"))


def _offered(facts: Facts, draw: Draw) -> Array:
    standing = _standing(facts)
    if standing in IN_BEING:
        return np.array([1.0])
    return draw("entry:offered_draft" if standing == "draft" else "entry:offered_proposed")


def _stated(facts: Facts, path: str, otherwise: Callable[[], Array]) -> Array:
    """The chance that the description states, or else a prior."""
    fact = facts.fact(path)
    known = hasattr(fact, "value") or hasattr(fact, "judgement") or hasattr(fact, "contested")
    return facts.amount(path, (0.0, 1.0)) if known else otherwise()


def _approved(facts: Facts, draw: Draw) -> Array:
    count = facts.amount("coalition.entry_approvals", (0, 4))
    refusing = facts.amount("coalition.entry_refusals", (0, 0))
    willing = np.maximum(count - refusing, 0)
    routine, novel = draw("entry:approval_chance_each"), draw("entry:ratification")
    path = "coalition.approval_chance_each"
    each = _stated(facts, path, lambda: np.where(count > FEW, routine, novel))
    correlation = draw("entry:approval_correlation")
    turned = all_approve(refusing, draw("entry:refusal_reversed"), correlation)
    return all_approve(willing, each, correlation) * turned


def _challenger(facts: Facts, draw: Draw) -> Array:
    needed = facts.flag("coalition.challenger_consent_needed")
    accepts = _stated(
        facts, "coalition.challenger_acceptance_chance", lambda: _accepts(facts, draw)
    )
    return 1 - needed * (1 - accepts)


def _accepts(facts: Facts, draw: Draw) -> Array:
    """Acceptance by the challenger, lower where it refuses the forces that come with it."""
    abroad = facts.scale(
        "forces.place", {"none": 0.0, "offshore": 0.0, "region": 0.0, "country": 1.0, "line": 1.0}
    )
    foreign = (facts.amount("forces.size", SIZE) > 0) * abroad
    refuses = float(getattr(facts.case.refuses_foreign_forces, "value", True))
    plain, forces = (
        draw("entry:challenger_acceptance"),
        draw("entry:challenger_acceptance_foreign_forces"),
    )
    return np.where(foreign * refuses > 0, forces, plain)


def _protege(facts: Facts, draw: Draw) -> Array:
    if _standing(facts) in IN_BEING:
        return np.array([1.0])
    path = "coalition.protege_acceptance_chance"
    return _stated(facts, path, lambda: draw("entry:protege_acceptance"))
