"""How long fighting stays away after it ended: episodes of armed conflict, by how they ended.

Definitions
-----------
episode     years of 25 or more battle deaths of one pair of opponents in a row, as UCDP has them
ended by    peace agreement, ceasefire, victory, or otherwise (low activity, an actor gone)
recurrence  the next episode of the same pair; censored at the end of 2019. A year without 25 deaths
            lies between two episodes, so that none comes within a year
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from suasion.evidence.calibration.posterior import Posterior
from suasion.evidence.calibration.survival import Spells, posterior

if TYPE_CHECKING:
    import pandas as pd

LAST_YEAR = 2019
HORIZONS_YEARS = (5, 10)
SOURCE = ("Kreutz2010",)
FILES = ("ucdp-terminations",)
ENDINGS = {
    "agreement": ("a peace agreement", (1,)),
    "ceasefire": ("a ceasefire", (2,)),
    "victory": ("a victory", (3, 4)),
    "other": ("low activity or an actor gone", (5, 6)),
}
KINDS = {"interstate": ("inter-state", (2,)), "all": ("all armed", (1, 2, 3, 4))}


def posteriors(folder: Path | None = None) -> list[Posterior]:
    """Chances of renewed fighting within 5 and 10 years, by kind of conflict and ending.

    References
    ----------
    [Kreutz2010]_.
    """
    from suasion.evidence.data import load_ucdp_terminations  # noqa: PLC0415 - slow to load

    ended = endings(load_ucdp_terminations(folder))
    return [
        posterior(
            f"ceasefires.{kind}.{ending}.{years}y",
            f"Fighting again within {years} y after {how} ended {words} conflict.",
            _spells(ended[ended.type_of_conflict.isin(types) & ended.outcome.isin(codes)]),
            years,
            SOURCE,
            FILES,
            "from 25 battle deaths a year; ends in 2019",
        )
        for kind, (words, types) in KINDS.items()
        for ending, (how, codes) in ENDINGS.items()
        for years in HORIZONS_YEARS
    ]


def endings(years: pd.DataFrame) -> pd.DataFrame:
    """One row for each episode that ended: its ending, and time to the pair's next episode.

    Parameters
    ----------
    years
        Table with the columns of `load_ucdp_terminations`.
    """
    first = years.groupby("dyadep_id", as_index=False).agg(
        dyad_id=("dyad_id", "first"), start=("year", "min"), end=("year", "max")
    )
    first = first.sort_values(["dyad_id", "start"], kind="stable")
    following = first.groupby("dyad_id").start.shift(-1)
    first["again"] = following.notna()
    first["years"] = following.fillna(LAST_YEAR).astype("int64") - first.end
    over = years[years.dyadterm.eq(1).fillna(False)]
    over = over[["dyadep_id", "outcome", "type_of_conflict", "conflict_id"]]
    return first.merge(over.drop_duplicates("dyadep_id"), on="dyadep_id")


def _spells(rows: pd.DataFrame) -> Spells:
    years = rows.years.to_numpy(dtype=np.int64)
    return Spells(years, rows.again.to_numpy(dtype=bool), rows.conflict_id.to_numpy())
