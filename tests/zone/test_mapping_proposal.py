"""A mapping proposed from a sample: right where it is sure, and it says where it is not."""

import re
from pathlib import Path

import pytest

from suasion.describe.reading import parse
from suasion.errors import FileRefused, InputError
from suasion.zone.observations.intake import take_in
from suasion.zone.observations.mapping_file import load
from suasion.zone.observations.proposal import proposal
from suasion.zone.observations.sample import sample
from suasion.zone.rules.taxonomy import class_of, classes


def proposed(path: Path) -> str:
    return proposal(sample(path, 10_000), class_of, frozenset(classes()))


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "sample.csv"
    path.write_text(text, encoding=encoding)
    return path


SAMPLE = (
    """\
Datum;Breite;Länge;Weapon;Seite;Anzahl
""".replace("Breite;Länge", "Latitude;Longitude")
    .replace("Datum", "Date")
    .replace("Seite", "Side")
)
ROWS = "25.12.2023 10:00;48,1;37,9;T-72;RU;3\n13.01.2024 11:30;48,2;37,8;catapult;UA;1\n"


def test_a_sample_of_another_country_is_understood(tmp_path: Path) -> None:
    text = proposed(written(tmp_path, SAMPLE + ROWS))
    data = parse(text, "m.yaml").data
    assert data["csv"] == {"delimiter": ";", "encoding": "utf-8", "decimal": ","}
    assert data["time"] == {"column": "Date", "format": "%d.%m.%Y %H:%M", "zone": "UNDECIDED"}
    assert data["place"] == {"lat": "Latitude", "lon": "Longitude"}
    assert data["weapon"]["classes"] == {"T-72": "tank", "catapult": "UNDECIDED"}
    assert data["side"]["sides"] == {"RU": "UNDECIDED", "UA": "UNDECIDED"}
    assert data["region"] == {"south": 47.6, "north": 48.7, "west": 37.3, "east": 38.4}
    assert re.search(r'"T-72": tank  # NOT SURE, 1 x', text)


def test_dates_that_could_be_either_way_are_asked_for(tmp_path: Path) -> None:
    rows = "03/04/2024,48.1,37.9\n05/06/2024,48.2,37.8\n"
    text = proposed(written(tmp_path, "date,lat,lon\n" + rows))
    assert 'format: UNDECIDED  # "%d/%m/%Y" or "%m/%d/%Y": the sample fits each' in text
    text = proposed(written(tmp_path, f"date,lat,lon\n{rows}25/12/2023,48.1,37.9\n"))
    assert 'format: "%d/%m/%Y"' in text
    both = f"date,lat,lon\n{rows}25/12/2023,48.1,37.9\n26/12/2023,48,37\n12/31/2023,48.1,37.9\n"
    assert "fit only with day and month the other way round" in proposed(written(tmp_path, both))


def test_what_is_not_utf_8_is_asked_for(tmp_path: Path) -> None:
    text = proposed(written(tmp_path, "date,lat,lon,source\n2024-01-01,48,37,камера\n", "cp1251"))
    assert "encoding: UNDECIDED  # not UTF-8" in text


