"""A weighed ranking stands in the report and in CSV, and is run again from the report."""

import csv
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.cli.tables import csv_rows
from suasion.cli.weights import weights_of
from suasion.describe.loading import load_case
from suasion.report.embedded import as_script
from suasion.report.page import write
from suasion.uncertainty.comparison import Comparison, compare, options_for
from suasion.uncertainty.summary import summarise
from suasion.uncertainty.weighting import weighted

GUARANTEES = ["no-guarantee", "korean-model"]
COMMAND = "suasion compare ukraine-2025 --draws 20 --weights forward"
SCRIPT = re.compile(
    r'(<script type="application/json" id="suasion-manifest">)(.*?)(</script>)', re.S
)


@pytest.fixture(scope="module")
def played() -> Comparison:
    """Under one theory without any of the weight, and one with it."""
    loaded = load_case("ukraine-2025")
    theories = ["threshold", "bargaining"]
    return compare(loaded, options_for(loaded, GUARANTEES, theories, draws=20, horizon=12))


@pytest.fixture(scope="module")
def weighed(played: Comparison) -> dict[str, Any]:
    return summarise(played) | {"weighted": weighted(played, weights_of("forward"))}


@pytest.fixture(scope="module")
def path(
    played: Comparison, weighed: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("weighed") / "report.html"
    write(played, weighed, path, COMMAND)
    return path


def rerun(*arguments: Any) -> Any:
    return CliRunner().invoke(app, ["rerun", *map(str, arguments)])


def test_the_page_has_weights_their_source_and_the_ranking(
    path: Path, weighed: dict[str, Any], parsed: Callable[[str], Any]
) -> None:
    page = parsed(path.read_text(encoding="utf-8"))
    assert page.faults == []
    captions = [one.text for one in page.all("caption")]
    assert any(text.startswith("Weights of theories") for text in captions)
    tables = page.all("table")
    ranking = next(one.text for one in tables if "Ranking with theories weighed" in one.text)
    for row in weighed["weighted"]["guarantees"]:
        assert f"{row['mean']:.2f}" in ranking
        assert row["id"] in ranking
    assert "62 cases" in path.read_text(encoding="utf-8")
    assert "ref-YaoEtAl2018" in page.ids()


def test_a_report_without_weights_has_no_such_section(text: str) -> None:
    assert "theories weighed by the record" not in text


def test_a_weighed_report_is_reproduced_with_its_weights(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "again.html"
    found = rerun(path, "--out", out)
    assert found.exit_code == 0, found.output
    assert "weights of theories in the report are not" not in found.output
    assert out.read_bytes() == path.read_bytes()


def changed(path: Path, out: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    text = path.read_text(encoding="utf-8")
    record = json.loads(SCRIPT.search(text).group(2))  # type: ignore[union-attr]
    change(record["summary"]["weighted"])
    out.write_text(SCRIPT.sub(lambda m: m[1] + as_script(record) + m[3], text), encoding="utf-8")
    return out


def test_other_weights_are_told_and_their_ranking_is_not_reproduced(
    path: Path, tmp_path: Path
) -> None:
    def swap(found: dict[str, Any]) -> None:
        for one, share in zip(found["weights"]["theories"].values(), (0.25, 0.75), strict=True):
            one["share"] = share

    found = rerun(changed(path, tmp_path / "other.html", swap))
    assert found.exit_code == 1
    assert "are not those of this version" in found.output
    assert "weighted.guarantees.0.mean" in found.output


def test_damaged_weights_are_refused(path: Path, tmp_path: Path) -> None:
    def damage(found: dict[str, Any]) -> None:
        next(iter(found["weights"]["theories"].values()))["share"] = -1

    found = rerun(changed(path, tmp_path / "damaged.html", damage))
    assert found.exit_code == 2
    assert "damaged at summary.weighted.weights" in found.output


def test_csv_has_the_weighed_ranking_at_the_end_of_each_row(weighed: dict[str, Any]) -> None:
    rows = list(csv.DictReader(StringIO(csv_rows(weighed))))
    names = list(rows[0])
    assert names[-7:-4] == ["weighted_by", "weighted_rank", "weighted_mean"]
    assert [name for name in names if name.startswith("weighted")] == names[-7:]
    for row, one in zip(rows, weighed["weighted"]["guarantees"], strict=True):
        assert row["id"] == one["id"]
        assert float(row["weighted_mean"]) == one["mean"]
        assert int(row["weighted_rank"]) == one["rank"]


def test_weights_beside_two_sets_of_priors_are_refused() -> None:
    found = CliRunner().invoke(app, ["compare", "--prior", "both", "--weights", "out"])
    assert found.exit_code == 2
    assert "drop --weights" in found.output
