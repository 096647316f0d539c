"""Whose priors a claim is played under: the headline's, two views', and its own turned round.

The circularity test changes the priors of a claim's own mechanisms and nothing else:

zero   every strength is nought: the mechanism does nothing
flip   every strength has the other sign: what deterred provokes, what provoked deters
full   every strength is at the strong end of its prior, the 5th or 95th percentile

Mechanisms are linear in their strengths, so with strengths at nought their moves are nought, and
with strengths of the other sign moves are the same to the other side. Numbers stay within their
ranges: what is a share from 0 to 1 and is nought without the mechanism (the foresight of an
announced end, the leader's succession) cannot be turned round, and flip is there the same as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

import numpy as np

from suasion.mechanism.prior import Array, Prior, View
from suasion.mechanism.registry import mechanism
from suasion.uncertainty.sample import Sample

Kind = Literal["headline", "plain", "sceptic", "optimist", "zero", "flip", "full"]
TURNED: tuple[Kind, ...] = ("zero", "flip", "full")
STRONG = (0.05, 0.95)


class Setup(NamedTuple):
    """Whose priors, and the mechanisms whose own are turned."""

    kind: Kind
    mechanisms: tuple[str, ...] = ()


HEADLINE, PLAIN = Setup("headline"), Setup("plain")
"""The same priors; the second in as few draws as all other setups have."""
SCEPTIC, OPTIMIST = Setup("sceptic"), Setup("optimist")
VIEWS: dict[str, Setup] = {"sceptic": SCEPTIC, "optimist": OPTIMIST}
OF_A_VIEW: dict[str, View] = {"sceptic": "sceptic", "optimist": "optimist"}


def turned(kind: Kind, mechanisms: Iterable[str]) -> Setup:
    """A setup of the circularity test."""
    return Setup(kind, tuple(sorted(set(mechanisms))))


def sample_of(setup: Setup, draws: int, seed: int) -> Sample:
    """The draws of a setup: the same columns of uniform numbers for all of them.

    Examples
    --------
    >>> flipped = sample_of(turned("flip", ["tripwire"]), 4, 1).draw("mechanism:tripwire.cost")
    >>> bool(np.all(flipped == -sample_of(HEADLINE, 4, 1).draw("mechanism:tripwire.cost")))
    True
    """
    plain = Sample(draws, seed, OF_A_VIEW.get(setup.kind, "headline"))
    if setup.kind in TURNED:
        plain.values.update(_turned(setup, plain))
    return plain


def _turned(setup: Setup, plain: Sample) -> Mapping[str, Array]:
    """Values of the strengths that are turned, by factor."""
    found = {}
    for one in map(mechanism, setup.mechanisms):
        for name, prior in one.strengths.items():
            factor = one.factor(name)
            found[factor] = _value(setup.kind, prior, plain.draw(factor))
    return found


def _value(kind: Kind, prior: Prior, drawn: Array) -> Array:
    if kind == "full":
        ends = prior.quantile(np.array(STRONG))
        return np.full_like(drawn, ends[np.argmax(np.abs(ends))])
    return -drawn if kind == "flip" else np.zeros_like(drawn)


def world_of(setup: Setup, active: Iterable[str]) -> Setup:
    """The setup whose anchor serves for another, the baseline having these mechanisms at work.

    Examples
    --------
    >>> world_of(turned("zero", ["tripwire"]), ["unsettled-claims"]).kind
    'plain'
    """
    if setup.kind in TURNED and set(setup.mechanisms).isdisjoint(active):
        return PLAIN
    return setup
