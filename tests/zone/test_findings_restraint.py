"""What leaves the owner's machine has no position and nothing recent, and needs no network."""

import csv
import datetime as dt
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.errors import InputError
from suasion.zone.findings.sectors import sectors_from
from suasion.zone.observations import store

ZONE = """\
suasion: 1
zone: sample
title: "A <b>sample</b>"
summary: "Invented."
standing: proposed
lines:
  front: {name: "The line", coordinates: [[30.0, 50.0], [30.5, 50.0], [31.0, 50.0]]}
sides:
  north: {name: "Northern side", place: [30.5, 51.0]}
  south: {name: "Southern side", place: [30.5, 49.0]}
belts:
  far: {name: "Outer belt", depth_km: {judgement: 20, because: invented, disagree: nobody}}
rules:
  - {rule: absent, weapons: [tank], places: [far], source: korea-armistice-1953, where: x}
  - rule: ceiling
    weapons: [personnel]
    places: [far]
    limit: {judgement: 10, because: invented, disagree: nobody}
    source: korea-armistice-1953
    where: x
"""
PLANTED = (30.412345678, 50.067891234)
"""Longitude and latitude that occur nowhere else."""
TODAY = dt.datetime.now(dt.UTC).replace(hour=12, minute=0, second=0, microsecond=0)
OLD, RECENT = TODAY - dt.timedelta(days=40, minutes=7), TODAY - dt.timedelta(days=20)

EXPORTS = {
    "html": ("zone report obs.parquet --zone zone.yaml --out r.html", "r.html"),
    "geojson": ("zone report obs.parquet --zone zone.yaml --out r.geojson", "r.geojson"),
    "csv": ("zone report obs.parquet --zone zone.yaml --out r.csv", "r.csv"),
    "check json": ("zone check obs.parquet --zone zone.yaml --format json --by day --out j", "j"),
    "check csv": ("zone check obs.parquet --zone zone.yaml --format csv --by day --out c", "c"),
    "feed": ("zone check obs.parquet --zone zone.yaml --format feed --out f", "f"),
}


@pytest.fixture
def suasion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Run a command line beside an old sighting and a recent one at the planted position."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zone.yaml").write_text(ZONE, encoding="utf-8")
    same = {
        "time_span_s": 0,
        "lon": PLANTED[0],
        "lat": PLANTED[1],
        "position_error_m": 41.5,
        "side": "<script>alert(1)</script>",
        "count": 17,
        "confidence": 0.75,
        "observed": "present",
    }
    rows = [
        {"row_id": "old-1", "time": OLD, "class": "tank", "source": "one", **same},
        {"row_id": "old-2", "time": OLD, "class": "tank", "source": "two", **same},
        {"row_id": "old-3", "time": OLD, "class": "personnel", "source": "one", **same},
        {"row_id": "new-1", "time": RECENT, "class": "tank", "source": "secret", **same},
        {"row_id": "new-2", "time": RECENT, "class": "personnel", "source": "secret", **same},
    ]
    file = store.writer(tmp_path / "obs.parquet")
    file.write_table(pa.Table.from_pylist(rows, schema=store.SCHEMA))
    file.close()
    return lambda line: CliRunner().invoke(app, line.split())


@pytest.mark.parametrize("form", list(EXPORTS))
def test_no_export_has_a_position_or_a_recent_day(suasion: Callable[[str], Any], form: str) -> None:
    line, name = EXPORTS[form]
    result = suasion(line)
    assert result.exit_code == 0, result.output
    text = Path(name).read_text(encoding="utf-8")
    for degrees in PLANTED:
        # Not even to a hundredth of a degree, a kilometre; outlines of sectors have such numbers.
        assert f"{degrees:.{4 if form == 'geojson' else 2}f}" not in text
    for late in (str(RECENT.date()), "new-1", "new-2", "secret"):
        assert late not in text
    assert f"{OLD:%H:%M}" not in text
    if form in ("html", "csv", "check json", "check csv"):
        assert str(OLD.date()) in text


def test_outlines_of_sectors_are_the_same_whatever_was_seen(
    suasion: Callable[[str], Any],
) -> None:
    line, name = EXPORTS["geojson"]
    assert suasion(line).exit_code == 0
    seen = json.loads(Path(name).read_text(encoding="utf-8"))["features"]
    store.writer(Path("obs.parquet")).close()
    assert suasion(line).exit_code == 0
    empty = json.loads(Path(name).read_text(encoding="utf-8"))["features"]
    assert [one["geometry"] for one in seen] == [one["geometry"] for one in empty]


def test_the_delay_can_be_agreed_and_the_table_has_all_days(suasion: Callable[[str], Any]) -> None:
    agreed = suasion("zone check obs.parquet --zone zone.yaml --format csv --by day --delay-days 5")
    assert [row["key"] for row in csv.DictReader(agreed.output.splitlines())] == [
        str(OLD.date()),
        str(RECENT.date()),
    ]
    assert str(RECENT.date()) in suasion("zone check obs.parquet --zone zone.yaml --by day").output


