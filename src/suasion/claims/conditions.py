"""What would have to be true for a claim to fail, or to hold: boxes of draws, and single factors.

A draw counts as one in which the claim holds where it does so under most theories. Where it holds
in most draws the box is of those in which it fails, else of those in which it holds: always what
would have to be true for the other answer. Beside the box stand the factors that the effect hinges
on by rank correlation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from suasion.claims.outcome import Flags, Outcome, averaged
from suasion.describe.fact import readings
from suasion.describe.guarantee import Guarantee
from suasion.mechanism.prior import Array
from suasion.study.analysis.discovery.box import Limit
from suasion.study.analysis.discovery.discover import FEWEST, Discovery, Settings, discover
from suasion.study.analysis.table import Table
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.turning import Hinge, hinges

RESAMPLES = 1
"""The box is tested on draws left out; how steady it is when drawn again is not shown."""
FEWEST_WORDS = 2


@dataclass(frozen=True)
class Conditions:
    """What the other answer would take.

    Parameters
    ----------
    of
        `fail` where the claim holds in most draws, `hold` where it does not.
    share
        Share of draws of that kind.
    limits
        The box: limits on few factors; empty where none was found.
    density, coverage, mass
        Share of the box's draws that are of that kind, share of that kind within it, share of all
        draws within it; 0 where no box was found.
    reason
        Why there is no box, or empty.
    hinges
        Factors that the effect hinges on, strongest first.
    """

    of: Literal["fail", "hold"]
    share: float
    limits: tuple[Limit, ...]
    density: float
    coverage: float
    mass: float
    reason: str
    hinges: tuple[Hinge, ...]


def conditions(
    outcome: Outcome, sample: Sample, guarantees: Sequence[Guarantee], *, entry: bool
) -> Conditions:
    """What would have to be true for the other answer.

    Parameters
    ----------
    outcome
        What the test found.
    sample
        The headline's draws.
    guarantees
        Those that the claim speaks of: the facts of others do not bear on it.
    entry
        Whether chances of entry bear on it.
    """
    table = _table(sample, guarantees, entry=entry)
    whole = averaged(outcome)
    holds = whole.holds >= 0.5
    of: Literal["fail", "hold"] = "fail" if holds.mean() >= 0.5 else "hold"
    wanted = ~holds if of == "fail" else holds
    found = discover(table.at(whole.kept), wanted, Settings(boxes=1, resamples=RESAMPLES))
    columns = {name: sample.column(name)[whole.kept] for name in table.names}
    leads = tuple(hinges(columns, whole.effect))
    return _told(of, wanted, found, leads)


def _told(
    of: Literal["fail", "hold"], wanted: Flags, found: Discovery, leads: tuple[Hinge, ...]
) -> Conditions:
    share = float(wanted.mean())
    if not found.found:
        return Conditions(of, share, (), 0.0, 0.0, 0.0, _reason(of, wanted), leads)
    box = found.found[0].box
    return Conditions(of, share, box.limits, box.density, box.coverage, box.mass, "", leads)


def _reason(of: Literal["fail", "hold"], wanted: Flags) -> str:
    """Why there is no box.

    Examples
    --------
    >>> _reason("fail", np.array([False, True, False]))
    'it fails in only 1 of 3 draws'
    """
    verb = "fails" if of == "fail" else "holds"
    if wanted.sum() < FEWEST:
        return f"it {verb} in only {int(wanted.sum())} of {len(wanted)} draws"
    return f"none in which it {verb} more often than chance allows"


def _table(sample: Sample, guarantees: Sequence[Guarantee], *, entry: bool) -> Table:
    """Values of every factor that bears on the claim; contested facts by their versions."""
    names = [name for name in sample.columns if _bears(name, guarantees, entry=entry)]
    words = {name: told for name in names if (told := _words(name, guarantees))}
    rows = [_values(name, sample, words) for name in names]
    return Table(tuple(names), np.stack(rows, axis=1), words)


def _bears(name: str, guarantees: Sequence[Guarantee], *, entry: bool) -> bool:
    kind, _, rest = name.partition(":")
    if kind == "fact":
        return rest.partition(".")[0] in {one.id for one in guarantees}
    return kind != "entry" or entry


def _words(name: str, guarantees: Sequence[Guarantee]) -> tuple[str, ...]:
    """The versions of a contested fact, each once a draw's share of them is told apart."""
    kind, _, rest = name.partition(":")
    if kind != "fact":
        return ()
    key, section, field = rest.split(".")
    part = next(getattr(one, section) for one in guarantees if one.id == key)
    told = tuple(str(value) for value in readings(getattr(part, field, None)))
    return told if len(told) >= FEWEST_WORDS else ()


def _values(name: str, sample: Sample, words: Mapping[str, tuple[str, ...]]) -> Array:
    column = sample.column(name)
    if name in words:
        count = len(words[name])
        return np.minimum((column * count).astype(int), count - 1).astype(float)
    return sample.draw(name) if name in sample.priors else column
