r"""Whether promises to defend are kept: those that were tested, and those that were not.

Definitions
-----------
tested     a war called on the promise; whether it was kept was coded
kept       honoured by the rule of Leeds, Long and Mitchell, or by the record's coding rule
reference  which promises are counted: `all` from 1816, `late` from 1945, and of these `late_two`
           between two states and `late_p5` with a permanent member of the Security Council
selection  challengers test promises that they expect to be broken, so those tested were kept less
           often than all would be

Model. Let q be the share of tested promises that are kept, and r how much less often a promise that
would be kept is tested than one that would not. By Bayes' rule the share p of *all* promises that
would be kept has odds p / (1 - p) = q / (1 - q) / r. The data speak of q alone: its posterior is
Jeffreys'. They say nothing of r: its posterior is its prior, log-uniform from `LEAST_TESTED` to 1.
This is a judgement; those who hold that challengers know little would put r near 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv

from suasion.describe.fact import readings
from suasion.describe.sections import Absent
from suasion.describe.vocabulary import Honoured
from suasion.evidence.calibration.posterior import HALF, Posterior, grid, share
from suasion.evidence.record.case import Case
from suasion.evidence.record.loading import cases
from suasion.evidence.record.vocabulary import Certainty
from suasion.mechanism.prior import Array

if TYPE_CHECKING:
    import pandas as pd

LEAST_TESTED = 0.1
"""Least that r may be: a promise that would be kept is tested ten times less often."""
LATE = 1945
P5 = (2, 200, 220, 365, 710)
SOURCE = ("BerkemeierFuhrmann2018", "LeedsEtAl2002")
FILES = ("berkemeier-fuhrmann", "atop-members")
REFERENCES = {
    "all": "defence pacts called on 1816-2003",
    "late": "defence pacts called on 1945-2003",
    "late_two": "defence pacts of two states called on 1945-2003",
    "late_p5": "defence pacts with a permanent member of the Security Council, 1945-2003",
}
DRAWS, SEED = 8192, 20260101


@dataclass(frozen=True)
class Tally:
    """Promises kept out of those tested."""

    kept: int
    tested: int


def posteriors(folder: Path | None = None) -> list[Posterior]:
    """Shares of promises kept, as tested and with the correction, for each reference.

    References
    ----------
    [BerkemeierFuhrmann2018]_, [LeedsLongMitchell2000]_, [Smith1995]_ for selection.
    """
    found = []
    for name, tally in tallies(folder).items():
        what = f"A promise was kept when tested: {REFERENCES[name]}, with the record's own cases."
        unit = "tested promise"
        arguments = (unit, tally.kept, tally.tested, SOURCE, FILES)
        found.append(share(f"honour.{name}.tested", what, *arguments))
        found.append(untested(name, tally))
    return found


def untested(name: str, tally: Tally) -> Posterior:
    """Share of all promises that would be kept, the correction being uncertain."""
    return Posterior(
        f"honour.{name}.any",
        f"A promise would be kept, tested or not: {REFERENCES[name]}.",
        "promise",
        "quantiles",
        grid(corrected(tally, *uniforms())),
        tally.kept,
        tally.tested,
        SOURCE,
        FILES,
        f"tests of promises that would be kept are {LEAST_TESTED:g} to 1 times as frequent: judged",
    )


def uniforms() -> tuple[Array, Array]:
    """Columns for the share kept when tested and for the correction, always the same."""
    both = np.random.default_rng(SEED).random((2, DRAWS))
    return both[0], both[1]


def corrected(tally: Tally, u: Array, v: Array) -> Array:
    """Draws of the share of all promises that would be kept.

    Parameters
    ----------
    tally
        Promises kept out of those tested.
    u, v
        Probabilities in (0, 1): quantiles of the share kept when tested, and of the correction.

    Examples
    --------
    >>> half, most = np.array([0.5]), np.array([1.0])
    >>> corrected(Tally(6, 43), half, most).round(3).tolist()
    [0.142]
    >>> corrected(Tally(6, 43), half, 0 * most).round(3).tolist()
    [0.624]
    """
    tested = betaincinv(tally.kept + HALF, tally.tested - tally.kept + HALF, u)
    less = LEAST_TESTED ** (1 - v)
    found: Array = tested / (tested + (1 - tested) * less)
    return found


def bounds(kept: int, tested: int, promises: int) -> tuple[float, float]:
    """Least and largest share of promises that would be kept, whatever the selection.

    Those never tested may all have been broken, or all kept.

    Examples
    --------
    >>> bounds(6, 20, 40)
    (0.15, 0.65)
    """
    return kept / promises, (kept + promises - tested) / promises


def tallies(folder: Path | None = None) -> dict[str, Tally]:
    """Promises kept out of those tested, by reference: the data, and what the record adds."""
    from suasion.evidence.data import (  # noqa: PLC0415 - slow to load
        load_atop_members,
        load_berkemeier_fuhrmann,
    )

    rows = _called_on(load_berkemeier_fuhrmann(folder), load_atop_members(folder))
    chosen = {
        "all": rows,
        "late": rows[rows.late],
        "late_two": rows[rows.late & rows.two],
        "late_p5": rows[rows.late & rows.p5],
    }
    added = [one for one in defence_cases() if not _counted(one, rows)]
    extra = {
        "all": _of(added),
        "late": _of(one for one in added if _year(one) >= LATE),
    }
    none = Tally(0, 0)
    return {
        name: Tally(
            int(some.kept.sum()) + extra.get(name, none).kept,
            len(some) + extra.get(name, none).tested,
        )
        for name, some in chosen.items()
    }


def _called_on(rows: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Defence pacts that a war called on, with their members."""
    rows = rows[(rows.defense == 1) & ((rows.honorLLM == 1) | (rows.violateLLM == 1))]
    number = members.groupby("atopid").member.nunique()
    great = set(members[members.member.isin(P5)].atopid)
    return rows.assign(
        kept=(rows.honorLLM == 1).fillna(False),
        late=(rows["sample"] == 0).fillna(False),
        two=~(rows.atopid.map(number) > 2),
        p5=rows.atopid.isin(great),
    )


