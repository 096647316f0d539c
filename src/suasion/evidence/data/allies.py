"""Who is nuclear-armed, who is pledged to whom, and which targets have which allies.

Definitions
-----------
pledge        an obligation of one state to another under an alliance, by ATOP 5.1
ally          a third state with a pledge that counts towards the target; the challenger itself
              does not count as an ally of its target
nuclear ally  an ally that is nuclear-armed in that year
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from suasion.evidence.data.faults import DataFault
from suasion.evidence.data.keys import (
    STATES,
    YEARS,
    Whole,
    Yes,
    among,
    dyad_keys,
    keys_of,
    parts,
    spells,
)
from suasion.evidence.data.table import table

FIRST_TESTS = {
    2: 1945,
    365: 1949,
    200: 1952,
    220: 1960,
    710: 1964,
    666: 1972,
    750: 1998,
    770: 1998,
    731: 2006,
}
"""First nuclear test by state; Israel, which is not known to have tested, by convention."""
OWID_NAMES = {
    "China": 710,
    "France": 220,
    "India": 750,
    "Israel": 666,
    "North Korea": 731,
    "Pakistan": 770,
    "Russia": 365,
    "South Africa": 560,
    "United Kingdom": 200,
    "United States": 2,
}
OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
LOOSE_PACTS = (3075, 3150, 3260, 3275, 3355, 3360, 3365)
"""Treaties that count a nuclear power as ally only loosely, by ATOP number: Rio 1947 and the
charter of the American states 1948, SEATO 1954, CENTO 1955, and the agreements of 1959 of the
United States with Pakistan, Turkey and Iran, told apart by members and days of signature. A
judgement: which pacts are loose is for the reader to say."""
LAST_YEAR_OF_MEMBERS = 2016
HELD = 3


@dataclass(frozen=True)
class Pledges:
    """Directed dyad-years with a pledge, in order of their keys, and which obligations it has."""

    keys: Whole
    obligations: Mapping[str, Yes]

    def having(self, *names: str) -> Whole:
        """Keys of the dyad-years with any of the named obligations."""
        return self.keys[np.logical_or.reduce([self.obligations[name] for name in names])]


def armed(nuclear: str | Mapping[int, int], folder: Path | None) -> Yes:
    """Grid of nuclear-armed states.

    Parameters
    ----------
    nuclear
        `first-test`, `owid` (possession as Our World in Data lists it), or years since when by
        state.
    folder
        Where to look for data.
    """
    if nuclear == "owid":
        listed = table("nuclear-status", folder).query("nuclear_weapons_status == @HELD")
        unknown = sorted(set(listed.Entity) - set(OWID_NAMES))
        if unknown:
            raise DataFault(f"nuclear-status: no state's number is known for {unknown}")
        code = listed.Entity.map(OWID_NAMES)
        return spells(code, listed.Year, listed.Year)
    since = FIRST_TESTS if nuclear == "first-test" else nuclear
    if isinstance(since, str):
        raise DataFault(
            f"nuclear is {nuclear!r}; give first-test, owid, or years since when by state, such as "
            "{2: 1945, 365: 1949}"
        )
    return spells(list(since), list(since.values()), [YEARS - 1] * len(since))


def pledges(folder: Path | None) -> Pledges:
    """Every pledge of ATOP 5.1."""
    listed = table("atop-dyad-years", folder)
    keys = keys_of(listed)
    order = np.argsort(keys, kind="stable")
    flags = {name: listed[f"atop_{name}"].to_numpy()[order] == 1 for name in OBLIGATIONS}
    return Pledges(keys[order], flags)


def under_other_treaties(
    keys: Whole, without: tuple[int, ...], obligations: tuple[str, ...], folder: Path | None
) -> Whole:
    """The keys of pledges that some treaty other than those `without` gives as well.

    Treaties are those of ATOP 4.01, which ends in 2016: later years are an error.
    """
    year = int(parts(keys)[2].max(initial=0))
    if year > LAST_YEAR_OF_MEMBERS:
        raise DataFault(
            f"members of alliances are known to {LAST_YEAR_OF_MEMBERS}, {year} is asked for. End "
            f"the panel in {LAST_YEAR_OF_MEMBERS} or leave no treaty out"
        )
    kept = member_dyads(without, obligations, folder)
    return keys[among(kept, keys)]


def member_dyads(
    without: tuple[int, ...], obligations: tuple[str, ...], folder: Path | None
) -> Whole:
    """Keys of dyad-years in which two states are members of one treaty that obliges the first."""
    listed = table("atop-members", folder)
    unknown = sorted(set(without) - set(listed.atopid))
    if unknown:
        raise DataFault(f"ATOP 4.01 has no alliance {unknown[0]}. Give numbers of atop-alliances")
    listed = listed[(listed.member < STATES) & ~listed.atopid.isin(without)]
    spell = listed[["atopid", "member", "yrent", *obligations]].assign(
        last=listed.yrexit.fillna(LAST_YEAR_OF_MEMBERS).astype("int64"),
        obliged=listed[list(obligations)].any(axis=1),
    )
    pairs = spell[spell.obliged].merge(spell, on="atopid", suffixes=("", "_other"))
    pairs = pairs[pairs.member != pairs.member_other]
    start = pairs[["yrent", "yrent_other"]].max(axis=1).to_numpy()
    length = np.maximum(pairs[["last", "last_other"]].min(axis=1).to_numpy() - start + 1, 0)
    return _each_year(pairs, start, length)


def _each_year(pairs: pd.DataFrame, start: Whole, length: Whole) -> Whole:
    """Keys of each year of spells of pairs, in order and once."""
    row = np.repeat(np.arange(len(pairs)), length)
    since = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length)
    one, other = pairs.member.to_numpy()[row], pairs.member_other.to_numpy()[row]
    return np.unique(dyad_keys(one, other, start[row] + since))


def allies_of_target(wanted: Whole, counted: Whole) -> Whole:
    """Number of allies of each wanted dyad-year's target, the challenger not counted.

    Parameters
    ----------
    wanted
        Keys of dyad-years, challenger first.
    counted
        Keys of the pledges that count, in order.
    """
    _, target, year = parts(counted)
    number = np.zeros((STATES, YEARS), dtype=np.int64)
    np.add.at(number, (target, year), 1)
    _, target, year = parts(wanted)
    found: Whole = number[target, year] - among(counted, wanted)
    return found
