"""Observations against rules: what breaks one, what is left open, merged, and counted."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import xarray as xr
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.zone.findings.coverage import coverage_from
from suasion.zone.findings.examination import Examination, examine
from suasion.zone.findings.found import Reason, Verdict
from suasion.zone.findings.sectors import sectors_along, sectors_from
from suasion.zone.findings.tallies import tally
from suasion.zone.geometry.ellipsoid import geod
from suasion.zone.observations import store
from suasion.zone.rules.building import Built, build
from suasion.zone.rules.reading import Zone, load

ZONE = """\
suasion: 1
zone: sample
title: "A sample"
summary: "Invented."
standing: proposed
begins: {value: 2024-01-01, source: korea-armistice-1953, where: "invented"}
ends: {value: 2024-12-31, source: korea-armistice-1953, where: "invented"}
lines:
  front: {name: "The line", coordinates: [[30.0, 50.0], [30.5, 50.0], [31.0, 50.0]]}
sides:
  north: {name: "Northern side", place: [30.5, 51.0]}
  south: {name: "Southern side", place: [30.5, 49.0]}
belts:
  near: {name: "Inner belt", depth_km: {judgement: 5, JUDGED}}
  far: {name: "Outer belt", depth_km: {judgement: 20, JUDGED}}
exclusions:
  town: {name: "A town", because: "police", centre: [30.8, 50.02], radius_km: 1, TEXT}
rules:
  - {rule: absent, weapons: [tank], places: [near, far], TEXT}
  - {rule: ceiling, weapons: [personnel], places: [far], limit: {judgement: 100, JUDGED}, TEXT}
  - {rule: stored-under-seal, weapons: [mlrs], places: [far], TEXT}
  - {rule: notify-first, weapons: [apc], places: [near], sides: [north], TEXT}
  - {rule: absent, weapons: [artillery-100], places: [near], begins: 2024-06-01, TEXT}
""".replace("JUDGED", "because: invented, disagree: nobody").replace(
    "TEXT", "source: korea-armistice-1953, where: x"
)
DEFAULTS: dict[str, Any] = {
    "time": dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC),
    "time_span_s": 0,
    "position_error_m": 50.0,
    "class": "tank",
    "side": "challenger",
    "count": 1,
    "source": "one",
    "confidence": None,
    "observed": "present",
}
Look = Callable[..., Examination]


def north_m(metres: float, lon: float = 30.5) -> dict[str, float]:
    """A place so far north of the line."""
    x, y, _ = geod().fwd(lon, 50.0, 0, metres)
    return {"lon": x, "lat": y}


def stored(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Rows as a canonical file."""
    table = [{"row_id": f"row-{at}", **DEFAULTS, **row} for at, row in enumerate(rows)]
    file = store.writer(path)
    file.write_table(pa.Table.from_pylist(table, schema=store.SCHEMA))
    file.close()
    return path


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Zone, list[Built]]:
    """The sample, built once."""
    path = tmp_path_factory.mktemp("zone") / "zone.yaml"
    path.write_text(ZONE, encoding="utf-8")
    zone = load(path)
    return zone, build(zone)


@pytest.fixture
def look(drawn: tuple[Zone, list[Built]], tmp_path: Path) -> Look:
    """Examine rows against the sample."""
    zone, built = drawn
    return lambda *rows, **more: examine(zone, built, stored(tmp_path / "o.parquet", rows), **more)


def verdicts(found: Examination) -> list[tuple[int, Verdict, Reason]]:
    each = zip(
        found.violations.rule, found.violations.verdict, found.violations.reason, strict=True
    )
    return [(int(rule), Verdict(verdict), Reason(reason)) for rule, verdict, reason in each]


@pytest.mark.parametrize(
    ("metres", "verdict"),
    [(19_000, Verdict.CLEAR), (19_940, Verdict.LIKELY), (20_020, Verdict.POSSIBLE)],
)
def test_near_the_edge_it_hangs_on_the_position_error(
    look: Look, metres: float, verdict: Verdict
) -> None:
    assert verdicts(look(north_m(metres))) == [(1, verdict, Reason.NONE)]


def test_the_chance_is_that_of_the_distance_to_the_edge(look: Look) -> None:
    from scipy import stats

    later = {"time": DEFAULTS["time"] + dt.timedelta(days=1)}
    found = look(north_m(19_940), north_m(20_020) | later)
    expected = stats.norm.cdf([-60 / 50, 20 / 50])
    np.testing.assert_allclose(found.violations.chance, expected, atol=3e-3)


def test_far_off_is_no_finding(look: Look) -> None:
    found = look(north_m(20_200), north_m(60_000), {"lon": 10.0, "lat": -20.0})
    assert verdicts(found) == []
    assert found.found.fate["elsewhere"] == 3


