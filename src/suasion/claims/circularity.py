"""Whether a verdict follows the claim's own prior: zero it, flip it, set it to its strong end.

A verdict is `assumed` where it leaves its side when the strengths that the claim asserts are
nought, or goes over to the other side when they have the other sign: then it says no more than the
prior did. A verdict that a mechanism does little cannot be caught so, because nought is what it
says; it is `assumed` where it leaves its side with the strengths at the strong end of their priors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suasion.claims.measured import Equivalence
from suasion.claims.rule import LINES, Lines, side
from suasion.claims.setups import Kind
from suasion.claims.testing import Played

LEAST_CHANGE = 0.1
"""A share that changes by less does not follow, though it may cross a line; a judgement."""


@dataclass(frozen=True)
class Circle:
    """The circularity test of one claim.

    Parameters
    ----------
    shares
        Share of futures in which the claim holds, by kind of test; those that were played.
    assumed
        Whether the verdict follows the claim's own prior.
    by
        The kinds that say so.
    moved_not_named
        Mechanisms that the comparison moves and the claim does not name.
    named_not_moved
        Mechanisms that the claim names and the comparison leaves as they are.
    """

    shares: Mapping[str, float]
    assumed: bool
    by: tuple[str, ...]
    moved_not_named: tuple[str, ...]
    named_not_moved: tuple[str, ...]


def kinds(test: Played, share: float, lines: Lines = LINES) -> tuple[Kind, ...]:
    """The kinds of test that a verdict is put to.

    Parameters
    ----------
    test, share
        The claim's test, and the share of futures in which it holds.
    """
    return ("full",) if says_little(test, share, lines) else ("zero", "flip")


def says_little(test: Played, share: float, lines: Lines = LINES) -> bool:
    """Whether the verdict is that the mechanisms do little: where nought would confirm it."""
    whither = side(share, lines)
    return whither > 0 if isinstance(test, Equivalence) else whither < 0


def circle(
    share: float,
    shares: Mapping[str, float],
    named: Sequence[str],
    moved: Sequence[str],
    lines: Lines = LINES,
) -> Circle:
    """The test read.

    Parameters
    ----------
    share
        Share of futures in which the claim holds, under the same number of draws as the test.
    shares
        The same by kind of test.
    named, moved
        Mechanisms that the claim names, and those that its comparison moves.
    """
    by = tuple(kind for kind, other in shares.items() if follows(kind, share, other, lines))
    whither = side(share, lines)
    return Circle(
        dict(shares),
        bool(by) and whither != 0,
        by if whither else (),
        tuple(one for one in moved if one not in named),
        tuple(one for one in named if one not in moved),
    )


def follows(kind: str, share: float, other: float, lines: Lines = LINES) -> bool:
    """Whether a verdict goes along with a turned prior.

    Examples
    --------
    >>> follows("zero", 0.9, 0.5), follows("flip", 0.9, 0.5), follows("flip", 0.9, 0.1)
    (True, False, True)
    >>> follows("zero", 0.68, 0.65)
    False
    """
    before, after = side(share, lines), side(other, lines)
    if abs(other - share) < LEAST_CHANGE:
        return False
    return after == -before if kind == "flip" else after != before
