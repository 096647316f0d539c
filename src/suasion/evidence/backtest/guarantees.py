"""Past guarantees as crises: what was known on the first day, and what happened.

How a case becomes a situation, the same for every theory:

- the challenger is the strongest of those coded, the protege attacked the weakest; guarantors and
  other proteges stand behind it (capabilities: COW index in the year of entry);
- `win_alone` is the challenger's share of the pair's capabilities, `win_guarantor` its share of
  what it has and all the others have; priors where an index is missing;
- the guarantee's facts act through the mechanisms; a section that the record leaves out acts as if
  it were not there, since nobody collected it; `guarantor-capability` is off, being in the odds;
- nuclear risk is at its floor where no guarantor was nuclear-armed;
- the term is the text's, ten years at most: the real end is not used, for it may be the attack's;
- everything else is drawn from its prior, as in `compare`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from suasion.describe.fact import Unknown, readings
from suasion.describe.paths import SECTIONS
from suasion.describe.sections import Absent
from suasion.describe.vocabulary import Honoured, Role
from suasion.evidence.backtest.crisis import Draws, linked
from suasion.evidence.record.case import WINDOW_YEARS, Case
from suasion.evidence.record.loading import cases
from suasion.evidence.record.rates import rate
from suasion.mechanism.assembly import assemble, base, grouped
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Array

NOT_COLLECTED = Absent(none="not collected for the record", source="suasion-record-seed", where="-")
OFF = ("guarantor-capability", "leader-succession")
"""Mechanisms that read the case and not the guarantee."""
CONTROLS = (
    "log_capability_ratio",
    "land",
    "contiguous",
    "both_democratic",
    "defence_owed",
    "nuclear_guarantor",
    "major_guarantor",
    "log_peace_years",
)
DEMOCRATIC = 6
"""Polity score from which a state counts as democratic."""


@dataclass(frozen=True)
class Guarantees:
    """Cases of the record made ready for the backtest.

    Parameters
    ----------
    id
        Cases, in the order of their years.
    year
        Year of entry.
    years
        Time that counts, by the text's term [year], ten at most.
    attacked
        Whether attacked in the window of the record's rate.
    honoured
        1 kept when tested, 0 not, NaN where untested or not settled.
    tested
        Year of the test, or of entry where that is not known.
    crises
        Situations, shape (cases, numbers, draws).
    base
        The situation before any fact, shape (numbers, draws).
    controls
        Features of the referees, shape (cases, len(CONTROLS)).
    """

    id: tuple[str, ...]
    year: NDArray[np.int64]
    years: Array
    attacked: NDArray[np.bool_]
    honoured: Array
    tested: NDArray[np.int64]
    crises: Array
    base: Array
    controls: Array


def ready(
    draws: Draws, folder: Path | None = None, *, include_unverified: bool = False
) -> Guarantees:
    """The cases of which it is known whether they were attacked.

    Parameters
    ----------
    draws
        What draws factors.
    folder
        Where to look for data.
    include_unverified
        Whether cases and values whose sources were not opened count.
    """
    found = rate("attacked", include_unverified=include_unverified)
    chosen = sorted(
        (case for case in cases() if case.id in set(found.counted)),
        key=lambda case: (case.entry.year, case.id),
    )
    world = World(folder)
    start = base(draws.draw)
    sides = [world.sides(case) for case in chosen]
    crises = [_crisis(c, s, draws, start) for c, s in zip(chosen, sides, strict=True)]
    tested = [case.value("tested_year", include_unverified=include_unverified) for case in chosen]
    return Guarantees(
        tuple(case.id for case in chosen),
        np.array([case.entry.year for case in chosen]),
        np.array([_years(case) for case in chosen]),
        np.array([case.id in set(found.events) for case in chosen]),
        np.array([_honoured(case, include_unverified=include_unverified) for case in chosen]),
        np.array([t or c.entry.year for t, c in zip(tested, chosen, strict=True)]),
        np.stack(crises),
        start,
        np.array([world.controls(c, s) for c, s in zip(chosen, sides, strict=True)]),
    )


@dataclass(frozen=True)
class Sides:
    """The states of one case: the strongest challenger, the weakest protege, and who stands by."""

    challenger: int | None
    protege: int | None
    behind: tuple[int, ...]
    power: tuple[float, float, float]
    """Capabilities of the three [share of the world]; NaN where not known."""


class World:
    """What the data say of states in a year."""

    def __init__(self, folder: Path | None) -> None:
        from suasion.evidence.data import onsets, relevance  # noqa: PLC0415 - slow to load
        from suasion.evidence.data.keys import state_grid  # noqa: PLC0415
        from suasion.evidence.data.table import table  # noqa: PLC0415

        self.cinc = state_grid(table("cow-nmc", folder), "cinc")
        self.polity = state_grid(table("democracy", folder), "polity2")
        self.near = relevance.contiguity(folder, 1816, 2014, far=False)
        self.member = relevance.members(folder)
        self.disputes = onsets.disputes("cow", folder)

    def sides(self, case: Case) -> Sides:
        """Who faces whom."""
        year = max(case.entry.year, 1816)
        challengers = case.codes(Role.CHALLENGER)
        proteges = case.codes(Role.PROTEGE) - challengers
        challenger = self._most(challengers, year, strongest=True)
        protege = self._most(proteges, year, strongest=False)
        known = {challenger, protege}
        behind = tuple(sorted(case.codes(Role.GUARANTOR) - challengers - known))
        power = (self._power(challenger, year), self._power(protege, year))
        return Sides(challenger, protege, behind, (*power, self._sum(behind, year)))

    def _most(self, states: set[int], year: int, *, strongest: bool) -> int | None:
        known = [(float(self.cinc[state, year]), state) for state in sorted(states)]
        known = [one for one in known if np.isfinite(one[0])]
        if not known:
            return min(states, default=None)
        return (max if strongest else min)(known)[1]

    def _power(self, state: int | None, year: int) -> float:
        return np.nan if state is None else float(self.cinc[state, year])

    def _sum(self, states: tuple[int, ...], year: int) -> float:
        known = [self._power(state, year) for state in states]
        return float(np.nansum(known)) if np.isfinite(known).any() else np.nan

    def controls(self, case: Case, sides: Sides) -> list[float]:
        """Features of the referees, in the order of `CONTROLS`; NaN where not known."""
        from suasion.evidence.data import onsets  # noqa: PLC0415 - slow to load
        from suasion.evidence.data.keys import dyad_keys  # noqa: PLC0415

        year = max(case.entry.year, 1816)
        attack, defend, _ = sides.power
        pair = [np.nan] * 4
        if sides.challenger is not None and sides.protege is not None:
            one, other = np.array([sides.challenger]), np.array([sides.protege])
            key = dyad_keys(one, other, np.array([year]))
            kind = int(self.near.kind_of(key)[0])
            polity = self.polity[[sides.challenger, sides.protege], year]
            peace = max(int(onsets.peace_years(key, self.disputes, self.member)[0]), 0)
            both = float(np.all(polity >= DEMOCRATIC)) if np.isfinite(polity).all() else np.nan
            pair = [float(kind == 1), float(kind > 0), both, float(np.log1p(peace))]
        return [
            float(np.log(attack / defend)) if attack > 0 and defend > 0 else np.nan,
            *pair[:3],
            float(_owes_defence(case)),
            float(case.nuclear),
            float(case.major),
            pair[3],
        ]


def _crisis(case: Case, sides: Sides, draws: Draws, start: Array) -> Array:
    """A case's situation on the link scale, shape (numbers, draws)."""
    challenger, protege, behind = sides.power
    odds: dict[str, Array | float] = {}
    if challenger > 0 and protege > 0:
        odds["win_alone"] = np.full(draws.draws, challenger / (challenger + protege))
        if behind > 0:
            share = challenger / (challenger + protege + behind)
            odds["win_guarantor"] = np.full(draws.draws, share)
    if not case.nuclear:
        odds["nuclear_risk"] = np.zeros(draws.draws)
    no_environment = cast(Any, SimpleNamespace(environment={}, capabilities=[], leader=_NOBODY))
    facts = Facts(_collected(case), no_environment, draws.column)
    keep = {name: np.zeros(draws.draws) for name in OFF}
    moves = grouped(assemble(facts, draws.draw), draws.draws, keep).sum(axis=0)
    return linked(odds, start) + moves


_NOBODY = SimpleNamespace(party="")


def _collected(case: Case) -> Any:
    """The guarantee with the sections that nobody collected taken as absent."""
    gone = {
        name: NOT_COLLECTED
        for name in SECTIONS
        if isinstance(getattr(case.guarantee, name), Unknown)
    }
    return case.guarantee.model_copy(update=gone)


def _owes_defence(case: Case) -> bool:
    found = readings(getattr(case.guarantee.instrument, "obligation", None))
    return "defense" in {str(one) for one in found}


def _years(case: Case) -> float:
    """The text's term, ten years at most and where it is open or not known."""
    found = readings(getattr(case.guarantee.duration, "years", None))
    finite = [float(one) for one in found if not isinstance(one, str)]
    return min([WINDOW_YEARS, *finite])


def _honoured(case: Case, *, include_unverified: bool) -> float:
    found = set(case.values("honoured", include_unverified=include_unverified))
    if len(found) != 1 or found & {Honoured.UNTESTED, Honoured.PARTLY}:
        return np.nan
    return float(found == {Honoured.YES})