def test_one_sighting_in_two_belts_breaks_a_rule_once(look: Look) -> None:
    assert verdicts(look(north_m(1_000))) == [(1, Verdict.CLEAR, Reason.NONE)]


def test_an_error_that_is_not_known_is_not_taken_for_none(look: Look) -> None:
    found = look(north_m(1_000) | {"position_error_m": None})
    assert verdicts(found) == [(1, Verdict.UNMEASURED, Reason.NONE)]
    assert np.isnan(found.violations.chance).all()


def test_excluded_ground_is_free(look: Look) -> None:
    assert verdicts(look({"lon": 30.8, "lat": 50.02})) == []


def test_denied_access_is_counted_and_no_violation(look: Look) -> None:
    found = look(north_m(1_000) | {"observed": "denied-access", "class": None})
    assert {verdict for _, verdict, _ in verdicts(found)} == {Verdict.DENIED}
    assert sum(one.violations for one in found.compliance) == 0
    assert [one.denied for one in found.compliance] == [1]  # though four rules hold there


def test_none_seen_is_no_violation(look: Look) -> None:
    found = look(north_m(1_000) | {"count": 0})
    assert (verdicts(found), found.found.fate["none was seen"]) == ([], 1)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"class": "mlrs"}, (3, Verdict.OPEN, Reason.SEAL)),
        ({"class": "mlrs", "observed": "fired"}, (3, Verdict.CLEAR, Reason.NONE)),
        ({"class": "mlrs-heavy", "observed": "moved"}, (3, Verdict.CLEAR, Reason.NONE)),
        ({"class": "apc"}, (4, Verdict.OPEN, Reason.NOTICE)),
        ({"class": "gun-100"}, (5, Verdict.CLEAR, Reason.NONE)),
        ({"class": "artillery"}, (5, Verdict.OPEN, Reason.CLASS)),
    ],
)
def test_what_a_rule_asks_for(
    look: Look, row: dict[str, Any], expected: tuple[int, Verdict, Reason]
) -> None:
    assert expected in verdicts(look(north_m(3_000) | row))


def test_dates_of_force(look: Look) -> None:
    gun = north_m(3_000) | {"class": "gun-100"}
    before = gun | {"time": dt.datetime(2024, 5, 31, 12, tzinfo=dt.UTC)}
    across = gun | {"time": dt.datetime(2024, 5, 31, 21, tzinfo=dt.UTC), "time_span_s": 86_400}
    ended = gun | {"time": dt.datetime(2025, 1, 1, tzinfo=dt.UTC)}
    assert verdicts(look(before)) == verdicts(look(ended)) == []
    assert verdicts(look(across)) == [(5, Verdict.OPEN, Reason.DATE)]


def test_a_rule_for_one_side_holds_on_that_side(look: Look) -> None:
    south = {"lon": 30.5, "lat": 49.98, "class": "apc"}
    assert verdicts(look(south)) == []


def test_whose_it_was_is_left_open(look: Look) -> None:
    found = look(north_m(1_000) | {"side": None}, north_m(1_000, 30.2))
    assert [(one.key, one.clear) for one in tally(found.violations, "side")] == [
        ("challenger", 1),
        ("open", 1),
    ]


def test_rows_of_one_sighting_are_merged_and_keep_their_ids(look: Look) -> None:
    hour = dt.timedelta(hours=1)
    rows = [
        north_m(4_000),
        north_m(4_090) | {"source": "two", "time": DEFAULTS["time"] + hour, "side": None},
        north_m(4_000) | {"source": "two", "time": DEFAULTS["time"] + 9 * hour},
        north_m(4_300) | {"source": "three"},
        north_m(4_010) | {"source": "one", "time": DEFAULTS["time"] + hour},
        north_m(4_000) | {"source": "four", "class": "apc"},
        north_m(4_000) | {"source": "five", "side": "protege"},
    ]
    found = look(*rows)
    assert list(found.violations.members().values()) == [[0, 1]]
    ids = found.found.seen.column("row_id").to_pylist()
    assert [ids[row] for row in found.violations.members()[0]] == ["row-0", "row-1"]
    assert found.sightings.reason(1) == "same class, 0.09 km within the errors, 1 h apart"
    assert found.sightings.reason(0) == ""


def test_a_chain_of_neighbours_is_not_one_sighting(look: Look) -> None:
    rows = [north_m(3_000 + 150 * at) | {"source": f"s{at}"} for at in range(4)]
    found = look(*rows)
    assert sorted(found.violations.members()) == [0, 2]


