"""Politically relevant pairs: who could have fought whom.

Definitions
-----------
member       a state in the state system in any part of a year
major power  one in any part of a year, by the Correlates of War list
contiguous   a land border, or up to 400 miles of water between the two, in any part of a year
far          a record of contiguity of type 0: more than 400 miles, or contiguous no longer
relevant     two members of which one is a major power, or which are contiguous
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from suasion.evidence.data.keys import STATES, Whole, Yes, dyad_keys, rows, spells
from suasion.evidence.data.table import table

FAR = 6
"""Above every kind of contiguity, so that the nearest of several is the least."""


@dataclass(frozen=True)
class Contiguity:
    """Dyad-years on record, in order of their keys, and how near they are (1 land to 5; 0 far)."""

    keys: Whole
    kind: Whole

    def kind_of(self, wanted: Whole) -> Whole:
        """Kind of contiguity of each wanted dyad-year; 0 where it is far or not on record."""
        row = rows(self.keys, wanted)
        return np.where(row >= 0, self.kind[row], 0)


def members(folder: Path | None) -> Yes:
    """Grid of membership of the state system."""
    listed = table("cow-states", folder)
    return spells(listed.ccode, listed.styear, listed.endyear)


def majors(folder: Path | None) -> Yes:
    """Grid of major powers."""
    listed = table("cow-major-powers", folder)
    return spells(listed.ccode, listed.styear, listed.endyear)


def contiguity(folder: Path | None, first: int, last: int, *, far: bool) -> Contiguity:
    """Contiguous directed dyad-years from `first` to `last`; of several records the nearest.

    Parameters
    ----------
    folder
        Where to look for data.
    first, last
        First and last year.
    far
        Whether to keep the pairs that are on record as far.
    """
    listed = table("cow-contiguity", folder)
    listed = listed if far else listed[listed.conttype > 0]
    start = np.maximum(listed.stdate.dt.year.to_numpy(), first)
    length = np.minimum(listed.enddate.dt.year.to_numpy(), last) - start + 1
    listed = listed.assign(start=start)[length > 0]
    spell = listed.loc[np.repeat(listed.index.to_numpy(), length[length > 0])]
    year = spell.start.to_numpy() + spell.groupby(level=0).cumcount().to_numpy()
    keys = dyad_keys(spell.ccode1.to_numpy(), spell.ccode2.to_numpy(), year)
    kind = spell.conttype.to_numpy()
    nearest = pd.Series(np.where(kind > 0, kind, FAR)).groupby(keys).min()
    return Contiguity(nearest.index.to_numpy(), nearest.to_numpy() % FAR)


def relevant(member: Yes, major: Yes, near: Contiguity, first: int, last: int) -> Whole:
    """Keys of politically relevant directed dyad-years, in order."""
    found = []
    for year in range(first, last + 1):
        states = np.flatnonzero(member[:, year])
        great = major[states, year]
        one, other = np.nonzero(great[:, None] | great[None, :])
        different = one != other
        pair = states[one[different]], states[other[different]]
        found.append(dyad_keys(*pair, np.array(year)))
    keys = np.union1d(np.concatenate(found), near.keys)
    both = member[keys // STATES % STATES, keys // STATES**2]
    both &= member[keys % STATES, keys // STATES**2]
    return keys[both]
