"""A verdict: everything that was found of one claim, and its word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from suasion.claims.against_record import Held
from suasion.claims.circularity import Circle
from suasion.claims.conditions import Conditions
from suasion.claims.file import Claim
from suasion.claims.outcome import Outcome, averaged, defined
from suasion.claims.premises import Found
from suasion.claims.rule import (
    LENIENT,
    LINES,
    STRICT,
    Graded,
    Lines,
    of_futures,
    of_theories,
    with_premises,
    with_record,
)
from suasion.mechanism.prior import Array

TWO_SIDED, ONE_SIDED = 1.96, 1.645
"""Normal quantiles for intervals of 95 and 90 %."""


@dataclass(frozen=True)
class InFutures:
    """What the futures say.

    Parameters
    ----------
    model, metric
        What was played and measured, in words.
    variants
        Labels of what was compared.
    draws
        Draws of each theory.
    share
        Share of all futures in which the claim holds.
    error
        Its standard error by the number of draws [1].
    opposite
        Share in which the opposite holds by the same least size.
    by_theory
        The share by theory.
    stand
        Theories for, against and divided.
    views
        The share under a sceptic's and an optimist's priors.
    effect
        Mean effect in the claim's direction, and its 95 % interval by the number of draws.
    equivalent
        For an equivalence: whether the 90 % interval of the mean difference lies within the margin
        (two one-sided tests); else None.
    parts
        Mean contributions where a guarantee is taken apart.
    """

    model: str
    metric: str
    variants: tuple[str, ...]
    draws: int
    share: float
    error: float
    opposite: float
    by_theory: Mapping[str, float]
    stand: Mapping[str, list[str]]
    views: Mapping[str, float]
    effect: tuple[float, float, float]
    equivalent: bool | None
    parts: Mapping[str, float]


@dataclass(frozen=True)
class Verdict:
    """A claim with what was found of it.

    Parameters
    ----------
    claim, premises, record
        The claim, its premises looked up, what the record says.
    futures, circle, conditions
        What the futures say; None for a claim that plays none.
    graded
        The word and the steps that led to it.
    other_lines
        The word under stricter and more lenient lines.
    near
        Whether the share lies within two standard errors of one of the rule's lines.
    """

    claim: Claim
    premises: tuple[Found, ...]
    record: Held
    futures: InFutures | None
    circle: Circle | None
    conditions: Conditions | None
    graded: Graded
    other_lines: Mapping[str, str]
    near: bool

    @property
    def assumed(self) -> bool:
        """Whether the verdict follows the claim's own prior."""
        return self.circle is not None and self.circle.assumed


def share_of(outcome: Outcome) -> float:
    """Share of futures in which a claim holds, of those with its metric; NaN where none has."""
    holds = outcome.holds[defined(outcome)]
    return float(holds.mean()) if holds.size else float("nan")


def shares_by_theory(outcome: Outcome, theories: tuple[str, ...]) -> dict[str, float]:
    """The share by theory; theories that have not the metric are left out."""
    has = defined(outcome)
    return {
        theory: float(outcome.holds[row][has[row]].mean())
        for row, theory in enumerate(theories)
        if has[row].any()
    }


def in_futures(
    outcome: Outcome,
    theories: tuple[str, ...],
    views: Mapping[str, float],
    *,
    model: str,
    metric: str,
    variants: tuple[str, ...],
    margin: float | None,
) -> InFutures:
    """What the futures say of a claim."""
    by_theory = shares_by_theory(outcome, theories)
    has = defined(outcome)
    found = averaged(outcome)
    mean, error = float(found.effect.mean()), _error(found.effect)
    return InFutures(
        model=model,
        metric=metric,
        variants=variants,
        draws=outcome.holds.shape[1],
        share=share_of(outcome),
        error=_error(found.holds),
        opposite=float(outcome.reversed[has].mean()),
        by_theory=by_theory,
        stand=of_theories(by_theory),
        views=dict(views),
        effect=(mean, mean - TWO_SIDED * error, mean + TWO_SIDED * error),
        equivalent=None if margin is None else _equivalent(found.gap, margin),
        parts=outcome.parts,
    )


def _error(values: Array) -> float:
    """Standard error of a mean over draws."""
    return float(values.std() / np.sqrt(len(values)))


def _equivalent(gap: Array, margin: float) -> bool:
    """Two one-sided tests of the mean difference at 5 % each."""
    mean, error = float(gap.mean()), _error(gap)
    return abs(mean) + ONE_SIDED * error <= margin


def graded(found: InFutures, premises: tuple[Found, ...], record: Held, lines: Lines) -> Graded:
    """The word of a claim that plays futures, by the rule with these lines."""
    word = of_futures(found.share, found.by_theory, found.views, lines)
    return with_premises(with_record(word, record.agrees), premises)


def other_lines(found: InFutures, premises: tuple[Found, ...], record: Held) -> dict[str, str]:
    """The word under stricter and more lenient lines."""
    kinds = {"strict": STRICT, "lenient": LENIENT}
    return {name: str(graded(found, premises, record, one).word) for name, one in kinds.items()}


def near(found: InFutures, lines: Lines = LINES) -> bool:
    """Whether more draws might give another word: the share is close to one of the lines."""
    marks = [lines.nearly_all, lines.most, 1 - lines.most, 1 - lines.nearly_all]
    return any(abs(found.share - mark) < 2 * found.error for mark in marks)
