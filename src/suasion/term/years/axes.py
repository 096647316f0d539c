"""The state space: eight factors, the places of each, and which of them are on.

A state is one place of every factor. Arrays have an axis for each factor, in the order of `AXES`,
and the draw last; a factor that is off, or that makes no difference to what the array holds, has an
axis of size 1.
"""

from __future__ import annotations

from typing import Any, NamedTuple

AXES = (
    "leader",
    "government",
    "coalition",
    "balance",
    "zone",
    "belief",
    "instrument",
    "ties",
)
PLACES: dict[str, tuple[str, ...]] = {
    "leader": ("incumbent", "dove", "hawk"),
    "government": ("committed", "hedging"),
    "coalition": ("cohesive", "discordant"),
    "balance": ("protege ahead", "as expected", "challenger ahead"),
    "zone": ("intact", "eroded", "collapsed"),
    "belief": (),
    "instrument": ("pending", "in force", "renewed", "expired", "withdrawn"),
    "ties": ("none", "growing", "grown"),
}
"""Places by factor; those of belief are the points of its grid."""

BELIEF_POINTS = (0.0, 0.2, 0.5, 0.8, 1.0)
"""Grid of the belief that the guarantor is resolute [1]."""

Sizes = tuple[int, ...]
AnyArray = Any
"""An array of the compiler's inside a kernel, of NumPy outside."""


class Space(NamedTuple):
    """What is fixed while a model is compiled.

    Parameters
    ----------
    theory
        Identifier of a stage.
    sizes
        Places of each factor, in the order of `AXES`; 1 where it is off.
    points
        Grid of beliefs [1].
    horizon_years
        Years reported.
    per_year
        Steps in a year.
    scheduled
        True for one certain opportunity in every step instead of a Poisson process.
    myopic
        True for a challenger that takes each opportunity for the last.
    causes
        True where the first cause of failure is told.
    probes
        True where the challenger may probe, with a guarantee or without; else nothing is probed.
    midway
        True where opportunities are valued in the middle of a step, as those of a Poisson process
        are on average; false, as in the short model, at its start. Scheduled ones are at its start.
    """

    theory: str
    sizes: Sizes
    points: tuple[float, ...] = BELIEF_POINTS
    horizon_years: int = 25
    per_year: int = 1
    scheduled: bool = False
    myopic: bool = False
    causes: bool = True
    probes: bool = True
    midway: bool = True

    def size(self, factor: str) -> int:
        """How many places a factor has."""
        return self.sizes[AXES.index(factor)]

    def on(self, factor: str) -> bool:
        """True where the factor may change."""
        return self.size(factor) > 1

    @property
    def types(self) -> int:
        """Kinds of guarantor that are told apart: two where beliefs about them count."""
        return 2 if self.on("belief") else 1

    @property
    def states(self) -> int:
        """Number of states of a draw, types of guarantor apart.

        Examples
        --------
        >>> Space("threshold", (3, 2, 1, 1, 1, 1, 1, 1)).states
        6
        """
        product = 1
        for size in self.sizes:
            product *= size
        return product

    @property
    def steps(self) -> int:
        """Steps reported."""
        return self.horizon_years * self.per_year


def sizes_of(factors: tuple[str, ...], points: int = len(BELIEF_POINTS)) -> Sizes:
    """Sizes of the axes with these factors on.

    Examples
    --------
    >>> sizes_of(("leader", "zone"))
    (3, 1, 1, 1, 3, 1, 1, 1)
    """
    full = {name: len(places) or points for name, places in PLACES.items()}
    return tuple(full[name] if name in factors else 1 for name in AXES)


def along(factor: str, rows: Any, xp: Any) -> Any:
    """Values of shape (places, draws) or (places,) set along a factor's axis.

    Parameters
    ----------
    xp
        NumPy or the array compiler's.
    """
    rows = xp.asarray(rows)
    rows = rows if rows.ndim > 1 else rows[:, None]
    shape = [1] * len(AXES)
    shape[AXES.index(factor)] = rows.shape[0]
    return rows.reshape(*shape, rows.shape[-1])


def place(array: Any, factor: str, at: int) -> Any:
    """The part of an array at one place of a factor, or all of it where it has but one."""
    axis = AXES.index(factor) - len(AXES) - 1
    if array.shape[axis] == 1:
        return array
    index = [slice(None)] * array.ndim
    index[axis] = slice(at, at + 1)
    return array[tuple(index)]
