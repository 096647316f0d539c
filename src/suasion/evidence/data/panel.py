"""The directed dyad-year panel: pairs that could have fought, what they did, and who stood behind.

The first state of a row is the challenger, the second its target. What relevant, ally, start and
peace years mean is said in `relevance`, `allies` and `onsets`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import pandas as pd

from suasion.evidence.data import allies, onsets, relevance
from suasion.evidence.data.faults import DataFault
from suasion.evidence.data.keys import (
    Real,
    Whole,
    Yes,
    among,
    by_pair,
    keys_of,
    parts,
    rows,
    state_grid,
    undirected,
)
from suasion.evidence.data.table import table

FIRST_YEAR = 1816


def dyad_year_panel(
    folder: Path | None = None,
    *,
    first: int = FIRST_YEAR,
    last: int | None = None,
    disputes: onsets.Disputes = "gml",
    nuclear: Literal["first-test", "owid"] | Mapping[int, int] = "first-test",
    obligations: tuple[str, ...] = ("defense",),
    without: tuple[int, ...] = (),
    far: bool = False,
) -> pd.DataFrame:
    """Politically relevant directed dyad-years with disputes, capabilities, regimes and allies.

    Parameters
    ----------
    folder
        Where to look for data, laid out like a mirror; by default `SUASION_DATA`, then the cache.
    first
        First year, 1816 or later.
    last
        Last year; by default, and at most, the last of the disputes: 2010 for `gml`, 2014 for
        `cow`.
    disputes
        Whose list: Gibler, Miller and Little's, or the Correlates of War project's.
    nuclear
        Who is nuclear-armed: `first-test`, `owid` (possession as Our World in Data lists it), or
        years since when by state.
    obligations
        Which pledges make an ally: any of defense, offense, neutral, nonagg, consul.
    without
        Treaties that make nobody an ally, by their ATOP number, such as `allies.LOOSE_PACTS`; a
        pledge counts if another treaty gives it as well.
    far
        Whether pairs that the contiguity list keeps as more than 400 miles apart are relevant too,
        as they are in `docs/anchors.md`.

    Returns
    -------
    One row for each directed dyad-year, in the order of challenger, target and year:

    ccode1, ccode2, year
        Challenger, target (COW numbers) and year.
    mid, force, fatal, war
        Whether the challenger started a dispute with the target in that year, and one with use of
        force, with deaths (missing where not known), and one that became a war.
    contiguity, land
        0 none, 1 land to 5 (up to 400 miles of water); whether by land.
    major1, major2
        Whether each is a major power.
    cinc1, cinc2, capability_share
        Capabilities as a share of the world, and the challenger's share of the pair's.
    polity1, polity2, polyarchy1, polyarchy2
        Polity score, -10 to 10, and V-Dem polyarchy, 0 to 1, of each.
    distance_km
        Least distance [km]; missing before 1886.
    defense, offense, neutral, nonagg, consul
        What the challenger is pledged to do for, or not to do to, the target.
    nuclear1, nuclear2
        Whether each is nuclear-armed.
    allies, nuclear_allies
        Number of the target's allies, and of its nuclear-armed allies, the challenger not counted.
    group
        `no ally`, `non-nuclear ally` or `nuclear ally`, by the two counts.
    peace_years
        Whole years since the two last had a dispute [year].

    Raises
    ------
    DataFault
        If a file is absent or damaged, or the years or definitions are not possible.

    References
    ----------
    [GibleretAl2016]_, [PalmerEtAl2022]_, [LeedsEtAl2002]_, [StinnettEtAl2002]_, [CowStates2017]_,
    [SingerEtAl1972]_, [SchvitzEtAl2022]_, [Miller2022]_.
    """
    last = _checked_years(first, last, disputes)
    _check_obligations(obligations)
    member, major = relevance.members(folder), relevance.majors(folder)
    near = relevance.contiguity(folder, first, last, far=far)
    keys = relevance.relevant(member, major, near, first, last)
    listed = onsets.disputes(disputes, folder)
    kind = near.kind_of(keys)
    one, other, year = parts(keys)
    columns: dict[str, object] = {"ccode1": one, "ccode2": other, "year": year}
    columns |= onsets.flags(onsets.starts(listed), keys)
    columns |= {"contiguity": kind, "land": kind == 1}
    columns |= {"major1": major[one, year], "major2": major[other, year]}
    columns |= _capabilities(keys, folder) | _regimes(keys, folder)
    columns["distance_km"] = _distance(keys, folder)
    columns |= _alliances(keys, allies.armed(nuclear, folder), obligations, without, folder)
    columns["peace_years"] = onsets.peace_years(keys, listed, member)
    order = np.argsort(by_pair(keys), kind="stable")
    return pd.DataFrame(columns).iloc[order].reset_index(drop=True)


def _checked_years(first: int, last: int | None, disputes: str) -> int:
    """The last year, if the years are possible."""
    if disputes not in onsets.LAST_YEARS:
        raise DataFault(f"disputes is {disputes!r}; give {' or '.join(get_args(onsets.Disputes))}")
    most = onsets.LAST_YEARS[disputes]
    last = most if last is None else last
    if not FIRST_YEAR <= first <= last <= most:
        raise DataFault(
            f"years {first} to {last} are not possible: {disputes} disputes are known from "
            f"{FIRST_YEAR} to {most}"
        )
    return last


def _check_obligations(obligations: tuple[str, ...]) -> None:
    unknown = [name for name in obligations if name not in allies.OBLIGATIONS]
    if unknown or not obligations:
        raise DataFault(
            f"obligations are {obligations}; give one or more of {', '.join(allies.OBLIGATIONS)}"
        )


def _capabilities(keys: Whole, folder: Path | None) -> dict[str, Real]:
    one, other, year = parts(keys)
    grid = state_grid(table("cow-nmc", folder), "cinc")
    first, second = grid[one, year], grid[other, year]
    return {"cinc1": first, "cinc2": second, "capability_share": first / (first + second)}


def _regimes(keys: Whole, folder: Path | None) -> dict[str, Real]:
    one, other, year = parts(keys)
    listed = table("democracy", folder)
    found: dict[str, Real] = {}
    for name, column in (("polity", "polity2"), ("polyarchy", "v2x_polyarchy")):
        grid = state_grid(listed, column)
        found |= {f"{name}1": grid[one, year], f"{name}2": grid[other, year]}
    return found


def _distance(keys: Whole, folder: Path | None) -> Real:
    """Least distance [km], which is stored once a pair."""
    listed = table("cow-minimum-distance", folder, ordered=False)
    stored = keys_of(listed)
    order = np.argsort(stored, kind="stable")
    row = rows(stored[order], undirected(keys))
    return np.where(row >= 0, listed.mindist.to_numpy()[order][row], np.nan)


def _alliances(
    keys: Whole,
    armed: Yes,
    obligations: tuple[str, ...],
    without: tuple[int, ...],
    folder: Path | None,
) -> dict[str, object]:
    """Pledges of the challenger, weapons of both, and allies of the target."""
    one, other, year = parts(keys)
    every = allies.pledges(folder)
    row = rows(every.keys, keys)
    columns: dict[str, object] = {
        name: (row >= 0) & flag[row] for name, flag in every.obligations.items()
    }
    counted = every.having(*obligations)
    counted = counted[among(np.unique(year), parts(counted)[2])]
    if without:
        counted = allies.under_other_treaties(counted, without, obligations, folder)
    giver, _, when = parts(counted)
    number = allies.allies_of_target(keys, counted)
    nuclear = allies.allies_of_target(keys, counted[armed[giver, when]])
    groups = np.where(
        nuclear > 0, "nuclear ally", np.where(number > 0, "non-nuclear ally", "no ally")
    )
    columns |= {"nuclear1": armed[one, year], "nuclear2": armed[other, year]}
    return columns | {"allies": number, "nuclear_allies": nuclear, "group": groups}
