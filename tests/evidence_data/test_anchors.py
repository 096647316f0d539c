"""The committed anchors: in form, equal to a new count from the data, and to earlier counts.

The earlier numbers were counted before this script was written, by other code; they are copied here
as they were printed.
"""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest
from ruamel.yaml import YAML

from suasion.describe.bibliography import works

ROOT = Path(__file__).resolve().parents[2]
ANCHORS = ROOT / "src/suasion/mechanism/data/anchors.yaml"
REFERENCES = ROOT / "src/suasion/describe/data/references/anchors.bib"
DATA = Path(os.environ.get("SUASION_DATA", ROOT / "../shared/data"))

# 8.1: events and n, exact.
HONOUR = {
    "all": (73, 146),
    "1816_1944": (61, 92),
    "1945_2003": (12, 54),
    "defence": (42, 102),
    "offence": (31, 42),
    "neutrality": (35, 45),
    "nonaggression": (18, 49),
    "defence_1816_1944": (36, 59),
    "defence_1945_2003": (6, 43),
    "bilateral_1816_1944": (51, 74),
    "multilateral_1816_1944": (10, 18),
    "bilateral_1945_2003": (10, 29),
    "multilateral_1945_2003": (2, 25),
    "defence_bilateral_1945_2003": (6, 22),
    "defence_multilateral_1945_2003": (0, 21),
    "no_arab_league_1945_2003": (12, 47),
    "defence_p5_1945_2003": (3, 19),
    "defence_p5_bilateral_1945_2003": (3, 10),
}
# 8.1: Jeffreys intervals, printed with two decimals.
HONOUR_INTERVALS = {
    "all": (0.42, 0.58),
    "1816_1944": (0.56, 0.75),
    "1945_2003": (0.13, 0.35),
    "defence_1816_1944": (0.48, 0.73),
    "defence_1945_2003": (0.06, 0.27),
}
# Berkemeier and Fuhrmann (2018), abstract: per cent.
PUBLISHED_HONOUR = {"all": 50, "1816_1944": 66, "1945_2003": 22}
PUBLISHED_HONOUR |= {"defence": 41, "nonaggression": 37, "offence": 74, "neutrality": 78}
# 8.2: dyad-years, then disputes, use of force, fatal, war.
DISPUTES = {
    "all.no_ally": (30617, 376, 272, 123, 21),
    "all.non_nuclear_ally": (24894, 335, 253, 112, 15),
    "all.nuclear_ally": (47869, 444, 283, 90, 4),
    "land.no_ally": (8602, 307, 232, 110, 16),
    "land.non_nuclear_ally": (7413, 266, 204, 98, 14),
    "land.nuclear_ally": (10480, 289, 200, 76, 3),
}
# 8.4: probability within 1, 5, 10 and 20 years, printed with three decimals.
RECURRENCE = {
    "all": (374, (0.024, 0.062, 0.092, 0.123)),
    "ended_1946": (118, (0.000, 0.034, 0.097, 0.162)),
    "no_world_wars": (229, (0.026, 0.087, 0.138, 0.187)),
}
# 8.5: exit within 5 and 10 years, and within one.
EXIT_WITHIN = {
    "all": (0.424, 0.648),
    "tenure_10_up": (0.366, 0.611),
    "tenure_20_up": (0.390, 0.653),
    "age_70_74": (0.455, 0.804),
}
EXIT_YEARLY = {"all": 0.1192, "tenure_10_19": 0.0878, "tenure_20_up": 0.0928}
EXIT_YEARLY |= {"tenure_20_up.age_70_up": 0.1403}


def committed() -> dict[str, dict]:
    listed = YAML(typ="safe").load(ANCHORS.read_text(encoding="utf-8"))["anchors"]
    found = {anchor["id"]: anchor for anchor in listed}
    assert len(found) == len(listed), "an id occurs twice"
    return found


