"""Where the theories disagree: each theory's own order, and the pairs on which they split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from suasion.uncertainty.comparison import RANKED, Comparison

CLOSE = 0.005
"""Mean chances of peace this close are not told apart."""

Means = Mapping[str, Mapping[str, float]]
"""By theory and guarantee."""


def disagreement(comparison: Comparison, ranked: Sequence[str]) -> dict[str, Any]:
    """Each theory's order of the guarantees, and the neighbours on which theories split.

    Parameters
    ----------
    comparison
        With all theories.
    ranked
        Guarantees in the order of the table.
    """
    means = _means(comparison, ranked)
    return {
        "theories": [_of_theory(theory, means[theory], ranked) for theory in means],
        "split": [one for pair in pairwise(ranked) if (one := _split(pair, means)) is not None],
    }


def _means(comparison: Comparison, ranked: Sequence[str]) -> Means:
    name = RANKED[comparison.options.rank_by]
    rows = {key: np.mean(getattr(comparison.found[key], name), axis=1) for key in ranked}
    return {
        theory: {key: float(row[at]) for key, row in rows.items()}
        for at, theory in enumerate(comparison.options.theories)
    }


def _of_theory(theory: str, means: Mapping[str, float], ranked: Sequence[str]) -> dict[str, Any]:
    order = sorted(ranked, key=lambda key: (-means[key], ranked.index(key)))
    return {
        "theory": theory,
        "order": order,
        "agreement": agreement(order, ranked),
        "best": means[order[0]],
        "worst": means[order[-1]],
    }


def agreement(order: Sequence[str], ranked: Sequence[str]) -> float | None:
    """Kendall's tau of two orders of the same things: 1 the same, -1 reversed.

    Examples
    --------
    >>> round(agreement(["b", "a", "c"], ["a", "b", "c"]), 3)
    0.333
    """
    pairs = list(combinations(ranked, 2))
    if not pairs:
        return None
    kept = sum(order.index(a) < order.index(b) for a, b in pairs)
    return 2 * kept / len(pairs) - 1


def _split(pair: tuple[str, str], means: Means) -> dict[str, Any] | None:
    """The theories for and against the order of two neighbours; None where none is against."""
    first, second = pair
    ahead = {theory: row[first] - row[second] for theory, row in means.items()}
    against = [theory for theory, gap in ahead.items() if gap < -CLOSE]
    if not against:
        return None
    return {
        "pair": list(pair),
        "for": [theory for theory, gap in ahead.items() if gap > CLOSE],
        "against": against,
    }
