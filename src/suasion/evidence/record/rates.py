"""Base rates: how often a guarantee was attacked, and honoured when tested.

Definitions
-----------
window    from entry to the end of force, ten years at most
n         cases for which the rule gives an answer; the others are listed with the reason
Jeffreys  interval of a binomial rate under Beta(1/2, 1/2); its lower end is 0 when nothing happened
          and its upper end 1 when it always did [BrownCaiDasGupta2001]_
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from suasion.describe.vocabulary import Honoured
from suasion.errors import UnknownName
from suasion.evidence.record.case import Case
from suasion.evidence.record.loading import cases
from suasion.evidence.record.selection import Selection, select
from suasion.evidence.record.vocabulary import Certainty

LEVEL = 0.95


@dataclass(frozen=True)
class Rate:
    """A share of cases with its interval and everything that went into it."""

    what: str
    """What is counted."""
    events: tuple[str, ...]
    """Cases in which it happened."""
    counted: tuple[str, ...]
    """Cases that count, those in which it happened among them."""
    left_out: Mapping[str, str]
    """Cases of the selection that do not count, each with the reason."""
    interval: tuple[float, float]
    """Jeffreys interval of 95 %; 0 to 1 where no case counts."""

    @property
    def n(self) -> int:
        """How many cases count."""
        return len(self.counted)

    @property
    def share(self) -> float | None:
        """Share of them in which it happened; none where no case counts."""
        return len(self.events) / self.n if self.n else None


def jeffreys(events: int, n: int) -> tuple[float, float]:
    """Jeffreys 95 % interval of a share.

    Parameters
    ----------
    events, n
        How often it happened, out of how many; 0 <= events <= n.

    References
    ----------
    [BrownCaiDasGupta2001]_, section 3.1.3.

    Examples
    --------
    >>> low, high = jeffreys(6, 43)
    >>> round(low, 2), round(high, 2)
    (0.06, 0.27)
    >>> jeffreys(0, 0)
    (0.0, 1.0)
    """
    from scipy.stats import beta  # noqa: PLC0415 - slow to load, needed for rates alone

    after = (events + 0.5, n - events + 0.5)
    low = 0.0 if events == 0 else float(beta.ppf((1 - LEVEL) / 2, *after))
    high = 1.0 if events == n else float(beta.ppf((1 + LEVEL) / 2, *after))
    return low, high


Question = Callable[[Any], bool | None]
"""Whether it happened if the coded value is this; none where the case was never tested."""

WHAT: dict[str, tuple[str, str, Question]] = {
    "attacked": ("attacked in the time in force, ten years at most", "attacked", bool),
    "force": ("dispute with use of force in the same time (MID)", "force", bool),
    "honoured": (
        "honoured when first tested",
        "honoured",
        lambda found: None if found == Honoured.UNTESTED else found == Honoured.YES,
    ),
    "honoured-or-partly": (
        "honoured at least partly when first tested",
        "honoured",
        lambda found: None if found == Honoured.UNTESTED else found != Honoured.NO,
    ),
}
"""What can be counted: in words, the coded field that tells, the question asked of it."""

NOT_OVER = "ten years from entry are not over"
NOT_TESTED = "never tested"
NOT_VERIFIED = "not verified"
NO_VALUE = "no value from a source that was opened"
CONTESTED = "contested"


def rate(
    what: str = "attacked",
    selection: Selection | None = None,
    *,
    include_unverified: bool = False,
    among: Iterable[Case] | None = None,
) -> Rate:
    """How often something happened among the cases of a selection.

    Parameters
    ----------
    what
        `attacked`, `force`, `honoured` or `honoured-or-partly`.
    selection
        Which cases; all where it is not given.
    include_unverified
        Whether unverified cases, and values whose source could not be opened, count.
    among
        The cases; those of the record where not given.

    Raises
    ------
    UnknownName
        Where nothing of the name `what` is counted.

    Examples
    --------
    >>> found = rate("attacked", Selection(nuclear=True))
    >>> 0 <= found.interval[0] <= found.share <= found.interval[1] <= 1
    True
    >>> set(found.events) <= set(found.counted)
    True
    """
    if what not in WHAT:
        raise UnknownName("rate", what, list(WHAT))
    wanted = select(cases() if among is None else among, selection or Selection())
    answers = {case.id: _answer(case, what, include_unverified) for case in wanted}
    counted = tuple(key for key, found in answers.items() if not isinstance(found, str))
    events = tuple(key for key in counted if answers[key])
    left_out = {key: found for key, found in answers.items() if isinstance(found, str)}
    return Rate(what, events, counted, left_out, jeffreys(len(events), len(counted)))


def _answer(case: Case, what: str, include_unverified: bool) -> bool | str:
    """Whether it happened, or why the case does not count."""
    _, field, question = WHAT[what]
    if case.entry.certainty is Certainty.UNVERIFIED and not include_unverified:
        return NOT_VERIFIED
    if field != "honoured" and not case.complete:
        return NOT_OVER
    found = case.values(field, include_unverified=include_unverified)
    answers = {question(value) for value in found}
    if len(answers) != 1:
        return CONTESTED if answers else NO_VALUE
    only = answers.pop()
    return NOT_TESTED if only is None else only
