"""Hazards of disputes and wars by type of directed dyad, with and without a nuclear-armed ally.

Definitions
-----------
dyad    challenger and target in one year, politically relevant; the target has no nuclear weapons
all     every such dyad
near    contiguous by land or up to 400 miles of water
land    contiguous by land
major   the challenger is a major power
nuclear_land  a nuclear-armed challenger with a land border, not pledged to defend the target
ally    a third state pledged to defend the target; which of them is nuclear, and which treaties
        count, is `Definition`

Raw rates: states that get strong allies differ from those that do not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from suasion.errors import UnknownName
from suasion.evidence.calibration.posterior import Posterior, share

if TYPE_CHECKING:
    import pandas as pd

FIRST_YEAR = 1950
Definition = Literal["first-test", "owid", "strict"]
"""Nuclear since the first test; as Our World in Data lists possession; since the first test and
leaving out treaties that give an ally only loosely (`suasion.evidence.data.allies.LOOSE_PACTS`)."""
GROUPS = {
    "no_ally": "no ally",
    "non_nuclear_ally": "non-nuclear ally",
    "nuclear_ally": "nuclear ally",
}
OUTCOMES = {
    "mid": "a dispute started",
    "force": "a dispute with use of force started",
    "fatal": "a dispute with deaths started",
    "war": "a dispute that became a war started",
}
TYPES = {
    "all": "all relevant pairs",
    "near": "contiguous by land or water",
    "land": "land border",
    "major": "major challenger",
    "nuclear_land": "nuclear challenger with a land border, not its ally",
}
SOURCE = ("GibleretAl2016", "LeedsEtAl2002", "StinnettEtAl2002")
FILES = ("gml-mid-directed-disputes", "atop-dyad-years", "cow-contiguity", "cow-major-powers")


def panel(folder: Path | None = None, definition: str = "first-test") -> pd.DataFrame:
    """The dyad-years that are counted.

    Raises
    ------
    UnknownName
        Where nothing is so defined.
    """
    from suasion.evidence.data import dyad_year_panel  # noqa: PLC0415 - slow to load
    from suasion.evidence.data.allies import LOOSE_PACTS  # noqa: PLC0415

    if definition not in get_args(Definition):
        raise UnknownName("definition of a nuclear ally", definition, list(get_args(Definition)))
    nuclear: Literal["first-test", "owid"] = "owid" if definition == "owid" else "first-test"
    without = LOOSE_PACTS if definition == "strict" else ()
    found = dyad_year_panel(folder, first=FIRST_YEAR, nuclear=nuclear, without=without)
    return found[~found.nuclear2]


def posteriors(folder: Path | None = None, definition: str = "first-test") -> list[Posterior]:
    """A posterior for each type of dyad, group of allies and outcome.

    Parameters
    ----------
    folder
        Where to look for data.
    definition
        What makes a nuclear-armed ally.

    References
    ----------
    [GibleretAl2016]_, [LeedsEtAl2002]_, [StinnettEtAl2002]_.
    """
    return counted(panel(folder, definition))


def counted(dyads: pd.DataFrame) -> list[Posterior]:
    """The posteriors of a table of dyad-years with the columns of `dyad_year_panel`."""
    found = []
    for name, chosen in _types(dyads).items():
        for group, label in GROUPS.items():
            rows = dyads[chosen & (dyads.group == label)]
            found += [_one(f"{name}.{group}.{outcome}", rows, outcome) for outcome in OUTCOMES]
    return found


def _one(name: str, rows: pd.DataFrame, outcome: str) -> Posterior:
    """Dyad-years in which it is not known whether anybody died do not count."""
    kind, group, _ = name.split(".")
    known = rows[outcome].dropna()
    what = f"In a year {OUTCOMES[outcome]}: {TYPES[kind]}, target with {GROUPS[group]}."
    return share(
        f"disputes.{name}",
        what,
        "directed dyad-year",
        int(known.sum()),
        len(known),
        SOURCE,
        FILES,
        "dyad-years of one pair are not independent: true intervals are wider",
    )


def _types(dyads: pd.DataFrame) -> dict[str, pd.Series]:
    return {
        "all": dyads.year > 0,
        "near": dyads.contiguity > 0,
        "land": dyads.land,
        "major": dyads.major1,
        "nuclear_land": dyads.nuclear1 & dyads.land & ~dyads.defense,
    }
