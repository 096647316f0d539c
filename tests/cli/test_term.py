"""`suasion term`: what it prints, writes and refuses."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suasion.errors import FileRefused
from suasion.report.years import write
from suasion.uncertainty.questions.cells import cell
from suasion.uncertainty.questions.registry import QUESTIONS

CASE, KEY = "ukraine-2025", "us-article-5-like"
QUICK = ("--theory", "threshold", "--draws", "4", "--horizon", "12")
FEW = (*QUICK, "--factors", "instrument,government")


@pytest.fixture(scope="module")
def length(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One answer as JSON, and the files that it wrote."""
    from typer.testing import CliRunner

    from suasion.cli.main import app

    folder = tmp_path_factory.mktemp("term")
    pages = [folder / "length.svg", folder / "new" / "length.html"]
    arguments = ["term", "length", CASE, KEY, *FEW, "--format", "json"]
    results = [CliRunner().invoke(app, [*arguments, "--out", str(page)]) for page in pages]
    assert [result.exit_code for result in results] == [0, 0], results[0].output
    return json.loads(results[0].stdout), pages


def test_the_table_shows_the_numbers_of_the_json(suasion: Callable[..., Any], length: Any) -> None:
    found, _ = length
    shown = suasion("term", "length", CASE, KEY, *FEW).stdout
    lines = shown.splitlines()
    assert max(map(len, lines)) <= 80
    (table,) = found["tables"]
    for row in table["rows"]:
        cells = [cell(row[one["key"]], one["form"]) for one in table["columns"]]
        assert " ".join(cells).split() in [line.split() for line in lines]
    flowed = " ".join(shown.split())
    assert all(" ".join(text.split()) in flowed for text in found["says"])
    assert flowed.count("not probabilities of events") == 1


def test_the_csv_has_the_numbers_of_the_json(suasion: Callable[..., Any], length: Any) -> None:
    (table,) = length[0]["tables"]
    text = suasion("term", "length", CASE, KEY, *FEW, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["term"] for row in rows] == [row["term"] for row in table["rows"]]
    means = [float(row["through_horizon.mean"]) for row in rows]
    assert means == [row["through_horizon"]["mean"] for row in table["rows"]]


def test_every_documented_key_is_there_and_no_other(length: Any, root_of_docs: str) -> None:
    found, _ = length
    for key in found:
        assert f"| `{key}` |" in root_of_docs
    for row in found["tables"][0]["rows"]:
        assert all(f"`{key}`" in root_of_docs for key in row)


@pytest.fixture
def root_of_docs() -> str:
    root = Path(__file__).resolve().parents[2]
    return (root / "docs" / "reference" / "term-json.md").read_text(encoding="utf-8")


def test_the_picture_and_the_page_stand_alone(length: Any) -> None:
    found, (svg, html) = length
    assert ET.parse(svg).getroot().tag.endswith("svg")
    page = html.read_text(encoding="utf-8")
    assert page.count("<svg") == len(found["figures"])
    assert page.count(found["caution"]) == 2  # where it is read, and in the data
    assert found["command"] in page
    assert not [word for word in ('src="', "@import", "url(http", "<link") if word in page]
    data = page.split('id="suasion-answer">')[1].split("</script>")[0]
    assert json.loads(data)["tables"] == found["tables"]


def test_a_place_that_cannot_be_written_is_told(length: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(FileRefused, match="Name a file in a folder"):
        write(length[0], tmp_path / "file" / "length.svg")


def test_the_command_of_an_answer_gives_it_again(suasion: Callable[..., Any], length: Any) -> None:
    found, _ = length
    again = suasion(*found["command"].split()[1:], "--format", "json")
    assert json.loads(again.stdout)["tables"] == found["tables"]


@pytest.mark.parametrize("question", [one.id for one in QUESTIONS])
def test_every_question_has_a_command_with_examples(
    suasion: Callable[..., Any], question: str
) -> None:
    result = suasion("term", question, "--help")
    assert result.exit_code == 0
    assert f"suasion term {question} ukraine-2025" in result.stdout


REFUSED = {
    "guarantee": (("length", CASE, "us-article-5"), "us-article-5-like"),
    "case": (("length", "ukraine", KEY), "ukraine-2025"),
    "theory": (("length", CASE, KEY, "--theory", "treshold"), "threshold"),
    "factor": (("length", CASE, KEY, "--factors", "leaders"), "leader"),
    "without": (("length", CASE, KEY, "--without", "zones"), "zone"),
    "factor that is off": (("erosion", CASE, KEY, "--without", "zone"), "--without zone"),
    "nobody guarantees": (("length", CASE, "no-guarantee"), "korean-model"),
    "no zone": (("erosion", CASE, "eu-three-points"), "--set zone."),
    "no end": (("renewal", CASE, "korean-model"), "--term 10"),
    "late end": (("waiting", CASE, KEY, "--term", "24"), "--horizon"),
    "no factor": (("years", CASE, KEY, "--factors", ","), "Use usual or all, or with commas"),
    "file": (("length", CASE, KEY, "--out", "length.png"), ".svg or .html"),
    "setting": (("length", CASE, KEY, "--set", "duration.year=5"), "duration.years"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_work_is_refused_in_one_line(suasion: Callable[..., Any], name: str) -> None:
    arguments, remedy = REFUSED[name]
    result = suasion("term", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert remedy in result.stderr


@pytest.mark.parametrize(
    "option", [("--horizon", "5"), ("--draws", "0"), ("--steps-per-year", "3"), ("--given", "now")]
)
def test_values_out_of_range_are_refused(
    suasion: Callable[..., Any], option: tuple[str, str]
) -> None:
    result = suasion("term", "years", CASE, KEY, *option)
    assert result.exit_code == 2
    assert option[0] in result.stderr


def test_an_instrument_in_force_does_not_wait() -> None:
    from suasion.describe.loading import load_case
    from suasion.uncertainty.questions.asked import waits
    from suasion.uncertainty.years import Wanted

    loaded = load_case(CASE)
    assert not waits(loaded.guarantees["eu-three-points"], Wanted())
    assert waits(loaded.guarantees[KEY], Wanted())
    assert not waits(loaded.guarantees[KEY], Wanted(signed=False))
