"""Entry is not free: the chance that a guarantee comes into being at all.

Entry = offered x approved by all who must x accepted by the challenger where its consent is needed
x accepted by the protege. The challenger and the protege are asked about a settlement with this
guarantee, given that there is a ceasefire. Approvals are correlated: with common chance q and
correlation r the chance that all k agree is that of a beta-binomial, ``B(a + k, b) / B(a, b)`` with
``a = q (1 - r) / r`` and ``b = (1 - q)(1 - r) / r``.

How many must approve follows from the rule: all under unanimity, more than half under a majority,
and where each decides for itself the lead alone, whom the others join or not.

A chance that nobody has published is a factor with a wide prior, never a silent constant.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import betaincc, betaln, gammaln

from suasion.mechanism.arms import SIZE
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array

Draw = Callable[[str], Array]
IN_BEING = ("in-force", "signed")
LEAD, HALF, ALL = 0.0, 1.0, 2.0
RULES = {"single": ALL, "each-for-itself": LEAD, "majority": HALF, "unanimity": ALL}
"""Who must approve by a rule: the lead, more than half of all, or all."""
MANY = 1000
"""Beyond so many approvals a majority is read off the limit of many."""
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


def at_least(needed: Array, count: Array, chance: Array, correlation: Array) -> Array:
    """Chance that `needed` or more of `count` correlated members approve [1].

    Among more than a thousand members it is the chance that the common chance to approve, which is
    beta distributed, exceeds the share that is needed: the limit, off by less than a hundredth.

    Examples
    --------
    >>> two, three = np.array([2.0]), np.array([3.0])
    >>> bool(np.isclose(at_least(two, three, np.array([0.5]), np.array([1e-7]))[0], 0.5))
    True
    """
    odds = (1 - correlation) / correlation
    a, b = chance * odds, np.maximum((1 - chance) * odds, 1e-12)
    found = np.zeros(np.broadcast_shapes(*map(np.shape, (needed, count, a))))
    for yes in range(int(np.max(np.where(count > MANY, 0, count))) + 1):
        no = np.maximum(count - yes, 0.0)
        ways = gammaln(count + 1) - gammaln(yes + 1.0) - gammaln(no + 1)
        exactly = np.exp(ways + betaln(a + yes, b + no) - betaln(a, b))
        found = found + np.where((yes >= needed) & (yes <= count), exactly, 0.0)
    limit = betaincc(a, b, np.clip(needed / np.maximum(count, 1), 0.0, 1.0))
    return np.where(count > MANY, limit, np.minimum(found, 1.0))


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
    facts.read.add("instrument.standing")
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
    """Approval by as many as the rule asks for; those who refuse are turned only if they must."""
    rule = facts.scale("coalition.entry_rule", RULES, absent=ALL)
    asked = facts.amount("coalition.entry_approvals", (0, 4))
    alone, count = rule == LEAD, np.where(rule == LEAD, np.minimum(asked, 1), asked)
    refusing = np.where(alone, 0, facts.amount("coalition.entry_refusals", (0, 0)))
    willing = np.maximum(count - refusing, 0)
    routine, novel = draw("entry:approval_chance_each"), draw("entry:ratification")
    path = "coalition.approval_chance_each"
    each = _stated(facts, path, lambda: np.where(count > FEW, routine, novel))
    correlation = draw("entry:approval_correlation")
    turned = all_approve(refusing, draw("entry:refusal_reversed"), correlation)
    every = all_approve(willing, each, correlation) * turned
    if not np.any(rule == HALF):
        return every
    return np.where(rule == HALF, _by_half(count, willing, each, correlation, every), every)


def _by_half(count: Array, willing: Array, each: Array, correlation: Array, every: Array) -> Array:
    """Chance of a majority; of all, where those who refuse leave too few for it."""
    needed = np.where(count > 0, np.floor(np.round(count) / 2) + 1, 0)
    enough = at_least(needed, np.round(willing), each, correlation)
    return np.where(needed > np.round(willing), every, enough)


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