def defence_cases(among: Iterable[Case] | None = None) -> list[Case]:
    """Verified cases of the record whose obligation is defence, tested with one coded answer."""
    settled = {Honoured.YES, Honoured.NO}
    return [
        case
        for case in (cases() if among is None else among)
        if _owes_defence(case)
        and len(found := set(case.values("honoured"))) == 1
        and found <= settled
    ]


def _owes_defence(case: Case) -> bool:
    if case.entry.certainty is not Certainty.VERIFIED:
        return False
    if isinstance(case.guarantee.instrument, Absent):
        return False
    return {
        str(one) for one in readings(getattr(case.guarantee.instrument, "obligation", None))
    } == {"defense"}


def _counted(case: Case, rows: pd.DataFrame) -> bool:
    """Whether the data have the case already."""
    return bool(set(case.entry.referee.atop) & set(rows.atopid))


def _year(case: Case) -> int:
    return case.value("tested_year") or case.entry.year


def _of(some: Iterable[Case]) -> Tally:
    kept = [set(one.values("honoured")) == {Honoured.YES} for one in some]
    return Tally(sum(kept), len(kept))


def record_tally(among: Iterable[Case] | None = None) -> Mapping[str, int]:
    """How many verified defence promises of the record were kept, tested, and there at all."""
    promised = [one for one in (cases() if among is None else among) if _owes_defence(one)]
    settled = defence_cases(promised)
    untested = [one for one in promised if set(one.values("honoured")) == {Honoured.UNTESTED}]
    tally = _of(settled)
    return {"kept": tally.kept, "tested": tally.tested, "promises": tally.tested + len(untested)}
