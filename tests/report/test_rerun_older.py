"""A report of an older version lacks keys: they are told once, and its numbers are compared."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.report.embedded import as_script
from suasion.report.older import known
from suasion.uncertainty.manifest import digest

SCRIPT = re.compile(
    r'(<script type="application/json" id="suasion-manifest">)(.*?)(</script>)', re.S
)
NEW = (
    "unconditional_hazard_per_year",
    "unconditional_limited_incidents_per_year",
    "unconditional_coerced_concession",
)
IDENTITY = ("suasion", "code", "inputs", "anchor", "options", "theories")
Change = Callable[[dict[str, Any]], None]


def by_other_code(manifest: dict[str, Any]) -> None:
    """The manifest as other code would have written it, with the run that is named for it."""
    manifest["code"] = "0" * 64
    identity = {name: manifest[name] for name in IDENTITY if name in manifest}
    manifest["run"] = digest(identity)[:16]


@pytest.fixture
def rerun(text: str, tmp_path: Path) -> Callable[..., Any]:
    """Run the report again after its record was changed."""

    def run(change: Change, *, older: bool) -> Any:
        record = json.loads(SCRIPT.search(text).group(2))  # type: ignore[union-attr]
        change(record["summary"])
        if older:
            by_other_code(record["manifest"])
        path = tmp_path / "older.html"
        path.write_text(
            SCRIPT.sub(lambda m: m[1] + as_script(record) + m[3], text), encoding="utf-8"
        )
        return CliRunner().invoke(app, ["rerun", str(path)])

    return run


def drop(summary: dict[str, Any]) -> None:
    for row in summary["guarantees"]:
        for key in NEW:
            del row[key]


def test_keys_that_an_older_report_lacks_are_told_once_and_not_counted(
    rerun: Callable[..., Any],
) -> None:
    found = rerun(drop, older=True)
    assert found.exit_code == 0, found.output
    assert found.output.count("lacks 3 keys") == 1
    assert all(found.output.count(f"guarantees.*.{key}") == 1 for key in NEW)
    assert "Reproduced: " in found.output


def test_another_number_in_an_older_report_is_still_found(rerun: Callable[..., Any]) -> None:
    def change(summary: dict[str, Any]) -> None:
        drop(summary)
        summary["guarantees"][0]["entry"]["mean"] += 0.01

    found = rerun(change, older=True)
    assert found.exit_code == 1
    assert "not reproduced: 1 of" in found.output
    assert "guarantees.0.entry.mean" in found.output


def test_with_the_same_code_a_lacking_key_is_a_changed_report(rerun: Callable[..., Any]) -> None:
    found = rerun(drop, older=False)
    assert found.exit_code == 1
    assert "not reproduced" in found.output


def test_a_key_that_only_some_rows_lack_is_a_difference(rerun: Callable[..., Any]) -> None:
    def change(summary: dict[str, Any]) -> None:
        del summary["guarantees"][0][NEW[1]]

    found = rerun(change, older=True)
    assert found.exit_code == 1
    assert f"guarantees.0.{NEW[1]}.mean" in found.output


@pytest.mark.parametrize(
    ("report", "now"),
    [
        ({"a": None}, {"a": {"b": 1}}),
        ({"a": []}, {"a": [{"b": 1}]}),
        ({"a": [1]}, {"a": [1, 2]}),
        ({"a": 1, "b": 2}, {"a": 1}),
    ],
)
def test_nulls_entries_and_keys_of_the_report_alone_are_never_set_apart(
    report: Any, now: Any
) -> None:
    assert known(report, now) == (now, ())


def test_two_rows_of_which_one_is_null_still_know_their_keys() -> None:
    report = {"rows": [{"next": {"a": 1}}, {"next": None}]}
    now = {"rows": [{"next": {"a": 1, "b": 2}}, {"next": None}]}
    assert known(report, now) == (report, ("rows.*.next.b",))


def test_a_new_section_is_one_key() -> None:
    assert known({"a": 1}, {"a": 1, "b": {"c": [1, {"d": 2}]}}) == ({"a": 1}, ("b",))
