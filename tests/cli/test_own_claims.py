"""Claims of one's own: started from a template, checked, and judged about a packaged case."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FEW = ("--theory", "threshold", "--draws", 50, "--quiet")


@pytest.fixture
def mine(tmp_path: Path, suasion: Callable[..., Any]) -> Path:
    assert suasion("new", "claim", "mine", "--dir", tmp_path).exit_code == 0
    return tmp_path / "mine.yaml"


def test_a_new_claim_passes_the_check_and_says_what_was_not_looked_up(
    mine: Path, suasion: Callable[..., Any]
) -> None:
    found = suasion("check", mine)
    assert found.exit_code == 0
    assert "a claim of the kind contrast with 1 premise" in found.output
    assert "were not looked up" in found.output


def test_a_claim_in_a_case_is_looked_up(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    assert suasion("new", "case", "my-case", "--dir", tmp_path).exit_code == 0
    folder = tmp_path / "my-case" / "claims"
    assert suasion("new", "claim", "mine", "--dir", folder).exit_code == 0
    found = suasion("check", tmp_path / "my-case")
    assert found.exit_code == 2
    assert "korean-model" in found.output
    assert f"{folder / 'mine.yaml'}:" in found.output


def test_a_fault_is_told_with_its_line(mine: Path, suasion: Callable[..., Any]) -> None:
    mine.write_text(mine.read_text("utf-8").replace("direction: higher", "direction: upward"))
    found = suasion("check", mine)
    assert found.exit_code == 2
    assert "mine.yaml:" in found.output
    assert "'higher'" in found.output
    assert "'lower'" in found.output


def test_a_claim_of_ones_own_is_judged(mine: Path, suasion: Callable[..., Any]) -> None:
    found = json.loads(
        suasion("claims", "ukraine-2025", "--from", mine, *FEW, "--format", "json").stdout
    )
    (claim,) = found["claims"]
    assert claim["id"] == "mine"
    assert f"--from {mine}" in found["run"]["command"]


def test_one_file_holds_one_claim(mine: Path, suasion: Callable[..., Any]) -> None:
    found = suasion("claims", "ukraine-2025", "other", "--from", mine)
    assert found.exit_code == 2
    assert "one file holds one claim" in found.output


def test_a_file_that_is_not_there_is_said_to_be_so(suasion: Callable[..., Any]) -> None:
    found = suasion("claims", "ukraine-2025", "--from", "nowhere.yaml")
    assert found.exit_code == 2
    assert "there is no such file or folder (found nowhere.yaml)" in found.output


def test_weights_without_a_theory_that_has_any_are_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, suasion: Callable[..., Any]
) -> None:
    def never(*_: Any) -> None:
        raise AssertionError("it was played first")

    monkeypatch.setattr("suasion.cli.compare.compare", never)
    found = suasion("compare", "--weights", "forward", "--theory", "pawn", "--quiet")
    assert found.exit_code == 2
    assert "Add one of tripartite, bargaining" in found.output


def test_the_packaged_claims_and_limits_pass_the_check(suasion: Callable[..., Any]) -> None:
    from suasion.describe.loading import CASES
    from suasion.design.limits import PACKAGED

    found = suasion("check", CASES / "ukraine-2025", PACKAGED / "ukraine-2025.yaml")
    assert found.exit_code == 0
    assert found.output.count("a claim of the kind") == len(
        list((CASES / "ukraine-2025" / "claims").glob("*.yaml"))
    )
    assert "limits on a search over 22 fields" in found.output


def test_the_schema_of_a_claim(suasion: Callable[..., Any]) -> None:
    assert json.loads(suasion("schema", "claim").output)["title"] == "suasion claim"
