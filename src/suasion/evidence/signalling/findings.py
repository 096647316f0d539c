"""In words: how many equilibria there are at the estimates, and what to know before using them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from suasion.evidence.signalling.constrained import ALIKE
from suasion.evidence.signalling.games import OUTCOMES

if TYPE_CHECKING:
    from suasion.evidence.signalling.fitting import Fit

FEW_PLAYS = 30.0
"""Plays of a game below which its outcomes hardly tell which equilibrium it plays (judgement)."""


def played(found: Fit) -> str:
    """How many equilibria games have, and which are played.

    Parameters
    ----------
    found
        Estimates.
    """
    counts, games = found.equilibria(), len(found.specified.games.counts)
    if set(counts) == {1}:
        return f"At these estimates each of the {games:,} games has one equilibrium."
    parts = ", ".join(f"{many:,} have {number}" for number, many in counts.items())
    text = f"Equilibria at these estimates: of {games:,} games {parts}."
    plays_none = found.estimates.method == "PL" or not found.converged
    return text if plays_none else f"{text} {_which(found)}"


def _which(found: Fit) -> str:
    """Which of several equilibria games play, and what a rule of choice would cost."""
    several, one = found.multiplicity, found.estimates
    many = several.number > 1
    at, last = several.nearest(one.z)[many], several.number[many] - 1
    least, most = int((at == 0).sum()), int((at >= last).sum())
    return (
        f"Of those with several, {least:,} play the one with the least resistance and {most:,} "
        f"that with the most. If all did the first the log-likelihood would be "
        f"{several.least:.2f}, if all did the second {several.most:.2f}."
    )


def findings(found: Fit) -> tuple[str, ...]:
    """What a reader must know before using the numbers, the worst first.

    Parameters
    ----------
    found
        Estimates.
    """
    return (*_unfinished(found), *_ends(found), *_errors(found), *_data(found))


def _unfinished(found: Fit) -> Iterator[str]:
    if not found.converged:
        totals = found.specified.games.counts.sum(axis=0)
        never = [name for name, total in zip(OUTCOMES, totals, strict=True) if total == 0.0]
        why = f"; no game ended in {' or '.join(never)}" if never else ""
        yield f"No maximum was reached: do not use these numbers{why}"


def _ends(found: Fit) -> Iterator[str]:
    """Searches that ended elsewhere than at the estimates."""
    best = found.estimates.log_likelihood
    worse = {
        name: one
        for name, one in found.starts.items()
        if one.status.code != "ok" or one.log_likelihood < best - ALIKE
    }
    if worse and found.converged:
        told = ", ".join(
            f"{one.log_likelihood:.2f} from {name}"
            + ("" if one.status.code == "ok" else " (no maximum)")
            for name, one in worse.items()
        )
        yield f"{len(worse)} of {len(found.starts)} searches ended elsewhere: {told}"


def _errors(found: Fit) -> Iterator[str]:
    one = found.estimates
    if not found.converged:
        return
    if one.method == "PL":
        yield from _pseudo(found)
    elif found.covariance is None:
        yield "The information matrix is singular: there are no standard errors"
    else:
        yield (
            "Standard errors come from expected information and take plays as independent. Those "
            "printed for the sanctions game of Crisman-Cox and Gibilisco (2021) come from other "
            "formulas (docs/how-to/estimate-signalling.md): " + RATIOS[one.method]
        )


RATIOS = {
    "NPL": "ours are 0.4 to 1.0 times as large",
    "CMLE": "ours are within a quarter of them, but for one that is 3.6 times as large",
}


def _pseudo(found: Fit) -> Iterator[str]:
    if found.bootstrap is None:
        yield "PL has no standard errors without --bootstrap: they would leave out the first stage"
    else:
        yield (
            f"Standard errors are of {found.bootstrap.used} of {found.bootstrap.draws} draws of "
            "games that reached a maximum. They do not hold the bias of PL"
        )
    counts = found.specified.games.counts
    yield (
        "PL is as good as its first stage, which is rough where challenges are few (here "
        f"{counts[:, 1:].sum() / len(counts):,.1f} a game): chances are up to "
        f"{found.estimates.violation:.3f} off best responses. Compare npl and cmle"
    )


def _data(found: Fit) -> Iterator[str]:
    if found.specified.left_out:
        yield f"{found.specified.left_out:,} rows are left out: a value is missing"
    yield from _several(found)


def _several(found: Fit) -> Iterator[str]:
    """What several equilibria mean for the method."""
    many = found.multiplicity.number > 1
    if not many.any():
        return
    plays = found.specified.games.counts[many].sum(axis=1).mean()
    if found.estimates.method == "NPL" and found.converged:
        yield "Where games have several equilibria the fixed point need not be the likeliest"
    elif found.estimates.method == "CMLE" and plays < FEW_PLAYS:
        yield (
            f"{many.sum():,} games with several equilibria are played {plays:,.1f} times each on "
            "average: which one they play is fitted to noise and pulls the payoffs. Compare npl"
        )
