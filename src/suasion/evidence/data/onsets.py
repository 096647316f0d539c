"""Disputes that one state started against another, and years of peace between two states.

Definitions
-----------
start       the first year of a dispute in which the challenger is on side A, which took the first
            militarised action, and both are parties from the first day
force       hostility of the whole dispute of 4 (use of force) or more
war         hostility of the whole dispute of 5
fatal       at least one death in the dispute; missing where deaths are not known
peace years whole years since the last year with a dispute of the two in either direction; where
            there was none, since both were members of the state system. Disputes before 1816 are
            not known
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from suasion.evidence.data.keys import (
    YEARS_APART,
    Whole,
    Yes,
    by_pair,
    keys_of,
    parts,
    rows,
    undirected,
)
from suasion.evidence.data.table import table

Disputes = Literal["gml", "cow"]
LAST_YEARS: dict[str, int] = {"gml": 2010, "cow": 2014}
FORCE, WAR = 4, 5


def disputes(version: Disputes, folder: Path | None) -> pd.DataFrame:
    """Directed dyads of disputes by year, with hostility and deaths of the whole dispute."""
    listed = table(f"{version}-mid-directed-disputes", folder)
    if version == "gml":
        return listed.rename(columns={"midonset": "onset"})
    whole = table("cow-mid-disputes", folder)[["dispnum", "hostlev", "fatality"]]
    return listed.rename(columns={"disponset": "onset"}).merge(whole, on="dispnum", how="left")


def starts(listed: pd.DataFrame) -> pd.DataFrame:
    """The worst of the disputes started in each directed dyad-year.

    Returns
    -------
    Columns `key`, in order, `force`, `war` (bool) and `fatal` (boolean, missing where not known).
    """
    begun = listed[listed[["onset", "sidea1", "orig1", "orig2"]].eq(1).all(axis=1)]
    fatal = (begun.fatality > 0).astype("boolean").where(begun.fatality.notna())
    worst = pd.DataFrame({"key": keys_of(begun), "hostlev": begun.hostlev.to_numpy()})
    worst["deadly"] = fatal.fillna(False).to_numpy(dtype=bool)
    worst["unknown"] = fatal.isna().to_numpy()
    found = worst.groupby("key", as_index=False).max()
    known = found.deadly | ~found.unknown
    return pd.DataFrame(
        {
            "key": found.key,
            "force": found.hostlev >= FORCE,
            "fatal": found.deadly.astype("boolean").where(known),
            "war": found.hostlev >= WAR,
        }
    )


def peace_years(wanted: Whole, listed: pd.DataFrame, member: Yes) -> Whole:
    """Whole years of peace before each wanted dyad-year [year]."""
    fought = by_pair(np.unique(undirected(keys_of(listed))))
    asked = by_pair(undirected(wanted))
    fought.sort()
    before = np.searchsorted(fought, asked) - 1
    last = fought[np.maximum(before, 0)]
    same = (before >= 0) & (last // YEARS_APART == asked // YEARS_APART)
    one, other, year = parts(wanted)
    since = member.argmax(axis=1)
    began = np.maximum(since[one], since[other])
    return year - np.where(same, last % YEARS_APART + 1, began)


def flags(found: pd.DataFrame, wanted: Whole) -> dict[str, pd.Series]:
    """Whether each wanted dyad-year saw a dispute, force, deaths and war."""
    row = rows(found.key.to_numpy(), wanted)
    mid = row >= 0
    said: dict[str, pd.Series] = {"mid": pd.Series(mid)}
    for name in ("force", "fatal", "war"):
        taken = found[name].iloc[np.maximum(row, 0)].reset_index(drop=True)
        said[name] = taken.where(mid, False)
    return said