@pytest.mark.parametrize("days", ["-1", "-400"])
def test_the_delay_cannot_be_turned_round(suasion: Callable[[str], Any], days: str) -> None:
    line = f"zone report obs.parquet --zone zone.yaml --out r.html --delay-days {days}"
    assert suasion(line).exit_code == 2
    assert not Path("r.html").exists()


def test_a_bare_date_that_may_be_too_recent_is_left_out(suasion: Callable[[str], Any]) -> None:
    table = store.SCHEMA.empty_table().to_pylist()
    edge = (TODAY - dt.timedelta(days=30)).replace(hour=12)
    row = {"row_id": "edge", "time": edge, "time_span_s": 86_400, "lat": 50.05, "lon": 30.4}
    table.append(row | {"class": "tank", "source": "one", "observed": "present"})
    file = store.writer(Path("obs.parquet"))
    file.write_table(pa.Table.from_pylist(table, schema=store.SCHEMA))
    file.close()
    data = json.loads(suasion("zone check obs.parquet --zone zone.yaml --format json").output)
    assert (data["rows"]["too recent"], data["violations"]) == (1, [])


class Page(HTMLParser):
    """Tags and attributes that would fetch or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "data")]


def test_the_page_needs_nothing_and_runs_nothing(suasion: Callable[[str], Any]) -> None:
    assert suasion(EXPORTS["html"][0]).exit_code == 0
    text = Path("r.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.fetched == []
    assert not {"script", "b", "iframe", "object", "link"} & set(page.tags)
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    assert page.tags.count("svg") == 2


def test_the_page_shows_rows_sources_and_confidence(suasion: Callable[[str], Any]) -> None:
    assert suasion(EXPORTS["html"][0]).exit_code == 0
    text = Path("r.html").read_text(encoding="utf-8")
    assert "old-1 old-2" in text
    assert "merged: same class, the same place within the errors, times that overlap" in text
    assert "one, two (0.75, 0.75)" in text
    assert "nothing can be said about the rate" in text


def test_numbers_are_by_sector_and_day(suasion: Callable[[str], Any]) -> None:
    assert suasion(EXPORTS["csv"][0]).exit_code == 0
    with Path("r.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["sector"], row["day"], row["clear"]) == ("km 20-40", str(OLD.date()), "1")
    assert suasion(EXPORTS["geojson"][0]).exit_code == 0
    found = json.loads(Path("r.geojson").read_text(encoding="utf-8"))
    by_name = {one["id"]: one["properties"] for one in found["features"]}
    assert by_name["km 20-40"]["days"] == {str(OLD.date()): 1}
    assert by_name["km 0-20"]["days"] == {}


def test_sectors_so_small_that_they_give_positions_away_are_refused(
    suasion: Callable[[str], Any], tmp_path: Path
) -> None:
    line = "zone report obs.parquet --zone zone.yaml --out r.csv --sector-km 1"
    assert suasion(line).exit_code == 2
    ring = [[30.4, 50.06], [30.42, 50.06], [30.42, 50.07], [30.4, 50.07], [30.4, 50.06]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": "dot"}, "geometry": shape}
    (tmp_path / "s.geojson").write_text(json.dumps(feature))
    with pytest.raises(InputError, match="give positions away"):
        sectors_from(tmp_path / "s.geojson")


def test_a_report_has_a_form(suasion: Callable[[str], Any]) -> None:
    result = suasion("zone report obs.parquet --zone zone.yaml --out r.pdf")
    assert result.exit_code == 2
    assert ".html, .geojson or .csv" in " ".join(result.output.split())


def test_digits_of_a_chance_do_not_tell_how_far_from_the_edge(
    suasion: Callable[[str], Any],
) -> None:
    row = {"row_id": "edge", "time": OLD, "time_span_s": 0, "lat": 50.1802, "lon": 30.5}
    row |= {"position_error_m": 300.0, "class": "tank", "source": "one", "observed": "present"}
    file = store.writer(Path("obs.parquet"))
    file.write_table(pa.Table.from_pylist([row], schema=store.SCHEMA))
    file.close()
    data = json.loads(
        suasion("zone check obs.parquet --zone zone.yaml --format json --by day").output
    )
    (only,) = data["violations"]
    assert only["possible"] + only["likely"] == 1
    assert only["expected"] == round(only["expected"], 1)
    assert suasion(EXPORTS["html"][0]).exit_code == 0
    text = Path("r.html").read_text(encoding="utf-8")
    assert '<td class="n">50-95 %</td>' in text or '<td class="n">5-50 %</td>' in text
