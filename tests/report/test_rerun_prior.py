"""A report whose priors rest on the record is run again with them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.describe.loading import load_case
from suasion.report.extraction import extracted
from suasion.report.page import write
from suasion.report.replay import run_again, verdict
from suasion.uncertainty.comparison import compare, options_for
from suasion.uncertainty.manifest import manifest
from suasion.uncertainty.summary import summarise


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    loaded = load_case("ukraine-2025")
    asked = options_for(loaded, ["korean-model"], ["threshold"], draws=12, prior="record")
    comparison = compare(loaded, asked)
    command = "suasion compare --prior record"
    summary = summarise(comparison) | {"run": manifest(comparison, command)}
    path = tmp_path_factory.mktemp("report") / "record.html"
    write(comparison, summary, path, command)
    return path


def test_the_report_carries_its_priors_and_gives_the_same_numbers(recorded: Path) -> None:
    found = extracted(recorded)
    assert found.manifest.options.prior == "record"
    _, summary = run_again(found, recorded, lambda done, total: None)
    assert summary["options"]["prior"] == "record"
    told = verdict(found, summary)
    assert told.exact
    assert told.differing == ()


def test_the_page_shows_the_priors_that_were_drawn(recorded: Path) -> None:
    text = recorded.read_text(encoding="utf-8")
    assert "record(0.186, 5-95 %" in text
    assert "uniform(0.09, 0.5)" not in text


def test_a_report_on_two_sets_of_priors_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "x.html"
    found = CliRunner().invoke(app, ["compare", "--prior", "both", "--out", str(out)])
    assert found.exit_code == 2
    assert "--prior record" in found.output
    assert not out.exists()