@pytest.fixture(scope="module")
def anchors() -> dict[str, dict]:
    return committed()


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "tools/derive_anchors.py"
    spec = importlib.util.spec_from_file_location("derive_anchors", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def derived(script: ModuleType) -> list[dict]:
    if not DATA.is_dir():
        pytest.skip(f"no research data in {DATA}; set SUASION_DATA to where they are")
    return script.derive(DATA)


def test_a_new_count_gives_the_committed_numbers(derived: list[dict], anchors: dict) -> None:
    assert [a["id"] for a in derived] == list(anchors)
    for new in derived:
        old = anchors[new["id"]]
        assert new.keys() == old.keys()
        for key, value in new.items():
            if isinstance(value, float | list) and key not in ("source", "data_files"):
                # Numbers are kept to five digits; libraries may differ in the last.
                assert value == pytest.approx(old[key], rel=1e-4), (new["id"], key)
            else:
                assert value == old[key], (new["id"], key)


def test_every_anchor_says_what_it_is(anchors: dict) -> None:
    required = {"id", "what", "events", "n", "rate", "interval_95", "unit", "source", "data_files"}
    for name, anchor in anchors.items():
        assert required <= anchor.keys(), name
        assert anchor["what"].endswith(".")
        assert anchor["computed_by"] == "tools/derive_anchors.py"


def test_every_rate_lies_in_its_interval(anchors: dict) -> None:
    for name, anchor in anchors.items():
        if anchor["interval_95"] is None:
            assert anchor["interval_reason"], name
            continue
        low, high = anchor["interval_95"]
        assert 0 <= low <= anchor["rate"] <= high, name


def test_a_plain_rate_is_events_over_n(anchors: dict) -> None:
    for name, anchor in anchors.items():
        if anchor["n"] is None or "probability within" in anchor["unit"]:
            continue
        # Five significant digits are committed.
        assert anchor["rate"] == pytest.approx(anchor["events"] / anchor["n"], rel=1e-4), name


def test_no_event_means_an_upper_bound_not_zero(anchors: dict) -> None:
    empty = [anchor for anchor in anchors.values() if anchor["events"] == 0]
    assert empty
    assert all(0 < anchor["upper_bound_95"] < 1 for anchor in empty)


def test_every_source_is_in_the_bibliography(anchors: dict) -> None:
    cited = {key for anchor in anchors.values() for key in anchor["source"]}
    assert cited <= works(REFERENCES).keys()


def test_the_page_shows_the_committed_numbers(script: ModuleType, anchors: dict) -> None:
    page = (ROOT / "docs/anchors.md").read_text(encoding="utf-8")
    fresh = script.with_table(page, list(anchors.values()))
    assert page == fresh, "stale table: run `python tools/derive_anchors.py --write`"


@pytest.mark.parametrize("name", HONOUR)
def test_honour_counts_equal_the_earlier_count(anchors: dict, name: str) -> None:
    found = anchors[f"honour.{name}"]
    assert (found["events"], found["n"]) == HONOUR[name]


@pytest.mark.parametrize("name", HONOUR_INTERVALS)
def test_honour_intervals_equal_the_earlier_count(anchors: dict, name: str) -> None:
    # Two decimals are printed.
    interval = anchors[f"honour.{name}"]["interval_95"]
    assert interval == pytest.approx(list(HONOUR_INTERVALS[name]), abs=0.0051)


@pytest.mark.parametrize("name", PUBLISHED_HONOUR)
def test_honour_equals_berkemeier_fuhrmann_2018(anchors: dict, name: str) -> None:
    # Whole per cent are printed.
    assert 100 * anchors[f"honour.{name}"]["rate"] == pytest.approx(PUBLISHED_HONOUR[name], abs=0.5)


@pytest.mark.parametrize("name", DISPUTES)
def test_dispute_counts_equal_the_earlier_count(anchors: dict, name: str) -> None:
    n, *events = DISPUTES[name]
    found = [anchors[f"dispute.{name}.{outcome}"] for outcome in ("mid", "force", "fatal", "war")]
    assert [anchor["events"] for anchor in found] == events
    # 15 of 26,495 dyad-years with a land border are not found again: under 0.1 % in each group.
    assert found[0]["n"] == pytest.approx(n, rel=0 if name.startswith("all") else 1e-3)


@pytest.mark.parametrize("name", RECURRENCE)
def test_recurrence_equals_the_earlier_count(anchors: dict, name: str) -> None:
    n, printed = RECURRENCE[name]
    found = [anchors[f"war_recurrence.{name}.{years}y"] for years in (1, 5, 10, 20)]
    assert {anchor["n"] for anchor in found} == {n}
    # Three decimals are printed.
    assert [anchor["rate"] for anchor in found] == pytest.approx(printed, abs=0.00051)


@pytest.mark.parametrize("name", EXIT_WITHIN)
def test_exits_within_years_are_near_the_earlier_count(anchors: dict, name: str) -> None:
    found = [anchors[f"leader_exit.within.{name}.{years}y"]["rate"] for years in (5, 10)]
    # The earlier count used a regime list with some 12 % more leader-years, some short.
    assert found == pytest.approx(EXIT_WITHIN[name], abs=0.045)


@pytest.mark.parametrize("name", EXIT_YEARLY)
def test_yearly_exits_are_near_the_earlier_count(anchors: dict, name: str) -> None:
    # For the same reason; the difference is always downward.
    assert 0 <= EXIT_YEARLY[name] - anchors[f"leader_exit.{name}"]["rate"] < 0.016


def test_old_and_long_serving_autocrats_leave_more_often(anchors: dict) -> None:
    rates = [anchors[f"leader_exit.age_{band}"]["rate"] for band in ("under_60", "75_79", "80_up")]
    assert rates == sorted(rates)
