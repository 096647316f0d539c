"""Files of three formats: each row accepted or rejected, nothing repaired, nothing lost."""

import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from suasion.errors import FileRefused, InputError
from suasion.zone.observations import store
from suasion.zone.observations.columns import COLUMNS, NAMES
from suasion.zone.observations.counts import Intake
from suasion.zone.observations.intake import take_in
from suasion.zone.observations.mapping_file import load

MAPPING = """\
mapping: test
csv: {delimiter: ",", encoding: utf-8, decimal: "."}
region: {south: 44, north: 53, west: 22, east: 41}
time: {column: seen, format: iso, zone: Europe/Kyiv}
place: {lat: lat, lon: lon}
position_error: {column: acc, means: standard-deviation}
weapon: {column: weapon, classes: {Grad: mlrs, T-72: tank, "?": unknown}}
side: {column: who, sides: {RU: challenger, UA: protege, "?": unknown}}
count: {column: n}
source: {column: by}
confidence: {column: sure, words: {l: 0.3, h: 0.9}}
observed: {column: what, words: {shelled: fired}}
"""
HEADER = ("seen", "lat", "lon", "acc", "weapon", "who", "n", "by", "sure", "what")
GOOD = ("2024-02-01 10:00", "48.1", "37.9", "50", "Grad", "RU", "3", "camera", "h", "shelled")

# What stands in place of the good value, and the reason that the row must be rejected for.
FAULTS: list[tuple[dict[str, str], str]] = [
    ({"lat": "37.9", "lon": "48.1"}, "swapped"),
    ({"lat": "5328000", "lon": "410000"}, "not-degrees"),
    ({"lat": "50.85", "lon": "4.37"}, "outside-region"),
    ({"lat": "0", "lon": "0"}, "zero-zero"),
    ({"lat": "nan"}, "not-finite"),
    ({"lon": ""}, "missing"),
    ({"lat": "48,1"}, "not-a-number"),
    ({"seen": "01.02.2024"}, "not-a-time"),
    ({"seen": "2024-02-30"}, "no-such-day"),
    ({"seen": "2024-03-31 03:30"}, "local-time-never"),
    ({"acc": "-1"}, "out-of-range"),
    ({"acc": "0"}, "out-of-range"),
    ({"weapon": "trebuchet"}, "unknown-class"),
    ({"who": "Ruritania"}, "unknown-side"),
    ({"n": "-3"}, "negative"),
    ({"n": "2.5"}, "not-whole"),
    ({"by": " "}, "missing"),
    ({"sure": "1.5"}, "out-of-range"),
    ({"sure": "perhaps"}, "unknown-confidence"),
    ({"what": "flew"}, "unknown-act"),
]


def rows() -> list[dict[str, str]]:
    """One good row, then one for each fault."""
    good = dict(zip(HEADER, GOOD, strict=True))
    return [good, *(good | change for change, _ in FAULTS)]


def chart(folder: Path, text: str = MAPPING) -> Any:
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def read(path: Path, text: str = MAPPING) -> tuple[Intake, list[dict[str, Any]], list[list[str]]]:
    """What became of a file: counts, accepted rows, rejected rows."""
    out, rejects = path.parent / "out.parquet", path.parent / "rejects.csv"
    intake = take_in(path, chart(path.parent, text), out, rejects)
    accepted = [row for block in store.batches(out) for row in block.to_pylist()]
    with rejects.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        refused = list(csv.reader(file))[1:]
    assert intake.read == intake.accepted + intake.rejected
    assert (len(accepted), len(refused)) == (intake.accepted, intake.rejected)
    return intake, accepted, refused


def as_csv(folder: Path, lines: list[dict[str, str]]) -> Path:
    path = folder / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(lines)
    return path


def as_parquet(folder: Path, lines: list[dict[str, str]]) -> Path:
    pq.write_table(pa.Table.from_pylist(lines), folder / "rows.parquet")
    return folder / "rows.parquet"


def as_geojson(folder: Path, lines: list[dict[str, str]]) -> Path:
    features = [{"type": "Feature", "geometry": None, "properties": line} for line in lines]
    path = folder / "rows.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


@pytest.mark.parametrize("written", [as_csv, as_parquet, as_geojson])
def test_every_fault_is_rejected_for_its_reason(tmp_path: Path, written: Any) -> None:
    intake, accepted, refused = read(written(tmp_path, rows()))
    assert [line[1] for line in refused] == [why for _, why in FAULTS]
    assert len(accepted) == 1
    first = 2 if written is as_csv else 1
    assert [int(line[0]) for line in refused] == [first + 1 + at for at in range(len(FAULTS))]
    assert Counter({name: one.count for name, one in intake.reasons.items()}) == Counter(
        why for _, why in FAULTS
    )


