"""Movements with and without notice, and stores found with their seals whole, broken or absent."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.zone.test_findings_check import DEFAULTS, ZONE, north_m, stored, verdicts
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.errors import InputError
from suasion.zone.findings.compliance import compliance
from suasion.zone.findings.examination import Examination, examine
from suasion.zone.findings.found import Reason, Verdict
from suasion.zone.findings.tallies import tally
from suasion.zone.observations.notices import FIELDS, notices_from
from suasion.zone.rules.building import Built, build
from suasion.zone.rules.reading import Zone, load

HEAD = ",".join(FIELDS)
NESTED = ZONE.replace("weapons: [apc], places: [near]", "weapons: [apc], places: [near, far]")
Look = Callable[..., Examination]
Ground = tuple[Zone, list[Built]]
APC = {"class": "apc", "observed": "moved", "side": "north", "count": 4}
KEPT, CLEAR = (4, Verdict.KEPT, Reason.NONE), (4, Verdict.CLEAR, Reason.NONE)
OPEN = (4, Verdict.OPEN, Reason.NOTICE)


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ground]:
    """The sample, and the same with a rule of notice in two nested belts."""
    folder, found = tmp_path_factory.mktemp("zone"), {}
    for name, text in {"sample": ZONE, "nested": NESTED}.items():
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        zone = load(path)
        found[name] = (zone, build(zone))
    return found


@pytest.fixture
def look(grounds: dict[str, Ground], tmp_path: Path) -> Look:
    """Examine rows under notices, each a line of the table."""

    def examined(*rows: Any, notices: Any = (), ground: str = "sample") -> Examination:
        zone, built = grounds[ground]
        path = stored(tmp_path / "o.parquet", rows)
        table = None
        if notices is not None:
            (tmp_path / "n.csv").write_text("\n".join([HEAD, *notices]), "utf-8")
            table = notices_from(tmp_path / "n.csv")
        return examine(zone, built, path, notices=table)

    return examined


def notice(**changes: str) -> str:
    whole = {
        "side": "north",
        "given": "2024-06-25",
        "begins": "2024-07-01",
        "ends": "2024-07-03",
        "class": "apc",
        "count": "10",
        "place": "near",
        "source": "letter 12",
    }
    assert set(changes) <= set(whole)
    return ",".join((whole | changes).values())


def moved(**changes: Any) -> dict[str, Any]:
    return north_m(3_000) | APC | changes


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, KEPT),
        ({"place": ""}, KEPT),
        ({"place": "km 20-40"}, KEPT),
        ({"place": "km 0-20"}, CLEAR),
        ({"count": ""}, KEPT),
        ({"count": "4"}, KEPT),
        ({"count": "3"}, CLEAR),
        ({"side": "south"}, CLEAR),
        ({"class": "acv"}, KEPT),
        ({"class": "tank"}, CLEAR),
        ({"ends": "2024-07-01"}, KEPT),
        ({"begins": "2024-06-28", "ends": "2024-06-30"}, CLEAR),
        ({"begins": "2024-07-02"}, CLEAR),
        ({"given": "2024-06-30"}, KEPT),
        ({"given": "2024-07-02"}, CLEAR),  # too late
        ({"given": "2024-07-01"}, OPEN),  # that day, before or after it
        ({"given": ""}, OPEN),  # nobody knows when
    ],
)
def test_a_notice_covers_what_it_says_and_nothing_else(
    look: Look, changes: dict[str, str], expected: Any
) -> None:
    assert verdicts(look(moved(), notices=[notice(**changes)])) == [expected]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"side": None}, OPEN),
        ({"count": None}, OPEN),
        ({"class": "acv"}, (4, Verdict.OPEN, Reason.CLASS)),
        ({"time": dt.datetime(2024, 7, 3, 12, tzinfo=dt.UTC), "time_span_s": 86_400}, OPEN),
        ({"observed": "denied-access"}, (4, Verdict.DENIED, Reason.NONE)),
    ],
)
def test_what_is_not_known_of_a_sighting_leaves_it_open(
    look: Look, row: dict[str, Any], expected: Any
) -> None:
    assert expected in verdicts(look(moved(**row), notices=[notice()]))


def test_without_a_table_it_is_open_and_with_an_empty_one_a_violation(look: Look) -> None:
    assert verdicts(look(moved(), notices=None)) == [OPEN]
    assert verdicts(look(moved(), notices=[])) == [CLEAR]


def test_a_notice_for_one_place_holds_where_places_overlap(look: Look) -> None:
    found = [
        verdicts(look(moved(), notices=[notice(place=one)], ground="nested"))
        for one in ("near", "far", "")
    ]
    assert found == [[KEPT]] * 3
    unsure = look(moved(), notices=[notice(given="")], ground="nested")
    assert verdicts(unsure) == [OPEN]
    outside = north_m(12_000) | APC
    assert verdicts(look(outside, notices=[notice()], ground="nested")) == [CLEAR]


def test_the_better_of_several_notices_counts(look: Look) -> None:
    lines = [notice(side="south"), notice(given=""), notice()]
    assert verdicts(look(moved(), notices=lines)) == [KEPT]


def test_another_source_that_sees_more_than_was_notified_speaks(look: Look) -> None:
    both = moved(), moved(count=25, source="two", position_error_m=20.0)
    assert verdicts(look(*both, notices=[notice()])) == [CLEAR]


MLRS = {"class": "mlrs"}


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("sealed", (3, Verdict.KEPT, Reason.NONE)),
        ("seal-broken", (3, Verdict.CLEAR, Reason.NONE)),
        ("seal-absent", (3, Verdict.CLEAR, Reason.NONE)),
        ("present", (3, Verdict.OPEN, Reason.SEAL)),
        ("moved", (3, Verdict.CLEAR, Reason.NONE)),
    ],
)
def test_what_an_inspection_of_a_store_found(look: Look, act: str, expected: Any) -> None:
    early = {"time": dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)}  # before rule 5
    assert verdicts(look(north_m(9_000) | MLRS | early | {"observed": act})) == [expected]


def test_a_broken_seal_near_the_edge_hangs_on_the_position_error(look: Look) -> None:
    row = MLRS | {"observed": "seal-broken"}
    found = [verdicts(look(north_m(metres) | row)) for metres in (19_940, 20_020)]
    assert found == [[(3, Verdict.LIKELY, Reason.NONE)], [(3, Verdict.POSSIBLE, Reason.NONE)]]


def test_an_inspection_settles_the_sighting_it_belongs_to_and_no_other(look: Look) -> None:
    seen = north_m(9_000) | MLRS
    whole = seen | {"observed": "sealed", "source": "inspectors"}
    later = whole | {"time": DEFAULTS["time"] + dt.timedelta(days=1)}
    kept, still_open = (3, Verdict.KEPT, Reason.NONE), (3, Verdict.OPEN, Reason.SEAL)
    assert verdicts(look(seen, whole)) == [kept]
    assert verdicts(look(seen, later)) == [still_open, kept]


def test_where_inspections_differ_the_graver_is_told(look: Look) -> None:
    seen = north_m(9_000) | MLRS
    both = [seen | {"observed": act, "source": act} for act in ("sealed", "seal-broken")]
    assert verdicts(look(*both)) == [(3, Verdict.CLEAR, Reason.NONE)]


def test_a_seal_excuses_nothing_where_weapons_must_be_absent(look: Look) -> None:
    found = look(north_m(3_000) | {"class": "tank", "observed": "sealed"})
    assert verdicts(found) == [(1, Verdict.CLEAR, Reason.NONE)]


def test_what_keeps_the_rule_is_counted_and_no_violation(look: Look) -> None:
    found = look(moved(), notices=[notice()])
    (one,) = tally(found.violations, "rule")
    assert (one.kept, one.clear, one.open, one.expected) == (1, 0, 0, 0.0)
    day = dt.date(2024, 7, 1)
    assert [each.violations for each in compliance(found.violations, [], begins=day, ends=day)] == [
        0
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (notice(side=""), "n.csv:3:1: side: must be given"),
        (notice(**{"class": "tnak"}), "no class of weapons is called 'tnak'"),
        (notice(count="many"), "count: must be a whole number from 1"),
        (notice(count="0"), "count: must be a whole number from 1"),
        (notice(given="soon"), "given: must be a day, YYYY-MM-DD, or empty"),
        (notice(ends="2024-06-01"), "ends: must not come before begins"),
        (notice(begins="1 July"), "begins: must be a day"),
        (notice(source=""), "source: must be given"),
        ("north,2024-07-01", "must have 8 cells"),
    ],
)
def test_a_bad_notice_is_refused_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "n.csv"
    path.write_text(f"{HEAD}\n{notice()}\n{line}\n", "utf-8")
    with pytest.raises(InputError) as error:
        notices_from(path)
    (problem,) = error.value.problems
    assert problem.line == 3
    assert told in str(problem)


def test_a_place_that_is_none_is_refused(look: Look) -> None:
    with pytest.raises(InputError, match="neither a place with a rule of notice nor a sector"):
        look(moved(), notices=[notice(place="town")])


@pytest.fixture
def suasion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Run a command line in a folder with a notified movement, another one, and a whole seal."""
    monkeypatch.chdir(tmp_path)
    Path("zone.yaml").write_text(ZONE, "utf-8")
    Path("n.csv").write_text(f"{HEAD}\n{notice()}\n", "utf-8")
    other = moved(**north_m(3_000, 30.9), count=2, side="south")
    sealed = north_m(9_000) | MLRS | {"observed": "sealed"}
    stored(Path("obs.parquet"), [moved(), other, sealed])
    return lambda line: CliRunner().invoke(app, line.split())


