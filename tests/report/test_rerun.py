"""A report can be run again from itself alone, and what was changed in it is found out."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.cli.rerun import run
from suasion.describe.levers import apply
from suasion.describe.loading import CASES, load_case
from suasion.errors import FileRefused, NotReproduced
from suasion.report.embedded import as_script
from suasion.report.extraction import extracted
from suasion.report.page import write
from suasion.report.replay import Verdict, run_again, verdict
from suasion.uncertainty.comparison import compare, options_for
from suasion.uncertainty.summary import summarise

SCRIPT = re.compile(
    r'(<script type="application/json" id="suasion-manifest">)(.*?)(</script>)', re.S
)
PACKAGED = CASES / "ukraine-2025"
PAIR = ["no-guarantee", "korean-model"]
Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def tampered(text: str, tmp_path: Path) -> Callable[[Change], Path]:
    """A copy of the report with its record changed."""

    def copy(change: Change) -> Path:
        record = json.loads(SCRIPT.search(text).group(2))  # type: ignore[union-attr]
        change(record)
        path = tmp_path / "tampered.html"
        path.write_text(
            SCRIPT.sub(lambda m: m[1] + as_script(record) + m[3], text), encoding="utf-8"
        )
        return path

    return copy


@pytest.fixture(scope="module")
def again(report: Path) -> tuple[Any, Verdict]:
    found = extracted(report)
    _, summary = run_again(found, report, lambda done, total: None)
    return summary, verdict(found, summary)


def test_the_numbers_come_out_the_same_to_the_bit(again: tuple[Any, Verdict]) -> None:
    _, found = again
    assert found.exact
    assert found.differing == ()
    assert found.largest is None
    assert found.compared > 300


def test_the_command_says_so_and_writes_the_same_report(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "again.html"
    run({"report": report, "out": out})
    assert "Reproduced: " in capsys.readouterr().out
    assert out.read_bytes() == report.read_bytes()


def test_a_changed_number_is_not_reproduced(
    tampered: Callable[[Change], Path], again: tuple[Any, Verdict], monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(record: dict[str, Any]) -> None:
        record["summary"]["guarantees"][0]["no_major_attack"]["through_horizon"]["mean"] += 0.01

    path = tampered(change)
    monkeypatch.setattr("suasion.cli.rerun.run_again", lambda *_: (None, again[0]))
    place = r"guarantees\.0\.no_major_attack\.through_horizon\.mean"
    with pytest.raises(NotReproduced, match=place):
        run({"report": path, "out": None})


def test_other_code_is_allowed_the_last_digits_only(
    tampered: Callable[[Change], Path], again: tuple[Any, Verdict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("suasion.report.replay.code_digest", lambda: "other")

    def by(step: float) -> Verdict:
        def change(record: dict[str, Any]) -> None:
            record["summary"]["guarantees"][0]["entry"]["mean"] += step

        return verdict(extracted(tampered(change)), again[0])

    small, large = by(1e-9), by(1e-3)
    assert small.changed == ("suasion's code and numbers",)
    assert small.differing == ()
    assert small.largest is not None
    assert [one.place for one in large.differing] == ["guarantees.0.entry.mean"]


def change_input(record: dict[str, Any]) -> None:
    record["inputs"]["raw"]["korean-model"]["summary"] = "Another text."


def change_anchor(record: dict[str, Any]) -> None:
    record["inputs"]["anchor"]["title"] = "Another anchor"


def change_options(record: dict[str, Any]) -> None:
    record["manifest"]["options"]["draws"] = 61


def remove_input(record: dict[str, Any]) -> None:
    del record["inputs"]["raw"]["case"]


def ask_for_too_much(record: dict[str, Any]) -> None:
    record["manifest"]["options"]["draws"] = 10**9


def make_text(record: dict[str, Any]) -> None:
    record["inputs"]["raw"] = "text"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_input, "inputs in this report were changed after it was written: korean-model"),
        (change_anchor, "changed after it was written: the baseline as described"),
        (change_options, "manifest in this report was changed"),
        (remove_input, "changed after it was written: case"),
        (ask_for_too_much, "damaged at manifest.options.draws"),
        (make_text, "damaged at inputs.raw"),
    ],
)
def test_changed_inputs_are_refused(
    tampered: Callable[[Change], Path], change: Change, said: str
) -> None:
    with pytest.raises(FileRefused, match=said):
        extracted(tampered(change))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><body>Another page</body></html>", "no report of suasion"),
        (b"", "no report of suasion"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'<script id="suasion-manifest">{"format": </script>', "not JSON"),
        (b'<script id="suasion-manifest">' + b"[" * 100_000 + b"</script>", "not JSON"),
        (b'<script id="suasion-manifest">{"format": "other"}</script>', "damaged at"),
    ],
)
def test_a_file_that_is_no_report_gives_one_clear_error(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(content)
    result = CliRunner().invoke(app, ["rerun", str(path)])
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_missing_file_gives_one_clear_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["rerun", str(tmp_path / "none.html")])
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


@pytest.fixture
def own_case(tmp_path: Path) -> Path:
    """A case of two candidates with a bibliography of its own."""
    folder = tmp_path / "own"
    folder.mkdir()
    case = (PACKAGED / "case.yaml").read_text(encoding="utf-8")
    for name in load_case("ukraine-2025").guarantees:
        if name not in PAIR:
            case = case.replace(f"  - {name}\n", "")
    case = case.replace("id: ukraine-2025", "id: own", 1)
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    for name in PAIR:
        text = (PACKAGED / f"{name}.yaml").read_text(encoding="utf-8")
        own = text.replace("source: us-rok-1953, where", "source: my-own-source, where")
        (folder / f"{name}.yaml").write_text(own, encoding="utf-8")
    entry = "@misc{my-own-source, author={Me}, title={Mine and </script>}, year={2025}}"
    (folder / "own.bib").write_text(entry, encoding="utf-8")
    return folder


def test_settings_and_works_of_the_users_own_are_carried_along(
    own_case: Path, tmp_path: Path
) -> None:
    original = load_case(own_case)
    loaded = apply(original, ["forces.size=0"])
    options = options_for(loaded, PAIR, ["threshold"], draws=60, horizon=12)
    comparison = compare(loaded, options, original)
    path = tmp_path / "own.html"
    write(comparison, summarise(comparison), path, "suasion compare own --set forces.size=0")
    shutil.rmtree(own_case)
    found = extracted(path)
    assert set(found.inputs.works) == {"my-own-source"}
    _, summary = run_again(found, path, lambda done, total: None)
    assert verdict(found, summary).differing == ()
