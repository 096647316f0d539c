"""Boxes of futures in words: values and shares of futures, the usual share beside the box's."""

from __future__ import annotations

from collections.abc import Sequence

from suasion.report.study.naming import short
from suasion.report.words import listed
from suasion.study.analysis.discovery.box import Box, Limit

PARTS = {1 / 2: "half", 1 / 3: "third", 2 / 3: "two thirds", 1 / 4: "quarter", 1 / 5: "fifth"}
PARTS |= {3 / 4: "three quarters", 1 / 10: "tenth"}
NEAR = 0.012
"""A share this near to a common part is called by it."""


def percent(share: float) -> str:
    """A share as a whole percentage, told apart from none and all.

    Examples
    --------
    >>> percent(0.784), percent(0.002), percent(0.998), percent(1.0)
    ('78 %', 'under 1 %', 'over 99 %', '100 %')
    """
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def part(share: float) -> str:
    """A share of futures as a common part where it is near one.

    Examples
    --------
    >>> part(0.33), part(0.42)
    ('third', '42 %')
    """
    near = min(PARTS, key=lambda one: abs(one - share))
    return PARTS[near] if abs(near - share) <= NEAR else percent(share)


def limit_words(limit: Limit) -> str:
    """What a box asks of one factor.

    Examples
    --------
    >>> limit_words(Limit("mechanism:tripwire.cost", None, 0.3, 0.0, 0.33, (), (), 0.33, 0.0))
    'tripwire.cost is weak (up to 0.3, its lowest third)'
    """
    name = short(limit.factor)
    if limit.words:
        return f"{name} is {_of_words(limit)}"
    weak, strong = ("weak", "strong") if limit.factor.startswith("mechanism:") else ("low", "high")
    if limit.low is None and limit.high is not None:
        return f"{name} is {weak} (up to {figure(limit.high)}, its lowest {part(limit.share)})"
    if limit.high is None and limit.low is not None:
        return f"{name} is {strong} (above {figure(limit.low)}, its highest {part(limit.share)})"
    ends = f"between {figure(limit.low or 0.0)} and {figure(limit.high or 0.0)}"
    middle = f"from its {_rank(limit.low_share)} to its {_rank(limit.high_share)} percentile"
    return f"{name} is {ends} ({middle})"


def figure(value: float) -> str:
    """A value with three figures."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _rank(share: float) -> str:
    """A percentile with its ending."""
    number = round(100 * share)
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number // 10 == 1 else ends.get(number % 10, 'th')}"


def _of_words(limit: Limit) -> str:
    """The words allowed, or those that are not where they are fewer, and the share of futures."""
    every = len(limit.words) + len(limit.without)
    share = f"{len(limit.words)} of {every} words, {percent(limit.share)} of futures"
    if len(limit.without) < len(limit.words):
        return f"anything but {listed(limit.without, 'or')} ({share})"
    return f"{listed(limit.words, 'or')} ({share})"


def box_words(subject: str, verb: str, box: Box, baseline: float, among: str) -> str:
    """A box as one sentence.

    Parameters
    ----------
    subject, verb
        Who does what in the futures that count, such as `fails`.
    box
        The box.
    baseline
        Share of futures that count, in all in which the box was looked for.
    among
        What these are called.
    """
    where = listed([limit_words(limit) for limit in box.limits])
    return (
        f"`{subject}` {verb} in {percent(box.density)} of futures where {where}; "
        f"in {among} it {verb} in {percent(baseline)}."
    )


def holding(box: Box, verb: str, among: str) -> str:
    """How large a box is and what it covers."""
    return (
        f"{box.draws:,} futures, {percent(box.mass)} of {among}; it holds {percent(box.coverage)} "
        f"of the futures in which it {verb}."
    )


def factors_of(boxes: Sequence[Box]) -> list[str]:
    """The factors that boxes limit."""
    return list(dict.fromkeys(limit.factor for box in boxes for limit in box.limits))
