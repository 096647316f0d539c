"""`suasion zone map`, `read` and `log` as a user sees them in a terminal of 80 columns."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app

SAMPLE = """\
seen,latitude,longitude,weapon,side
2024-02-01 10:00,48.1,37.9,T-72,RU
2024-02-01 11:00,37.9,48.1,T-72,UA
2024-02-02 12:30,48.2,37.8,trebuchet,UA
"""
MAPPING = """\
mapping: sample
region: {south: 44, north: 53, west: 22, east: 41}
time: {column: seen, format: iso, zone: Europe/Kyiv}
place: {lat: latitude, lon: longitude}
position_error: {constant_m: 500, means: radius-95, because: a village}
weapon: {column: weapon, classes: {T-72: tank}}
side: {column: side, sides: {RU: challenger, UA: protege}}
count: {unknown: not counted}
source: {constant: monitors}
confidence: {unknown: not stated}
observed: {constant: present}
"""


@pytest.fixture
def suasion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run a command line in a folder with a sample and its mapping."""
    monkeypatch.chdir(tmp_path)
    Path("sample.csv").write_text(SAMPLE, encoding="utf-8")
    Path("m.yaml").write_text(MAPPING, encoding="utf-8")
    return lambda line: CliRunner().invoke(app, line.split())


@pytest.fixture
def logged(suasion: Callable[..., Any]) -> Callable[..., Any]:
    """The same with a log of the accepted row."""
    assert suasion("zone read sample.csv -m m.yaml").exit_code == 0
    assert suasion("zone log add e.log observations.parquet").exit_code == 0
    return suasion


def test_read_tells_what_became_of_the_rows(suasion: Callable[..., Any]) -> None:
    result = suasion("zone read sample.csv -m m.yaml")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == "sample.csv: 3 rows read, 1 accepted, 2 rejected."
    assert any(line.split()[:3] == ["swapped", "1", "3"] for line in lines)
    assert "class: 'trebuchet' 1 x" in result.output
    assert max(map(len, lines)) <= 80
    with Path("rejects.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["number"], row["reason"]) for row in rows] == [
        ("3", "swapped"),
        ("4", "unknown-class"),
    ]
    assert rows[0]["row"] == "2024-02-01 11:00,37.9,48.1,T-72,UA"


def test_read_as_json(suasion: Callable[..., Any]) -> None:
    found = json.loads(suasion("zone read sample.csv -m m.yaml --format json").stdout)
    assert (found["read"], found["accepted"], found["rejected"]) == (3, 1, 2)
    assert found["reasons"]["swapped"] == {
        "rows": 1,
        "first": 3,
        "values": [{"field": "place", "value": "37.9 | 48.1", "rows": 1}],
    }


def test_bytes_that_are_no_text_are_shown_as_escapes(suasion: Callable[..., Any]) -> None:
    Path("sample.csv").write_bytes(SAMPLE.encode().replace(b"trebuchet", b"\xf2\xe0\xed\xea"))
    assert r"\\udcf2" in suasion("zone read sample.csv -m m.yaml").output
    found = suasion("zone read sample.csv -m m.yaml --format json")
    assert json.loads(found.stdout)["reasons"]["not-utf-8"]["rows"] == 1


def test_a_mapping_that_fits_no_row_ends_with_2(suasion: Callable[..., Any]) -> None:
    Path("m.yaml").write_text(MAPPING.replace("iso", '"%d.%m.%Y"'), encoding="utf-8")
    result = suasion("zone read sample.csv -m m.yaml")
    assert result.exit_code == 2
    assert "the mapping does not fit the file" in result.output
    assert len(Path("rejects.csv").read_text(encoding="utf-8").splitlines()) == 4


