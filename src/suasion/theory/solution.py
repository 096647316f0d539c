"""What a solver returns: every equilibrium it found, the one it selects, and why.

Definitions
-----------
equilibrium
    A strategy for every player and type, with the beliefs that support it, from which nobody
    gains by deviating.
outcome
    A terminal node of the game, under the name the publication gives it.
selection
    The named rule that picks one equilibrium when a number is needed. The others stay in the
    record: an equilibrium is a set.
status
    A value, not an exception: "ok"; "degenerate" (the payoffs lie outside the published order,
    and the sentence names the inequality); "none-found"; "not-applicable" (the solver does not
    serve the game); "step-limit" (the search ended before it was complete).

Examples
--------
>>> peace = Equilibrium("peace", {"attacks": 0.0}, {"SQ": 1.0, "war": 0.0}, {"challenger": 0.5}, {})
>>> solution = Solution("toy", {"gain": 0.4}, (peace,), 0, "the only equilibrium")
>>> solution.chosen.outcomes["SQ"]
1.0
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import jax

STATUS_CODES = ("ok", "degenerate", "none-found", "not-applicable", "step-limit")
Number = float | jax.Array

SUM_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Status:
    """Whether a result may be used, with the reason in one sentence.

    Parameters
    ----------
    code
        One of `STATUS_CODES`.
    sentence
        What happened, for a reader of the report.

    Examples
    --------
    >>> Status("degenerate", "c_sq < c_dc is needed, but both are 1").code
    'degenerate'
    """

    code: str
    sentence: str

    def __post_init__(self) -> None:
        if self.code not in STATUS_CODES:
            message = f"status code is {self.code!r}; it must be one of {', '.join(STATUS_CODES)}."
            raise ValueError(message)


OK = Status("ok", "The payoffs are in the published order.")


@dataclass(frozen=True)
class Equilibrium:
    """One equilibrium of a published game.

    Parameters
    ----------
    label
        The name of the family in the publication, or of the outcome.
    strategies
        Probability of each named action [1], 0 to 1; a threshold or a signal keeps its own unit.
    outcomes
        Probability of each outcome of the game [1]; they sum to one.
    values
        Expected payoff of each player [the payoffs' own unit].
    beliefs
        Probability at each information set that needs one [1], on and off the path of play.
    status
        Whether the payoffs are those of the publication.

    Raises
    ------
    ValueError
        If an outcome probability is outside 0 to 1 or they do not sum to one within 1e-9.

    Examples
    --------
    >>> Equilibrium("peace", {}, {"SQ": 0.7, "war": 0.4}, {}, {})
    Traceback (most recent call last):
    ValueError: outcome probabilities of 'peace' sum to 1.1; they must sum to 1 within 1e-09.
    """

    label: str
    strategies: Mapping[str, float]
    outcomes: Mapping[str, float]
    values: Mapping[str, float]
    beliefs: Mapping[str, float]
    status: Status = OK

    def __post_init__(self) -> None:
        for name, probability in self.outcomes.items():
            if not -SUM_TOLERANCE <= probability <= 1.0 + SUM_TOLERANCE:
                message = f"outcome {name!r} of {self.label!r} has probability {probability:g}; "
                raise ValueError(message + "a probability lies between 0 and 1.")
        total = math.fsum(self.outcomes.values())
        if not abs(total - 1.0) <= SUM_TOLERANCE:
            message = f"outcome probabilities of {self.label!r} sum to {total:g}; "
            raise ValueError(message + f"they must sum to 1 within {SUM_TOLERANCE:g}.")


@dataclass(frozen=True)
class Solution:
    """Every equilibrium found at one point of a game, and the selected one.

    Parameters
    ----------
    model
        Name of the game.
    parameters
        The payoffs and probabilities that were solved [their own units]: each a number, or a tuple
        where it is a row or rows.
    equilibria
        All that were found; empty only if `status` says why.
    selected
        Index of the selected equilibrium, from 0; -1 if there is none.
    selection
        The rule that selected it.
    status
        Of the solution as a whole; it matters when `equilibria` is empty.

    Examples
    --------
    >>> nothing = Solution("toy", {}, (), -1, "none", Status("none-found", "No root was found."))
    >>> nothing.chosen
    Traceback (most recent call last):
    LookupError: toy has no equilibrium to select: No root was found.
    """

    model: str
    parameters: Mapping[str, Any]
    equilibria: tuple[Equilibrium, ...]
    selected: int
    selection: str
    status: Status = OK

    def __post_init__(self) -> None:
        lowest, found = (0 if self.equilibria else -1), len(self.equilibria)
        if not lowest <= self.selected < found:
            message = f"selected is {self.selected} with {found} equilibria of {self.model}; "
            raise ValueError(message + "it must be the index of one, or -1 if there is none.")

    @property
    def chosen(self) -> Equilibrium:
        """The selected equilibrium; LookupError with the status sentence if there is none."""
        if not self.equilibria:
            message = f"{self.model} has no equilibrium to select: {self.status.sentence}"
            raise LookupError(message)
        return self.equilibria[self.selected]


def order_violations(values: Mapping[str, float], *ascending: tuple[str, ...]) -> list[str]:
    """Sentences for the strict inequalities that payoffs break.

    Parameters
    ----------
    values
        Payoff by name [any unit].
    ascending
        Chains of names; each payoff must be strictly below the next of its chain.

    Examples
    --------
    >>> order_violations({"c_sq": 1.0, "c_dc": 0.5}, ("c_sq", "c_dc"))
    ['c_sq < c_dc is needed, but c_sq is 1 and c_dc is 0.5']
    """
    pairs = [pair for chain in ascending for pair in pairwise(chain)]
    return [
        f"{low} < {high} is needed, but {low} is {values[low]:g} and {high} is {values[high]:g}"
        for low, high in pairs
        if not values[low] < values[high]
    ]


def order_status(violations: list[str], consequence: str = "") -> Status:
    """Status of a point from the inequalities it breaks, with what follows from that.

    Parameters
    ----------
    violations
        Sentences of `order_violations`; empty means the published order holds.
    consequence
        A sentence to add when it does not.

    Examples
    --------
    >>> order_status(["a < b is needed, but a is 2 and b is 1"]).sentence
    'Outside the published order: a < b is needed, but a is 2 and b is 1.'
    """
    if not violations:
        return OK
    sentence = f"Outside the published order: {'; '.join(violations)}. {consequence}"
    return Status("degenerate", sentence.strip())
