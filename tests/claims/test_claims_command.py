"""`suasion claims`: what it prints, writes and refuses."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.claims.conftest import CONTRAST, HEAD
from typer.testing import CliRunner

from suasion.claims.loading import folder_of
from suasion.cli.main import app

QUICK = ("--theory", "threshold", "--draws", "40", "--quiet")
FACT = """\
premises:
  - {says: It has soldiers, check: "korean-model: forces.size > 0"}
test: {type: fact-only, because: an example, disagree: nobody}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged case with two claims of our own."""
    path = tmp_path_factory.mktemp("cases") / "ukraine-2025"
    shutil.copytree(folder_of("ukraine-2025").parent, path)
    shutil.rmtree(path / "claims")
    (path / "claims").mkdir()
    for name, text in {"with-soldiers": CONTRAST, "soldiers": FACT}.items():
        (path / "claims" / f"{name}.yaml").write_text(HEAD.format(id=name) + text, encoding="utf-8")
    return path


def suasion(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["claims", *map(str, arguments)])


@pytest.fixture(scope="module")
def found(folder: Path) -> tuple[Any, str]:
    """The verdicts as JSON, and the page that was written beside."""
    page = folder / "claims.html"
    result = suasion(folder, *QUICK, "--format", "json", "--out", page)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout), page.read_text(encoding="utf-8")


def test_table_and_csv_show_the_words_of_the_json(folder: Path, found: tuple[Any, str]) -> None:
    rows = {row["id"]: row for row in found[0]["claims"]}
    shown = suasion(folder, *QUICK).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert " ".join(shown.split()).count("not probabilities of events") == 1
    lines = {line.split()[0]: line for line in shown.splitlines() if line[:4] in ("sold", "with")}
    told = csv.DictReader(io.StringIO(suasion(folder, *QUICK, "--format", "csv").stdout))
    for line in told:
        row = rows[line["id"]]
        assert row["word"].split()[0] in lines[line["id"]]
        assert (line["word"], line["assumed"]) == (row["word"], str(row["assumed"]))


def test_one_claim_in_full(folder: Path, found: tuple[Any, str]) -> None:
    row = next(row for row in found[0]["claims"] if row["id"] == "with-soldiers")
    shown = suasion(folder, "with-soldiers", *QUICK).stdout
    assert max(map(len, shown.splitlines())) <= 80
    flowed = " ".join(shown.split())
    assert f"with-soldiers: {row['word']}" in flowed
    assert f"Holds in {100 * row['futures']['share']:.0f} % of futures" in flowed
    for part in ("Premises", "Its own prior", "What would have to be true", "The record"):
        assert part in shown
    assert "korean-model against korean-model[forces.size=0]" in flowed
    counts = row["record"]["first"]
    assert f"{counts['events']} of {counts['n']}" in flowed


def test_a_mark_is_never_left_out(folder: Path, found: tuple[Any, str]) -> None:
    data, page = found
    for row in data["claims"]:
        marked = f"{row['word']} (assumed)" if row["assumed"] else row["word"]
        assert f"<strong>{marked}.</strong>" in page
        shown = suasion(folder, row["id"], *QUICK).stdout
        assert ("(assumed)" in shown) == row["assumed"]


def test_the_page_carries_its_numbers_and_loads_nothing(found: tuple[Any, str]) -> None:
    data, page = found
    carried = page.partition('id="suasion-claims">')[2].partition("</script>")[0]
    assert json.loads(carried)["claims"] == data["claims"]
    assert 'src="http' not in page
    assert data["caution"] in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["soldier"], "Did you mean soldiers"),
        (["--theory", "thresholds"], "Did you mean threshold"),
        (["--out", "page.txt"], "Give a file name that ends in .html"),
    ],
)
def test_what_it_refuses(arguments: list[str], told: str, folder: Path) -> None:
    result = suasion(folder, *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())


def test_a_wrong_claim_stops_the_run_before_it_plays(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ukraine-2025"
    shutil.copytree(folder, copy)
    wrong = copy / "claims" / "soldiers.yaml"
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("forces.size", "forces.sizes"))
    result = suasion(copy)
    assert result.exit_code == 2
    assert "soldiers.yaml:" in result.output
    assert "Did you mean forces.size" in " ".join(result.output.split())
