"""Mapping files: every fault with file, line, field, what is allowed and what to do."""

from pathlib import Path

import pytest

from suasion.errors import InputError
from suasion.zone.observations.mapping_file import load

GOOD = """\
mapping: test
csv: {delimiter: ";", encoding: windows-1251, decimal: ","}
region: {south: 44, north: 53, west: 22, east: 41}
time: {column: seen, format: "%d.%m.%Y %H:%M", zone: Europe/Kyiv}
place: {lat: lat, lon: lon}
position_error: {constant_m: 500, means: radius-95, because: a village}
weapon: {column: weapon, classes: {Grad: mlrs, "?": unknown}}
side: {column: who, sides: {RU: challenger}}
count: {unknown: not counted}
source: {constant: SMM}
confidence: {column: sure, words: {l: 0.3}}
observed: {column: what, words: {shelled: fired}}
"""


def faults(folder: Path, text: str, taxonomy: frozenset[str] = frozenset()) -> str:
    path = folder / "m.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load(path, taxonomy)
    for problem in error.value.problems:
        assert problem.message
        assert problem.remedy
    return str(error.value)


def test_a_good_mapping_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(GOOD, encoding="utf-8")
    chart = load(path, frozenset({"mlrs", "tank"}))
    assert chart.mapping.weapon.classes == {"Grad": "mlrs", "?": "unknown"}
    assert chart.region is not None
    assert chart.region.holds(48.0, 37.9)


# A text of the good mapping, what replaces it, and what the error must say.
CASES = {
    "unknown field": ("column: seen", "colum: seen", ["m.yaml:4:", "time.colum", "mean column or"]),
    "missing part": ("place: {lat: lat, lon: lon}\n", "", ["place", "missing"]),
    "half a place": (", lon: lon", "", ["m.yaml:5:", "place.lon", "belong together"]),
    "two places": (
        "lon: lon",
        "lon: lon, geometry: g",
        ["m.yaml:5:", "place.geometry", "one of lat or geometry"],
    ),
    "format of the time": (
        "%d.%m.%Y",
        "%d.%m.%y",
        ["m.yaml:4:", "time.format", "%y is not known", "such as '%d.%m.%Y"],
    ),
    "zone": ("Europe/Kyiv", "Kyiv", ["m.yaml:4:", "time.zone", "no such time zone", "found Kyiv"]),
    "column and constant": (
        "{constant: SMM}",
        "{constant: SMM, column: by}",
        ["m.yaml:10:", "source", "column or constant"],
    ),
    "neither": ("{unknown: not counted}", "{}", ["m.yaml:9:", "count", "none of them"]),
    "error without meaning": (
        "means: radius-95, ",
        "",
        ["m.yaml:6:", "position_error.means", "radius-50, radius-68"],
    ),
    "error without reason": (
        ", because: a village",
        "",
        ["m.yaml:6:", "position_error.because", "where the number comes from"],
    ),
    "negative error": (
        "constant_m: 500",
        "constant_m: -5",
        ["m.yaml:6:", "position_error.constant_m", "found -5", "above 0"],
    ),
    "sides without words": (", sides: {RU: challenger}", "", ["m.yaml:8:", "side.sides"]),
    "classes without words": (
        ', classes: {Grad: mlrs, "?": unknown}',
        "",
        ["m.yaml:7:", "weapon.classes", "needs its words"],
    ),
    "chance beyond one": ("l: 0.3", "l: 30", ["m.yaml:11:", "confidence.words.l", "from 0 to 1"]),
    "no act": (
        "shelled: fired",
        "shelled: fire",
        ["m.yaml:12:", "observed.words.shelled", "mean fired?"],
    ),
    "encoding": ("windows-1251", "cp1251", ["m.yaml:2:", "csv.encoding", "'windows-1251'"]),
    "box upside down": ("south: 44", "south: 54", ["m.yaml:3:", "region.north", "above `south`"]),
    "half a box": (", east: 41", "", ["m.yaml:3:", "region.east", "four edges"]),
    "box and line": (
        "east: 41",
        "east: 41, line: l.geojson, within_km: 5",
        ["m.yaml:3:", "not both"],
    ),
    "line that is not there": (
        "{south: 44, north: 53, west: 22, east: 41}",
        "{line: l.geojson, within_km: 50}",
        ["m.yaml:3:", "region.line", "cannot be read"],
    ),
    "undecided": (
        "zone: Europe/Kyiv",
        "zone: UNDECIDED",
        ["m.yaml:4:", "time.zone", "not decided this yet"],
    ),
    "code": (
        "mapping: test",
        "mapping: !!python/object/apply:os.system [id]",
        ["m.yaml:1:", "tags are not allowed"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_every_fault_is_told_with_its_place(tmp_path: Path, case: str) -> None:
    old, new, words = CASES[case]
    assert old in GOOD
    told = faults(tmp_path, GOOD.replace(old, new, 1))
    assert not [word for word in words if word not in told], told


def test_a_class_that_the_taxonomy_does_not_have(tmp_path: Path) -> None:
    told = faults(tmp_path, GOOD, frozenset({"tank", "mlrs-x"}))
    assert "m.yaml:7:42: weapon.classes.Grad" in told
    assert "Did you mean mlrs-x?" in told


@pytest.mark.parametrize(
    "text", ["[]", '"x"', '{"type": "LineString", "coordinates": [[5e5, 5e6]]}', "{", "[" * 100_000]
)
def test_a_line_without_places_in_degrees(tmp_path: Path, text: str) -> None:
    (tmp_path / "l.geojson").write_text(text)
    box = "{south: 44, north: 53, west: 22, east: 41}"
    told = faults(tmp_path, GOOD.replace(box, "{line: l.geojson, within_km: 50}"))
    assert "region.line" in told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("Europe/Kyiv", "Kyiv").replace("l: 0.3", "l: 3").replace(", lon: lon", "")
    assert len(faults(tmp_path, text).splitlines()) == 3
