"""What the data sets say of each case of the record, and where the two disagree.

    python tools/derive_record.py             prints every disagreement as YAML, without reasons
    python tools/derive_record.py CASE ...    prints what the data say of these cases

The data are in the folder named by SUASION_DATA (default ../shared/data beside the repository).

Definitions
-----------
date        day of signature against the beginning of the alliance in ATOP 4.01; DAYS apart at most
obligation  strongest obligation against the strongest flag of the alliance in ATOP 4.01
attacked    coded attack against any dispute with use of force (hostility 4 or 5 in MID 5.0) by a
            challenger or guarantor against a protege, both taking part on a day of the window
honoured    coded honour against each coded row of Berkemeier and Fuhrmann and of Leeds and Anac
"""

import datetime
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd

from suasion.describe.fact import readings
from suasion.describe.vocabulary import Role
from suasion.evidence.record import Case, case, cases

ROOT = Path(__file__).resolve().parents[1]
DAYS = 31
LAST_MID_DAY = datetime.date(2014, 12, 31)
USE_OF_FORCE = 4
FLAGS = {
    "defense": "defense",
    "offense": "offense",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}
ACCESSIONS = 3180  # its beginning is that of the alliance, not of a later member's guarantee
Span = tuple[datetime.date, datetime.date]
WORD = {1.0: "yes", 0.0: "no"}


def data_folder() -> Path:
    """Folder of the data: SUASION_DATA, else ../shared/data beside the repository."""
    return Path(os.environ.get("SUASION_DATA", ROOT / "../shared/data"))


@cache
def read(folder: Path, name: str) -> pd.DataFrame:
    """Table `name` of the data."""
    return pd.read_parquet(folder / f"{name}.parquet")


def day(year: float, month: float, date: float, *, last: bool = False) -> datetime.date:
    """A day of which month or date may be missing: the first that fits, or the last."""
    month = int(month) if month >= 1 else 12 if last else 1
    date = int(date) if date >= 1 else 28 if last else 1
    return datetime.date(int(year), month, min(date, 28) if month == 2 else date)


def alliances(folder: Path, found: Case) -> pd.DataFrame:
    """The alliances of ATOP 4.01 that a case names."""
    table = read(folder, "alliances/atop_4_01_alliance")
    return table[table.atopid.isin(found.entry.referee.atop)]


def disputes(folder: Path, found: Case) -> list[int] | None:
    """Disputes with use of force in the window; none where the data cannot tell."""
    proteges = found.codes(Role.PROTEGE)
    if found.window is None or not proteges or found.window[1] > LAST_MID_DAY:
        return None
    pairs = [
        (number, first, second)
        for number, first, second in uses_of_force(folder)
        if second in proteges and _may_attack(found, first)
    ]
    taking_part = spells(folder)
    inside = [
        number
        for number, *pair in pairs
        if _overlaps(found.window, [taking_part[number, code] for code in pair])
    ]
    return sorted(set(inside))


@cache
def uses_of_force(folder: Path) -> list[tuple[int, int, int]]:
    """Each dispute with who used force in it against whom."""
    rows = read(folder, "disputes/cow_mid_dirdyad_dispute_year")
    rows = rows[rows.hostlev1 >= USE_OF_FORCE][["dispnum", "ccode1", "ccode2"]]
    return [tuple(map(int, row)) for row in rows.drop_duplicates().itertuples(index=False)]


@cache
def spells(folder: Path) -> dict[tuple[int, int], tuple[datetime.date, datetime.date]]:
    """First and last day on which a state took part in a dispute."""
    found: dict[tuple[int, int], tuple[datetime.date, datetime.date]] = {}
    for one in read(folder, "disputes/cow_midb_5_0").itertuples():
        key = int(one.dispnum), int(one.ccode)
        start = day(one.styear, one.stmon, one.stday)
        end = day(one.endyear, one.endmon, one.endday, last=True)
        before = found.get(key, (start, end))
        found[key] = min(start, before[0]), max(end, before[1])
    return found


def _overlaps(window: Span, both: list[Span]) -> bool:
    """Whether two states took part on one day of the window."""
    starts, ends = zip(*both, window, strict=True)
    return max(starts) <= min(ends)


