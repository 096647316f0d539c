"""The committed counts of leaders: in form, equal to a new count, and beside other sources."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from suasion.describe.bibliography import built_in
from suasion.mechanism.leaders import record

ROOT = Path(__file__).resolve().parents[2]
# Clarke and others (2022), abstract: recent standardised mortality ratios of politicians, from
# Italy's to New Zealand's.
PUBLISHED_RATIOS = (0.45, 0.82)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "derive_leaders", ROOT / "tools/derive_leaders.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def entries() -> list[dict]:
    return [row for rows in record().values() for row in rows]


def test_a_new_count_gives_the_committed_numbers(script: ModuleType, record_folder: Path) -> None:
    derived = script.derive(record_folder)
    assert derived.keys() == record().keys()
    for section, rows in derived.items():
        assert len(rows) == len(record()[section])
        for new, old in zip(rows, record()[section], strict=True):
            assert new.keys() == old.keys()
            for key, value in new.items():
                numeric = isinstance(value, float) or key.endswith("_95") or key in script.SEXES
                # Numbers are kept to five digits; libraries may differ in the last.
                expected = pytest.approx(old[key], rel=1e-4) if numeric else old[key]
                assert value == expected, (section, new.get("id"), key)


def test_leaving_and_dying_are_all_exits(script: ModuleType, record_folder: Path) -> None:
    # Counted again in one pass over the spells, without leader-years.
    table = script.spells(record_folder)
    types = script.regime_types(record_folder)
    autocratic = set(zip(types.ccode, types.year, strict=True))
    day = table.end - pd.Timedelta(days=1)
    there = table.start <= pd.to_datetime(day.dt.year.astype(str) + "-01-01")
    pairs = zip(table.ccode, day.dt.year, strict=True)
    known = np.array([pair in autocratic for pair in pairs])
    exits = table[there & known & day.dt.year.between(1950, 2010) & ~table.censored]
    parts = {"Natural Death": 0, "otherwise": 0}
    for way in exits.exit:
        parts[way if way == "Natural Death" else "otherwise"] += 1
    left = sum(row["events"] for row in record()["leaving"] if row["regime"] == "autocracy")
    died = sum(row["events"] for row in record()["deaths"] if ".autocracy." in row["id"])
    assert parts == {"Natural Death": died, "otherwise": left}


def test_single_ages_follow_a_table_by_single_ages(script: ModuleType, record_folder: Path) -> None:
    # United States 2010-15, the United Nations' groups against the Social Security's single years.
    mine = script.tables(record_folder)["United States of America", 2010]["male"]
    theirs = pd.read_parquet(record_folder / "leaders/us_ssa_period_life_tables.parquet")
    theirs = theirs[(theirs.sex == "male") & theirs.year.between(2010, 2014)]
    chance = theirs.groupby("age").qx.mean().loc[40:95].to_numpy()
    # Two offices, other sources for the oldest: within a tenth from 40 to 95.
    assert mine[20:76] == pytest.approx(-np.log1p(-chance), rel=0.1)


def test_a_group_keeps_its_rate(script: ModuleType, record_folder: Path) -> None:
    rows = pd.read_parquet(record_folder / "leaders/un_wpp2022_mortality_5x5.parquet")
    rows = rows[(rows.country == "Russian Federation") & (rows.period == script.PERIOD)]
    male = np.array(next(t for t in record()["mortality"] if t["id"] == "RUS")["male"])
    for age in range(50, 90, 5):
        group = rows[rows.age == age].mxM.item()
        # The mean of five log-linear rates is not quite the rate of their middle.
        assert male[age - 20 : age - 15].mean() == pytest.approx(group, rel=0.03)


def test_nearly_everyone_is_in_the_world() -> None:
    world = next(table for table in record()["mortality"] if table["id"] == "world")
    assert 0.99 < world["covered"] <= 1
    assert len(world["male"]) == len(world["female"]) == 81


def test_leaders_die_about_as_other_politicians_do() -> None:
    for row in record()["factors"]:
        low, high = row["ratio_95"]
        assert low < PUBLISHED_RATIOS[1]
        assert high > PUBLISHED_RATIOS[0]


def test_every_rate_is_events_over_leader_years_and_in_its_interval() -> None:
    counts = [row for row in entries() if "leader_years" in row]
    assert len(counts) > 50
    for row in counts:
        low, high = row["interval_95"]
        assert low <= row["rate"] <= high, row["id"]
        assert row["rate"] == pytest.approx(row["events"] / row["leader_years"], rel=1e-4)


def test_no_hazard_that_is_used_is_thin(script: ModuleType) -> None:
    used = [*record()["leaving"], *record()["successors"]]
    assert min(row["events"] for row in used) >= script.FEWEST_EVENTS


def test_every_entry_says_where_it_is_from() -> None:
    for row in entries():
        assert row["computed_by"] == "tools/derive_leaders.py"
        assert row["data_files"]
        assert set(row["source"]) <= set(built_in())


def test_the_page_shows_the_committed_numbers(script: ModuleType) -> None:
    page = (ROOT / "docs/leaders.md").read_text(encoding="utf-8")
    fresh = script.with_tables(page, record())
    assert page == fresh, "stale table: run `python tools/derive_leaders.py --write`"