def test_a_proposal_is_refused_until_it_is_decided(tmp_path: Path) -> None:
    path = written(tmp_path, SAMPLE + ROWS)
    (tmp_path / "m.yaml").write_text(proposed(path), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load(tmp_path / "m.yaml")
    fields = [problem.field for problem in error.value.problems]
    assert fields == [
        "time.zone",
        "weapon.classes.catapult",
        "side.sides.RU",
        "side.sides.UA",
        "source.constant",
        "observed.constant",
    ]


def test_swapped_places_do_not_widen_the_region(tmp_path: Path) -> None:
    places = ["48.1,37.9", "48.2,37.8", "37.8,48.2", "48.0,37.7"]
    rows = "".join(f"2024-01-01,{place}\n" for place in places)
    text = proposed(written(tmp_path, "date,lat,lon\n" + rows))
    assert "swapped: 1 of 4 places" in text
    assert "region: {south: 47.5, north: 48.7, west: 37.2, east: 38.4}" in text


def test_points_of_geojson_have_a_region_too(tmp_path: Path) -> None:
    feature = (
        '{"type": "Feature", "properties": {"date": "2024-01-01"}, '
        '"geometry": {"type": "Point", "coordinates": [37.9, 48.1]}}'
    )
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [' + feature + "]}")
    data = parse(proposed(path), "m.yaml").data
    assert data["place"] == {"geometry": "geometry"}
    assert data["region"] == {"south": 47.6, "north": 48.6, "west": 37.4, "east": 38.4}


def test_odd_names_and_words_are_quoted(tmp_path: Path) -> None:
    text = 'date,lat,lon,"weapon: ""#1""\t"\n2024-01-01,48,37,"- {x: &a *b}"\n'
    data = parse(proposed(written(tmp_path, text)), "m.yaml").data
    assert data["weapon"]["column"] == 'weapon: "#1"'
    assert list(data["weapon"]["classes"]) == ["- {x: &a *b}"]


@pytest.mark.parametrize("text", ["", "\n\n", "date,lat,lon\n"])
def test_a_file_without_rows_has_no_proposal(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileRefused, match=r"nothing in it|no rows"):
        proposed(written(tmp_path, text))


RECORDS = {
    "viina_incidents_2023_2025.parquet": (164_713, "datetime"),
    "ucdp_ged_ukraine_2014_2023.parquet": (3_883, "date_start"),
    "nasa_firms_sample_2026_06.parquet": (5_731, "acq_date"),
    "cir_eyes_on_russia_events_2022_2024.parquet": (6_650, "date"),
    "ukraine_humanitarian_corridors_2022.csv": (282, "date"),
}
ANSWERS = {"zone": "Europe/Kyiv", "constant": "present", "words": "present"}


def decided(text: str) -> str:
    """The proposal with some answer in every place that asks for one."""
    text = re.sub(r"(zone: )UNDECIDED", r"\1UTC", text)
    text = re.sub(r"(source: {constant: )UNDECIDED", r"\1record", text)
    text = re.sub(r"(constant: )UNDECIDED", r"\1present", text)
    part = text.partition("observed:")
    chances = re.sub(
        r"(confidence:(?:\n  .*)*)", lambda m: m[0].replace("UNDECIDED", "0.5"), part[0]
    )
    return (chances + part[1] + part[2].replace("UNDECIDED", "present")).replace(
        "UNDECIDED", "unknown"
    )


@pytest.mark.parametrize("name", RECORDS)
def test_real_records_are_proposed_for_and_read_to_their_end(
    name: str, record_folder: Path, tmp_path: Path
) -> None:
    rows, time = RECORDS[name]
    path = record_folder / "events" / name
    if not path.is_file():
        pytest.skip(f"no {path}")
    text = decided(proposed(path))
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    chart = load(tmp_path / "m.yaml", frozenset(classes()))
    assert chart.mapping.time.names[0] == time
    intake = take_in(path, chart, tmp_path / "o.parquet", tmp_path / "r.csv")
    assert intake.read == rows == intake.accepted + intake.rejected
    assert intake.accepted > 0


def test_time_of_day_of_the_fire_detections(record_folder: Path, tmp_path: Path) -> None:
    """Its hours and minutes are numbers without leading zeros: 5 is 00:05."""
    path = record_folder / "events" / "nasa_firms_sample_2026_06.parquet"
    if not path.is_file():
        pytest.skip(f"no {path}")
    data = parse(proposed(path), "m.yaml").data
    assert data["time"]["columns"] == ["acq_date", "acq_time"]
    assert data["time"]["digits"] == {"acq_time": 4}
    assert list(data["confidence"]["words"]) == ["n", "l", "h"]