def _may_attack(found: Case, code: int) -> bool:
    proteges, challengers = found.codes(Role.PROTEGE), found.codes(Role.CHALLENGER)
    if any(party.id == "ANY" for party in found.with_role(Role.CHALLENGER)):
        return code not in proteges or len(proteges) > 1
    return code in challengers | (found.codes(Role.GUARANTOR) - proteges)


def disagreements(folder: Path) -> list[dict[str, str]]:
    """Every disagreement of a case with the data: case, check, what we say and what they say."""
    return [
        {"case": found.id, "check": check, "ours": ours, "theirs": theirs}
        for found in cases()
        for check, ours, theirs in _of(folder, found)
    ]


def _of(folder: Path, found: Case) -> Iterator[tuple[str, str, str]]:
    yield from _dates(folder, found)
    yield from _obligations(folder, found)
    yield from _attacks(folder, found)
    yield from _honour(folder, found)


def _dates(folder: Path, found: Case) -> Iterator[tuple[str, str, str]]:
    rows = alliances(folder, found)
    rows = rows[rows.atopid != ACCESSIONS] if "nato" in found.id else rows
    begins = [day(one.begyr, one.begmo, one.begday) for one in rows.itertuples()]
    for ours in readings(getattr(found.guarantee.instrument, "signed", None)):
        if begins and min(abs((ours - one).days) for one in begins) > DAYS:
            yield "date", str(ours), ", ".join(map(str, begins))


def _obligations(folder: Path, found: Case) -> Iterator[tuple[str, str, str]]:
    rows = alliances(folder, found)
    theirs = next((word for flag, word in FLAGS.items() if (rows[flag] == 1).any()), None)
    for ours in readings(getattr(found.guarantee.instrument, "obligation", None)):
        if theirs is not None and ours != theirs:
            yield "obligation", str(ours), theirs


def _attacks(folder: Path, found: Case) -> Iterator[tuple[str, str, str]]:
    numbers = disputes(folder, found)
    for ours in sorted(set(readings(found.coded.attacked))):
        if numbers is not None and ours != bool(numbers):
            listed = ", ".join(map(str, numbers)) or "no dispute with use of force"
            yield "attacked", "yes" if ours else "no", listed


def _honour(folder: Path, found: Case) -> Iterator[tuple[str, str, str]]:
    ours = [str(value) for value in readings(found.coded.honoured)]
    for source, theirs in [*_fuhrmann(folder, found), *_anac(folder, found)]:
        for value in ours:
            if value != theirs:
                yield "honoured", value, f"{theirs} ({source})"


def _fuhrmann(folder: Path, found: Case) -> Iterator[tuple[str, str]]:
    table = read(folder, "alliances/berkemeier_fuhrmann_2018_reliability")
    rows = table[table.atopid.isin(found.entry.referee.atop)]
    for row in rows.itertuples():
        if row.honorBF == 1 or row.violateBF == 1:
            word = "yes" if row.honorBF == 1 else "no"
            yield f"Berkemeier and Fuhrmann, {int(row.atopid)}, {row.warname}", word


def _anac(folder: Path, found: Case) -> Iterator[tuple[str, str]]:
    table = read(folder, "alliances/leeds_anac_2005_honor")
    for row in table[table.atopid.isin(found.entry.referee.atop)].itertuples():
        yield f"Leeds and Anac, {int(row.atopid)}, war {int(row.war)}", WORD[float(row.honor2)]


def told(folder: Path, found: Case) -> str:
    """What the data say of one case, for whoever codes it."""
    lines = [f"{found.id}: window {found.window}"]
    for row in alliances(folder, found).itertuples():
        flags = ", ".join(word for flag, word in FLAGS.items() if getattr(row, flag) == 1)
        begin = day(row.begyr, row.begmo, row.begday)
        lines.append(f"  ATOP {int(row.atopid)}: from {begin}, {flags}, base {row.base}")
    lines.append(f"  disputes with use of force: {disputes(folder, found)}")
    lines += [f"  honoured: {word} ({source})" for source, word in _fuhrmann(folder, found)]
    lines += [f"  honoured: {word} ({source})" for source, word in _anac(folder, found)]
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:]:
        print("\n".join(told(data_folder(), case(name)) for name in sys.argv[1:]))
    else:
        for one in disagreements(data_folder()):
            print("- " + "\n  ".join(f'{key}: "{text}"' for key, text in one.items()))