def test_the_command_tells_what_was_kept(suasion: Callable[[str], Any]) -> None:
    line = "zone check obs.parquet --zone zone.yaml --notices n.csv"
    shown = suasion(line).output
    assert "kept, 2: notified, or found in store with the seal whole." in shown
    assert max(map(len, shown.splitlines())) <= 80
    data = json.loads(suasion(f"{line} --format json").output)
    found = {one["key"]: (one["clear"], one["open"], one["kept"]) for one in data["violations"]}
    assert found == {"3": (0, 0, 1), "4": (1, 0, 1)}
    assert any("taken for all that were given" in text for text in data["notes"])
    unknown = json.loads(suasion("zone check obs.parquet --zone zone.yaml --format json").output)
    assert {one["key"]: one["open"] for one in unknown["violations"]} == {"3": 0, "4": 2}


def test_the_report_takes_notices_too(suasion: Callable[[str], Any]) -> None:
    line = "zone report obs.parquet --zone zone.yaml --notices n.csv --out"
    assert suasion(f"{line} numbers.csv").exit_code == 0
    head, *rows = Path("numbers.csv").read_text("utf-8").splitlines()
    assert head.endswith(",denied,kept")
    assert sum(int(row.split(",")[-1]) for row in rows) == 2
    assert suasion(f"{line} page.html").exit_code == 0


def test_notices_need_a_rule_of_notice(suasion: Callable[[str], Any]) -> None:
    text = ZONE.replace("rule: notify-first", "rule: absent")
    Path("zone.yaml").write_text(text, "utf-8")
    found = suasion("zone check obs.parquet --zone zone.yaml --notices n.csv")
    assert (found.exit_code, "no rule of this zone asks for notice" in found.output) == (2, True)