@pytest.mark.parametrize(("more", "code"), [("", 0), (f" --head {'a' * 64}", 1), (" --count 1", 1)])
def test_an_empty_log_is_not_called_sound(
    suasion: Callable[..., Any], more: str, code: int
) -> None:
    Path("void.log").write_bytes(b"")
    result = suasion("zone log verify void.log" + more)
    assert result.exit_code == code
    assert ": sound" not in result.output
    assert ("NOT SOUND" in result.output) == bool(more)
    assert ("void.log: empty, there is no entry to verify" in result.output) == (not more)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("zone read none.csv -m m.yaml", ["none.csv", "no such file"]),
        ("zone read sample.csv -m none.yaml", ["none.yaml", "no such file"]),
        ("zone read sample.csv -m m.yaml --out sample.csv", ["--out", "would overwrite"]),
        ("zone read sample.csv -m m.yaml --out m.yaml/x", ["m.yaml/x", "cannot be written"]),
        ("zone map none.csv", ["none.csv", "no such file"]),
        ("zone map sample.csv --out m.yaml", ["--out", "m.yaml", "cannot be written"]),
        ("zone log verify none.log", ["none.log", "no such log"]),
        ("zone log show none.log", ["none.log", "no such log"]),
        ("zone log repair none.log", ["none.log", "no such log"]),
        ("zone log add e.log none.parquet", ["none.parquet", "no such file"]),
        ("zone log add e.log sample.csv", ["sample.csv", "not a whole Parquet file"]),
        ("zone log verify sample.csv --head abc", ["--head", "64 digits", "found abc"]),
        ("zone log show sample.csv", ["sample.csv:1:1", "not JSON"]),
    ],
)
def test_bad_input_is_one_clear_error(
    suasion: Callable[..., Any], line: str, words: list[str]
) -> None:
    result = suasion(line)
    assert result.exit_code == 2, result.output
    assert not [word for word in words if word not in result.output], result.output
    assert "Traceback" not in result.output


def test_map_writes_a_proposal_and_says_how_much_is_left(suasion: Callable[..., Any]) -> None:
    result = suasion("zone map sample.csv --out proposed.yaml")
    assert result.exit_code == 0, result.output
    assert "Lines that you must decide: 6" in result.output
    text = Path("proposed.yaml").read_text(encoding="utf-8")
    assert '"T-72": tank  # NOT SURE, 2 x' in text
    refused = suasion("zone read sample.csv -m proposed.yaml")
    assert refused.exit_code == 2
    assert refused.output.count("not decided this yet") == 6


def test_a_log_is_added_to_verified_and_shown(logged: Callable[..., Any]) -> None:
    sound = logged("zone log verify e.log")
    assert sound.exit_code == 0
    assert "sound, 1 entry with 1 row" in sound.output
    head = sound.output.split("head")[-1].split()[0]
    assert (
        "The published entry is in it"
        in logged(f"zone log verify e.log --head {head} --count 1").output
    )
    cut = logged(f"zone log verify e.log --head {head} --count 2")
    assert cut.exit_code == 1
    assert "1 of 2 published entries are missing" in cut.output
    shown = logged("zone log show e.log --format csv").output.splitlines()
    assert shown[0] == '"entry","time","file","part","rows","hash"'
    rows = list(
        csv.DictReader(logged("zone log show e.log --entry 0 --format csv").output.splitlines())
    )
    assert (rows[0]["class"], rows[0]["time"]) == ("tank", "2024-02-01T08:00:00.000000Z")
    assert json.loads(logged("zone log show e.log --format json").stdout)[0]["rows"] == 1
    missing = logged("zone log show e.log --entry 7")
    assert missing.exit_code == 2
    assert "no such entry" in missing.output


def test_an_edited_log_is_not_sound(logged: Callable[..., Any]) -> None:
    log = Path("e.log")
    log.write_bytes(log.read_bytes().replace(b'"lat":48.1', b'"lat":48.2'))
    result = logged("zone log verify e.log")
    assert result.exit_code == 1
    assert "entry 0 (line 1): its content does not have the hash" in result.output
    assert json.loads(logged("zone log verify e.log --format json").stdout)["sound"] is False


def test_a_torn_log_is_repaired_and_its_end_is_kept(logged: Callable[..., Any]) -> None:
    log = Path("e.log")
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"content"')
    torn = logged("zone log verify e.log")
    assert torn.exit_code == 1
    assert "the last line is torn: 10 bytes" in torn.output
    assert "suasion zone log repair e.log" in torn.output
    repaired = logged("zone log repair e.log")
    assert repaired.exit_code == 0
    assert log.read_bytes() == whole
    assert Path(f"e.log.torn-{len(whole)}").read_bytes() == b'{"content"'


@pytest.mark.parametrize("line", ["zone read", "zone map", "zone log"])
def test_help_says_that_it_stays_on_the_own_machine(suasion: Callable[..., Any], line: str) -> None:
    told = " ".join(suasion(f"{line} --help").output.split())
    assert "own machine" in told
