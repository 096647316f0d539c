"""Whether war comes back: pairs of states after inter-state wars, censored when the data end.

Definitions
-----------
pair            two states on opposite sides of one war
principal pair  of the pairs of a war the one whose less bloodied member lost most lives: who fought
                each other in earnest, and not who stood beside them
war             the first renewed war of any pair of a war that is over
recurrence      a war that began after the last one ended, of the same two states; one that began
                before is another front
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from suasion.evidence.calibration.posterior import Posterior
from suasion.evidence.calibration.survival import Spells, posterior

if TYPE_CHECKING:
    import pandas as pd

LAST_YEAR = 2007
SINCE = 1946
HORIZONS_YEARS = (1, 5, 10, 20)
SOURCE = ("SarkeesWayman2010", "Miller2022")
FILES = ("cow-interstate-wars",)
SETS = {
    "all": "pairs of opposing states, wars ended 1823-2003",
    "ended_1946": "pairs of opposing states, wars ended 1946-2003",
    "principal": "principal pairs, wars ended 1823-2003",
    "principal_1946": "principal pairs, wars ended 1946-2003",
    "per_war_1946": "any opposing pair of a war, wars ended 1946-2003",
}


def posteriors(folder: Path | None = None) -> list[Posterior]:
    """Chances of renewed war within 1, 5, 10 and 20 years, for each set of pairs.

    References
    ----------
    [SarkeesWayman2010]_, [Fortna2003]_ for renewed fighting after wars, which counts more.
    """
    from suasion.evidence.data import load_interstate_wars  # noqa: PLC0415 - slow to load

    spells = pair_spells(load_interstate_wars(folder))
    return [
        posterior(
            f"recurrence.{name}.{years}y",
            f"A new inter-state war within {years} y of the end of the last: {SETS[name]}.",
            _spells(rows),
            years,
            SOURCE,
            FILES,
            "wars of 1,000 battle deaths to 2007; the wars over Ukraine are not among them",
        )
        for name, rows in sets(spells).items()
        for years in HORIZONS_YEARS
    ]


def pair_spells(wars: pd.DataFrame) -> pd.DataFrame:
    """One row for each pair and war: time to the pair's next war, and whether it came.

    Parameters
    ----------
    wars
        Table with the columns of `load_interstate_wars`.

    Returns
    -------
    Columns ccode1 < ccode2, warnum, start, end, lives (battle deaths of the less bloodied; -1
    where not known), years [year], again.
    """
    half = wars[wars.ccode1 < wars.ccode2]
    lives = half[["batdeath1", "batdeath2"]].astype("float64").min(axis=1, skipna=False)
    found = (
        half.assign(lives=lives.fillna(-1))
        .groupby(["ccode1", "ccode2", "warnum"], as_index=False)
        .agg(start=("year", "min"), end=("year", "max"), lives=("lives", "max"))
    )
    return _with_next(found)


def _with_next(pairs: pd.DataFrame) -> pd.DataFrame:
    met = pairs.merge(pairs, on=["ccode1", "ccode2"], suffixes=("", "_next"))
    later = met[(met.warnum != met.warnum_next) & (met.start_next >= met.end)]
    key = ["ccode1", "ccode2", "warnum"]
    first = later.groupby(key, as_index=False).start_next.min()
    found = pairs.merge(first, how="left", on=key)
    found["again"] = found.start_next.notna()
    found["years"] = found.start_next.fillna(LAST_YEAR).astype("int64") - found.end
    return found.drop(columns="start_next")


def sets(pairs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each set."""
    principal = pairs.sort_values(["lives", "ccode1"], ascending=[False, True], kind="stable")
    principal = principal.drop_duplicates("warnum").sort_values("warnum")
    per_war = pairs.sort_values(["again", "years"], ascending=[False, True], kind="stable")
    per_war = per_war.drop_duplicates("warnum").sort_values("warnum")
    return {
        "all": pairs,
        "ended_1946": pairs[pairs.end >= SINCE],
        "principal": principal,
        "principal_1946": principal[principal.end >= SINCE],
        "per_war_1946": per_war[per_war.end >= SINCE],
    }


def _spells(rows: pd.DataFrame) -> Spells:
    years = rows.years.to_numpy(dtype=np.int64)
    return Spells(years, rows.again.to_numpy(dtype=bool), rows.warnum.to_numpy())