@pytest.mark.parametrize("written", [as_csv, as_parquet, as_geojson])
def test_a_good_row_becomes_what_it_says(tmp_path: Path, written: Any) -> None:
    intake, [row], _ = read(written(tmp_path, rows()[:1]))
    number = 2 if written is as_csv else 1
    time = row.pop("time")
    assert time.isoformat() == "2024-02-01T08:00:00+00:00"
    assert row == {
        "row_id": f"{intake.sha256[:12]}-{number}",
        "time_span_s": 60,
        "lat": 48.1,
        "lon": 37.9,
        "position_error_m": 50.0,
        "class": "mlrs",
        "side": "challenger",
        "count": 3,
        "source": "camera",
        "confidence": 0.9,
        "observed": "fired",
    }


def test_what_is_not_known_stays_unknown(tmp_path: Path) -> None:
    blank = {"acc": "", "weapon": "?", "who": "?", "n": "", "sure": ""}
    _, [row], _ = read(as_csv(tmp_path, [rows()[0] | blank]))
    unknown = ("position_error_m", "class", "side", "count", "confidence")
    assert [row[name] for name in unknown] == [None] * 5
    assert set(unknown) == {column.name for column in COLUMNS if not column.required}


def test_a_reject_stands_as_it_stood(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    odd = '2024-02-01 10:00,48.1 ,  37.9,50,"T-72, ""new""",RU,3,a,h,shelled'
    path.write_text(f"{','.join(HEADER)}\n{odd}\n", encoding="utf-8")
    _, _, [[number, why, field, value, _, raw]] = read(path)
    assert (number, why, field, value) == ("2", "unknown-class", "class", 'T-72, "new"')
    assert raw == odd


def test_rows_that_are_none_are_rejected_and_the_rest_is_read(tmp_path: Path) -> None:
    good = ",".join(GOOD)
    lines = [",".join(HEADER), good, "one,two", good + ",more", '"broken" quote,x', "", good]
    (tmp_path / "rows.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    intake, accepted, refused = read(tmp_path / "rows.csv")
    assert [(line[0], line[1]) for line in refused] == [
        ("3", "cells"),
        ("4", "cells"),
        ("5", "unreadable"),
    ]
    assert [row["row_id"].rpartition("-")[2] for row in accepted] == ["2", "7"]
    assert intake.notes == ["1 blank line passed over"]


def test_a_quotation_mark_that_never_closes_takes_one_row(tmp_path: Path) -> None:
    good = ",".join(GOOD)
    text = "\n".join([",".join(HEADER), good, f'"{good}', good])
    (tmp_path / "rows.csv").write_text(text, encoding="utf-8")
    _, accepted, [refused] = read(tmp_path / "rows.csv")
    assert (len(accepted), refused[0], refused[1]) == (1, "3", "unreadable")
    assert refused[5].count(good) == 2


def test_bytes_that_are_no_text_are_kept_byte_for_byte(tmp_path: Path) -> None:
    good, odd = ",".join(GOOD).encode(), ",".join(GOOD).replace("camera", "камера").encode("cp1251")
    (tmp_path / "rows.csv").write_bytes(b"\n".join([",".join(HEADER).encode(), good, odd]))
    _, accepted, [refused] = read(tmp_path / "rows.csv")
    assert (len(accepted), refused[1]) == (1, "not-utf-8")
    assert odd in (tmp_path / "rejects.csv").read_bytes()
    text = MAPPING.replace("encoding: utf-8", "encoding: windows-1251")
    _, accepted, refused = read(tmp_path / "rows.csv", text)
    assert [row["source"] for row in accepted] == ["camera", "камера"]
    assert not refused


def test_two_styles_of_dates_in_one_column(tmp_path: Path) -> None:
    text = MAPPING.replace("format: iso", 'format: "%d/%m/%Y"')
    days = ["25/12/2023", "03/04/2024", "05/05/2024"]
    lines = [rows()[0] | {"seen": day} for day in days]
    _, accepted, refused = read(as_csv(tmp_path, lines), text)
    assert len(accepted) == 3
    _, accepted, refused = read(
        as_csv(tmp_path, [*lines, rows()[0] | {"seen": "12/31/2023"}]), text
    )
    assert [line[1] for line in refused] == ["mixed-date-styles", "other-date-style"]
    assert [row["time"].month for row in accepted] == [12, 5]


def test_date_and_time_of_day_in_two_columns(tmp_path: Path) -> None:
    text = MAPPING.replace(
        "time: {column: seen, format: iso, zone: Europe/Kyiv}",
        'time: {columns: [d, t], format: "%Y-%m-%d %H%M", zone: UTC, digits: {t: 4}}',
    )
    lines = [rows()[0] | {"d": "2024-01-02", "t": t} for t in (5, 105, 2359, 2400)]
    pq.write_table(pa.Table.from_pylist(lines), tmp_path / "rows.parquet")
    _, accepted, refused = read(tmp_path / "rows.parquet", text)
    assert [row["time"].strftime("%H:%M") for row in accepted] == ["00:05", "01:05", "23:59"]
    assert [line[1] for line in refused] == ["no-such-day"]


def test_points_of_a_geojson_file(tmp_path: Path) -> None:
    text = MAPPING.replace("place: {lat: lat, lon: lon}", "place: {geometry: geometry}")
    shapes: list[Any] = [
        {"type": "Point", "coordinates": [37.9, 48.1]},
        {"type": "Point", "coordinates": [48.1, 37.9]},
        {"type": "Point", "coordinates": [37.9, 48.1, 150]},
        {"type": "Polygon", "coordinates": [[[37, 48], [38, 48], [37, 49], [37, 48]]]},
        {"type": "Point", "coordinates": []},
        None,
    ]
    features = [{"type": "Feature", "geometry": s, "properties": rows()[0]} for s in shapes]
    path = tmp_path / "rows.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [*features, 7]}))
    _, accepted, refused = read(path, text)
    assert [row["lon"] for row in accepted] == [37.9, 37.9]
    assert [line[1] for line in refused] == [
        "swapped",
        "not-a-point",
        "not-a-point",
        "missing",
        "unreadable",
    ]


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.csv", b"", "nothing in it"),
        ("a.csv", b"\n\n", "nothing in it"),
        ("a.csv", "seen,lat\n".encode("utf-16"), "UTF-16"),
        ("a.csv", ",".join(HEADER).encode() + b',"' + b"x\n" * 100_000, "header cannot be read"),
        ("a.csv", ",".join(HEADER).encode() + b"\n" + b"1," * 600_000, "a.csv:2:1: the row that"),
        ("a.csv", b"seen," * 2 + ",".join(HEADER).encode(), "two columns are called 'seen'"),
        ("a.csv", ",".join(HEADER).encode() + b"\xff", "not text in the encoding"),
        ("a.parquet", b"", "not a whole Parquet file"),
        ("a.parquet", b"PAR1", "not a whole Parquet file"),
        ("a.geojson", b"", "nothing in it"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [{', "not JSON"),
        ("a.geojson", b'{"type": "FeatureCollection"}', "no GeoJSON FeatureCollection"),
        ("a.geojson", b"[" * 100_000, "nested deeper than 50"),
        (
            "a.geojson",
            b'{"type": "FeatureCollection", "features": [], '
            b'"crs": {"type": "name", "properties": {"name": "EPSG:28406"}}}',
            "EPSG:28406",
        ),
        ("a.xlsx", b"PK", "'.xlsx'"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_error(
    tmp_path: Path, name: str, raw: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(FileRefused) as refused:
        take_in(path, chart(tmp_path), tmp_path / "out.parquet", tmp_path / "rejects.csv")
    assert words in str(refused.value)
    assert name in str(refused.value)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(["mapping.yaml", name])


def test_a_truncated_parquet_file_leaves_nothing_behind(tmp_path: Path) -> None:
    path = as_parquet(tmp_path, rows() * 50)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FileRefused, match="not a whole Parquet file"):
        read(path)
    assert not list(tmp_path.glob("*out*"))


def test_parquet_with_a_grid_of_metres_is_refused(tmp_path: Path) -> None:
    text = MAPPING.replace("place: {lat: lat, lon: lon}", "place: {geometry: shape}")
    table = pa.Table.from_pylist([rows()[0] | {"shape": "POINT (37.9 48.1)"}])
    crs = {"id": {"authority": "EPSG", "code": 28406}}
    geo = json.dumps({"columns": {"shape": {"encoding": "WKB", "crs": crs}}})
    pq.write_table(table, tmp_path / "good.parquet")
    pq.write_table(table.replace_schema_metadata({"geo": geo}), tmp_path / "grid.parquet")
    assert read(tmp_path / "good.parquet", text)[0].accepted == 1
    with pytest.raises(FileRefused, match="EPSG:28406"):
        read(tmp_path / "grid.parquet", text)


def test_a_column_that_is_not_there_is_told_by_its_line_in_the_mapping(tmp_path: Path) -> None:
    for written in (as_csv, as_parquet, as_geojson):
        path = written(tmp_path, rows())
        with pytest.raises(InputError) as error:
            read(path, MAPPING.replace("column: weapon", "column: wepon"))
        assert "mapping.yaml:7:18: weapon.column:" in str(error.value)
        assert "Did you mean 'weapon'?" in str(error.value)


def test_the_region_may_be_the_surroundings_of_a_line(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[37.5, 48.0], [38.0, 48.5]]}
    (tmp_path / "line.geojson").write_text(json.dumps(line))
    box = "region: {south: 44, north: 53, west: 22, east: 41}"
    text = MAPPING.replace(box, "region: {line: line.geojson, within_km: 50}")
    places = [("48.1", "37.9"), ("37.9", "48.1"), ("47.0", "37.9"), ("48.1", "39.0")]
    lines = [rows()[0] | {"lat": lat, "lon": lon} for lat, lon in places]
    _, accepted, refused = read(as_csv(tmp_path, lines), text)
    assert len(accepted) == 1
    assert [one[1] for one in refused] == ["swapped", "outside-region", "outside-region"]


def test_results_never_overwrite_what_is_read(tmp_path: Path) -> None:
    path = as_csv(tmp_path, rows())
    for out, rejects in ((path, tmp_path / "r"), (tmp_path / "o", path), (tmp_path / "o",) * 2):
        with pytest.raises(InputError, match="would overwrite"):
            take_in(path, chart(tmp_path), out, rejects)


def test_many_rejects_are_counted_in_bounded_memory(tmp_path: Path) -> None:
    """A different value in every row: only the first thousand are told apart."""
    path = tmp_path / "rows.csv"
    good = ",".join(GOOD)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADER) + "\n")
        file.writelines(good.replace("Grad", f"thing {at}") + "\n" for at in range(25_000))
    intake, _, refused = read(path)
    assert len(refused) == intake.rejected == 25_000
    reason = intake.reasons["unknown-class"]
    assert (reason.count, reason.first, len(reason.values)) == (25_000, 2, 1_000)


def test_the_stored_file_says_where_it_comes_from(tmp_path: Path) -> None:
    intake, _, _ = read(as_csv(tmp_path, rows()))
    origin = store.origin(tmp_path / "out.parquet")
    assert (origin["file"], origin["sha256"]) == ("rows.csv", intake.sha256)
    assert (origin["read"], origin["accepted"], origin["rejected"]) == (21, 1, 20)
    assert tuple(pq.read_schema(tmp_path / "out.parquet").names) == NAMES


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("lat", 91.0),
        ("lon", float("nan")),
        ("observed", "flew"),
        ("count", -1),
        ("source", None),
        ("source", "x" * 201),
        ("time", dt.datetime(2100, 1, 1, tzinfo=dt.UTC)),
        ("time_span_s", 200_000),
        ("class", "ö" * 201),
        ("confidence", float("inf")),
        ("row_id", None),
    ],
)
@pytest.mark.parametrize("encoded", [False, True])
def test_a_stored_file_is_checked_when_it_is_read(
    tmp_path: Path, column: str, value: Any, *, encoded: bool
) -> None:
    _, [row], _ = read(as_csv(tmp_path, rows()[:1]))
    schema = pa.schema([field.with_nullable(True) for field in store.SCHEMA])
    path = tmp_path / "changed.parquet"
    pq.write_table(pa.Table.from_pylist([row, row | {column: value}], schema=schema), path)
    with pytest.raises(FileRefused, match=f"row 2 has no valid {column}"):
        list(store.batches(path, encoded=encoded))


def test_words_read_as_numbers_are_the_same_words(tmp_path: Path) -> None:
    """Row groups with words of their own, gaps, and texts whose letters have several bytes."""
    _, [row], _ = read(as_csv(tmp_path, rows()[:1]))
    several = [
        row | {"row_id": f"a-{at}", "source": "ö" * 200, "class": kind, "side": side}
        for at, (kind, side) in enumerate([("tank", None), ("apc", "a"), (None, "b"), ("apc", "a")])
    ]
    path = tmp_path / "groups.parquet"
    pq.write_table(pa.Table.from_pylist(several, schema=store.SCHEMA), path, row_group_size=3)
    for batch_rows in (1, 2, 100):
        blocks = list(store.batches(path, batch_rows, encoded=True))
        assert [found for block in blocks for found in block.to_pylist()] == several
        assert all(block.schema.equals(store.ENCODED) for block in blocks)


def test_a_file_of_something_else_is_no_file_of_observations(tmp_path: Path) -> None:
    path = as_parquet(tmp_path, rows())
    with pytest.raises(FileRefused, match="no file of observations: row_id, time"):
        list(store.batches(path))