def test_the_most_exact_row_speaks_for_a_sighting(look: Look) -> None:
    vague = north_m(19_900) | {"position_error_m": 400.0}
    exact = north_m(20_100) | {"position_error_m": 30.0, "source": "two"}
    also = north_m(19_500) | {"position_error_m": 200.0, "source": "three"}
    assert verdicts(look(vague, exact | north_m(20_020))) == [(1, Verdict.POSSIBLE, Reason.NONE)]
    assert verdicts(look(vague, also)) == [(1, Verdict.CLEAR, Reason.NONE)]


def test_a_row_given_twice_is_one_sighting(look: Look) -> None:
    found = look(north_m(1_000), north_m(1_000))
    assert len(found.violations.row) == 1
    assert tally(found.violations, "rule")[0].rows == 2


def test_ceilings_count_what_is_certain_and_what_is_likely(look: Look) -> None:
    men = {"class": "personnel", "count": 60}
    together = [north_m(9_000) | men, north_m(9_000, 30.9) | men]
    moved = together[0], together[1] | {"time": DEFAULTS["time"] + dt.timedelta(hours=3)}
    (whole,) = [one for one in look(*together).ceilings if one.sector == "all"]
    assert (whole.certain, whole.likely, whole.over) == (120, 120.0, "certain")
    (whole,) = [one for one in look(*moved).ceilings if one.sector == "all"]
    assert (whole.certain, whole.likely, whole.over) == (60, 120.0, "likely")
    sectors = [one for one in look(*together).ceilings if one.sector != "all"]
    assert [(one.sector, one.certain) for one in sectors] == [("km 20-40", 60), ("km 60-71.7", 60)]


def test_a_ceiling_weighs_numbers_near_the_edge_and_takes_no_side_for_another(look: Look) -> None:
    men = {"class": "personnel", "count": 80}
    edge, south = north_m(20_000) | men, {"lon": 30.5, "lat": 49.9} | men
    whole = {one.clause.side: one for one in look(edge, south).ceilings if one.sector == "all"}
    assert whole["north"].certain == 0
    assert whole["north"].likely == pytest.approx(40, abs=0.5)
    assert (whole["south"].certain, whole["south"].over) == (80, "no")


def test_ceiling_of_two_sources_is_what_they_agree_on(look: Look) -> None:
    men = {"class": "personnel"} | north_m(9_000)
    found = look(men | {"count": 90}, men | {"count": 120, "source": "two"})
    assert [one.certain for one in found.ceilings if one.sector == "all"] == [90]


def test_sectors_follow_the_line_or_are_given(look: Look, tmp_path: Path) -> None:
    rows = [north_m(1_000, 30.1), north_m(1_000, 30.95)]
    found = look(*rows)
    assert [one.key for one in tally(found.violations, "sector")] == ["km 0-20", "km 60-71.7"]
    ring = [[30, 49], [30.3, 49], [30.3, 51], [30, 51], [30, 49]]
    west = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": "west"}, "geometry": west}
    (tmp_path / "s.geojson").write_text(json.dumps(feature))
    found = look(*rows, sectors=sectors_from(tmp_path / "s.geojson"))
    keys = [one.key for one in tally(found.violations, "sector")]
    assert keys == ["west", "outside the sectors"]


def test_without_coverage_there_is_no_rate(look: Look) -> None:
    (one,) = look(north_m(1_000)).compliance
    assert (one.violations, one.coverage, one.per_day, one.days_share, one.missed) == (
        1,
        None,
        None,
        None,
        None,
    )


def test_with_coverage_there_is_a_rate_and_what_was_missed(look: Look, tmp_path: Path) -> None:
    table = tmp_path / "c.csv"
    table.write_text("side,begins,ends,coverage,source\nall,2024-01-01,2024-12-31,0.25,invented\n")
    rows = [
        north_m(1_000, 30.1 + at / 10) | {"time": dt.datetime(2024, 7, 1 + at, tzinfo=dt.UTC)}
        for at in range(8)
    ]
    (one,) = look(*rows, coverage=coverage_from(table)).compliance
    assert one.coverage == pytest.approx(0.25)
    assert one.per_day is not None
    assert one.missed is not None
    assert one.per_day.mean == pytest.approx(8 / (8 * 0.25))
    assert one.missed.mean == pytest.approx(24)
    assert one.missed.low < 24 < one.missed.high


