"""Sentences made of numbers: nothing is said that the draws at hand do not show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from suasion.mechanism.prior import Array
from suasion.uncertainty.questions.reading import by_theory, over_theories

STANDARD_ERRORS = 2
"""A difference within so many standard errors of zero might well turn round in another sample."""
PERCENT = 100
FINE = 0.01
"""Differences below it are shown with a third digit."""
SMALL = 0.0005
"""Differences below it are shown as none."""


@dataclass(frozen=True)
class Difference:
    """Two variants draw by draw.

    Parameters
    ----------
    mean, error
        Mean difference and its standard error over draws.
    share_higher, share_lower
        Share of futures in which the first is higher, or lower [1].
    higher, lower, alike
        Theories under which it is higher, lower or neither on average.
    """

    mean: float
    error: float
    share_higher: float
    share_lower: float
    higher: tuple[str, ...]
    lower: tuple[str, ...]
    alike: tuple[str, ...] = ()

    @property
    def told_apart(self) -> bool:
        """True where the difference is more than sampling would make."""
        return abs(self.mean) > max(STANDARD_ERRORS * self.error, SMALL)


def difference(first: Array, second: Array, theories: Sequence[str]) -> Difference:
    """The first less the second, shape (theories, draws) each."""
    gap = first - second
    over = gap.mean(axis=0)
    error = float(over.std(ddof=1) / np.sqrt(over.size)) if over.size > 1 else float("inf")
    means = by_theory(gap, theories)
    return Difference(
        float(gap.mean()),
        error,
        float(np.mean(gap > 0)),
        float(np.mean(gap < 0)),
        tuple(name for name, mean in means.items() if mean > SMALL),
        tuple(name for name, mean in means.items() if mean < -SMALL),
        tuple(name for name, mean in means.items() if abs(mean) <= SMALL),
    )


def compared(found: Difference, digits: int = 2) -> str:
    """How far apart two variants are, in how many futures and under which theories.

    Examples
    --------
    >>> compared(Difference(0.1, 0.01, 0.9, 0.1, ("threshold", "strategic"), ()))
    'higher by 0.10 (in 90 % of futures, under every theory)'
    >>> compared(Difference(0.001, 0.01, 0.5, 0.5, (), ()))
    'no different within what these draws can tell (+0.00, standard error 0.01)'
    """
    if not found.told_apart:
        error = f"standard error {found.error:.{digits}f}"
        gap = f"{round(found.mean, digits) + 0.0:+.{digits}f}"
        return f"no different within what these draws can tell ({gap}, {error})"
    digits = max(digits, 3) if abs(found.mean) < FINE else digits
    up = found.mean > 0
    share = found.share_higher if up else found.share_lower
    word = "higher" if up else "lower"
    those, others = (found.higher, found.lower) if up else (found.lower, found.higher)
    told = f"{word} by {abs(found.mean):.{digits}f} (in {percent(share)} of futures"
    if len(those) + len(others) + len(found.alike) == 1:
        return f"{told})"
    return f"{told}, {agreed(those, others, found.alike)})"


def agreed(those: Sequence[str], others: Sequence[str], alike: Sequence[str] = ()) -> str:
    """Under which theories something holds, and under which it does not.

    Examples
    --------
    >>> agreed(["threshold", "strategic"], ["tying-hands"])
    'under threshold and strategic; the reverse under tying-hands'
    """
    if not others and not alike:
        return "under every theory" if len(those) > 1 else f"under {listed(those)}"
    told = f"under {listed(those)}" if those else "under no theory on average"
    told += f"; the reverse under {listed(others)}" if others else ""
    return told + (f"; no difference under {listed(alike)}" if alike else "")


def mean_told(values: Array, theories: Sequence[str], digits: int = 2) -> str:
    """A mean with the lowest and the highest theory.

    Examples
    --------
    >>> mean_told(np.array([[0.5, 0.7], [0.9, 0.9]]), ["threshold", "strategic"])
    '0.75 (0.60 under threshold to 0.90 under strategic)'
    """
    mean = f"{np.nanmean(values):.{digits}f}"
    if len(theories) < 2:
        return mean
    found = over_theories(values, theories)
    low = f"{found['low']:.{digits}f} under {found['lowest']}"
    return f"{mean} ({low} to {found['high']:.{digits}f} under {found['highest']})"


def percent(share: float) -> str:
    """A share in percent that says 0 or 100 only where it is exactly so.

    Examples
    --------
    >>> percent(0.43), percent(0.001), percent(1.0)
    ('43 %', 'under 1 %', '100 %')
    """
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{100 * share:.0f} %"


def a_year(values: Array | float) -> str:
    """A mean hazard in percent a year, with a further digit below one percent.

    Examples
    --------
    >>> a_year(np.array([0.012, 0.018])), a_year(0.0042)
    ('1.5 % a year', '0.42 % a year')
    """
    rate = PERCENT * float(np.nanmean(values))
    return f"{rate:.{1 if rate >= 1 else 2}f} % a year"


def listed(parts: Sequence[str]) -> str:
    """Words joined as in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    head = ", ".join(parts[:-1])
    return f"{head} and {parts[-1]}" if head else "".join(parts)


def spans(years: Sequence[int]) -> str:
    """Years, runs of them joined.

    Examples
    --------
    >>> spans([1, 2, 3, 7, 9, 10])
    '1-3, 7 and 9-10'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return listed([f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs])