def test_batches_make_no_difference(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(11)
    rows = [
        north_m(metres, lon) | {"class": str(kind), "count": int(number)}
        for metres, lon, kind, number in zip(
            rng.uniform(0, 22_000, 300),
            rng.uniform(30, 31, 300),
            rng.choice(["tank", "personnel", "mlrs"], 300),
            rng.integers(1, 5, 300),
            strict=True,
        )
    ]
    whole = look(*rows)
    small = store.batches
    monkeypatch.setattr(store, "batches", lambda path, **options: small(path, 7, **options))
    parted = look(*rows)
    assert verdicts(whole) == verdicts(parted)
    assert tally(whole.violations, "sector") == tally(parted.violations, "sector")
    assert [one.likely for one in whole.ceilings] == [one.likely for one in parted.ceilings]


@pytest.fixture
def suasion(look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run a command line in a folder with the sample and three observations."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zone.yaml").write_text(ZONE, encoding="utf-8")
    rows = [north_m(1_000), north_m(19_940), north_m(3_000, 30.9) | {"class": "gun-100"}]
    stored(tmp_path / "obs.parquet", rows)
    return lambda line: CliRunner().invoke(app, line.split())


def test_the_table_fits_a_terminal(suasion: Callable[..., Any]) -> None:
    for by in ("rule", "side", "sector", "day"):
        result = suasion(f"zone check obs.parquet --zone zone.yaml --by {by}")
        assert result.exit_code == 0, result.output
        assert max(map(len, result.output.splitlines())) <= 80
        assert "nothing can be said about the rate" in " ".join(result.output.split())


def test_json_csv_and_feed(suasion: Callable[..., Any]) -> None:
    data = json.loads(suasion("zone check obs.parquet --zone zone.yaml --format json").output)
    assert data["rows"]["read"] == 3
    assert [(one["key"], one["clear"], one["likely"]) for one in data["violations"]] == [
        ("1", 1, 1),
        ("5", 1, 0),
    ]
    rows = csv.DictReader(
        io.StringIO(suasion("zone check obs.parquet --zone zone.yaml --format csv").output)
    )
    assert [row["key"] for row in rows] == ["1", "5"]
    stored(Path("none.parquet"), [])
    none = suasion("zone check none.parquet --zone zone.yaml --format csv").output
    assert none.startswith("key,rows,clear,")
    feed = json.loads(suasion("zone check obs.parquet --zone zone.yaml --format feed").output)
    years = xr.Dataset.from_dict(feed)
    assert float(years.violations.sel(year=2024)) == 3
    assert np.isnan(years.detection.astype(float)).all()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("zone check none.parquet --zone zone.yaml", "there is no such file"),
        ("zone check zone.yaml --zone zone.yaml", "not a whole Parquet file"),
        ("zone check obs.parquet --zone minsk-ii", "no place of this zone is known"),
        ("zone check obs.parquet --zone zone.yaml --coverage zone.yaml", "header"),
        ("zone check obs.parquet --zone zone.yaml --sectors none.geojson", "no such file"),
    ],
)
def test_bad_input_is_told(suasion: Callable[..., Any], line: str, told: str) -> None:
    result = suasion(line)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("north,2024-01-01,2023-01-01,0.5,x", "must not come before begins"),
        ("north,2024-01-01,yesterday,0.5,x", "must be a day"),
        ("north,2024-01-01,2024-01-02,1.5,x", "above 0 and at most 1"),
        ("north,2024-01-01,2024-01-02,nan,x", "above 0 and at most 1"),
        ("north,2024-01-01,2024-01-02,0.5", "cells"),
        (",2024-01-01,2024-01-02,0.5,x", "must be given"),
        ("north,2024-01-01,2024-01-05,0.5,x\nall,2024-01-05,2024-01-09,0.5,x", "two rows"),
    ],
)
def test_a_bad_coverage_table_is_refused(tmp_path: Path, row: str, told: str) -> None:
    from suasion.errors import InputError

    (tmp_path / "c.csv").write_text(f"side,begins,ends,coverage,source\n{row}\n")
    with pytest.raises(InputError, match=told):
        coverage_from(tmp_path / "c.csv")


def test_the_antimeridian_parts_nothing(tmp_path: Path) -> None:
    text = ZONE.replace("[[30.0, 50.0], [30.5, 50.0], [31.0, 50.0]]", "[[179.5, 50], [-179.5, 50]]")
    for north, old in (("51.0", "30.5"), ("49.0", "30.5")):
        text = text.replace(f"[{old}, {north}]", f"[180.0, {north}]")
    (tmp_path / "zone.yaml").write_text(text.replace("centre: [30.8", "centre: [179.8"))
    zone = load(tmp_path / "zone.yaml")
    rows = [{"lon": 179.9995, "lat": 50.05}, {"lon": -179.9997, "lat": 50.05, "source": "two"}]
    found = examine(zone, build(zone), stored(tmp_path / "o.parquet", rows))
    assert verdicts(found) == [(1, Verdict.CLEAR, Reason.NONE)]
    assert list(found.violations.members().values()) == [[0, 1]]


def test_sectors_of_a_zone_without_a_line_are_one() -> None:
    assert sectors_along({}, 20).of(np.array([[30.0, 50.0]])).tolist() == [0]
