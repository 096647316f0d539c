"""`check` says what is fine; the other commands about descriptions say what they should."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suasion.describe.loading import CASES, LIBRARY


def test_a_good_file_is_fine(draft: Path, suasion: Callable[..., Any]) -> None:
    result = suasion("check", draft)
    assert result.exit_code == 0, result.output
    assert f"{draft}: fine, a guarantee with" in result.output


def test_a_byte_order_mark_is_no_fault(draft: Path, suasion: Callable[..., Any]) -> None:
    draft.write_bytes(b"\xef\xbb\xbf" + draft.read_bytes())
    assert suasion("check", draft).exit_code == 0


def test_norway_stays_a_country(draft: Path, suasion: Callable[..., Any]) -> None:
    text = draft.read_text(encoding="utf-8").replace('"NO"', "NO")
    draft.write_text(text, encoding="utf-8")
    assert suasion("check", draft).exit_code == 0


def test_problems_come_first_then_warnings_then_a_line_for_each_file(
    draft: Path, case: Path, suasion: Callable[..., Any]
) -> None:
    draft.write_text(draft.read_text(encoding="utf-8").replace("lead: CAS", "lead: X"), "utf-8")
    result = suasion("check", case, draft, case / "references.bib")
    lines = result.output.splitlines()
    assert result.exit_code == 2
    assert "lead" in lines[0]
    assert lines[1].startswith("warning: ")
    assert [line.partition(": ")[0] for line in lines[-3:]] == [
        str(case),
        str(draft),
        str(case / "references.bib"),
    ]


def test_all_problems_of_all_files_are_told_at_once(
    draft: Path, case: Path, suasion: Callable[..., Any]
) -> None:
    text = draft.read_text(encoding="utf-8")
    draft.write_text(text.replace("value: 2,", "value: -2,").replace("kind: c", "kind: k"), "utf-8")
    path = case / "case.yaml"
    path.write_text(path.read_text("utf-8").replace("as_of: 2026-01-01", "as_of: soon"), "utf-8")
    problems = suasion("check", draft, case).output.splitlines()[:3]
    assert [line.split(": ")[1] for line in problems] == [
        "kind",
        "zone.depth_protege_km.value",
        "as_of",
    ]


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_packaged_cases_are_fine(path: Path, suasion: Callable[..., Any]) -> None:
    assert suasion("check", path).exit_code == 0


def test_the_library_is_fine(suasion: Callable[..., Any]) -> None:
    result = suasion("check", LIBRARY)
    assert result.exit_code == 0
    assert result.output.count(": fine, a guarantee with") == len(list(LIBRARY.glob("*.yaml")))


def test_library_lists_and_shows(suasion: Callable[..., Any]) -> None:
    assert "us-rok-1953" in suasion("library").output
    assert "us-rok-1953, Art. IV" in suasion("library", "us-rok-1953").output
    wrong = suasion("library", "us-rok-1935")
    assert wrong.exit_code == 2
    assert "Did you mean us-rok-1953" in wrong.output


def test_sources_lists_and_shows(suasion: Callable[..., Any]) -> None:
    assert "LeedsEtAl2002" in suasion("sources").output
    assert "Alliance Treaty Obligations" in suasion("sources", "LeedsEtAl2002").output
    assert suasion("sources", "LeedsEtAl2003").exit_code == 2


def test_schema_is_printed_or_written(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    assert json.loads(suasion("schema", "guarantee").output)["title"] == "suasion guarantee"
    assert suasion("schema", "case", "--out", tmp_path / "case.json").exit_code == 0
    assert json.loads((tmp_path / "case.json").read_text("utf-8"))["title"] == "suasion case"
    assert suasion("schema", "case", "--out", tmp_path / "no" / "case.json").exit_code == 2


def test_new_guarantee_passes_the_check(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    assert suasion("new", "guarantee", "my-draft", "--dir", tmp_path).exit_code == 0
    assert suasion("check", tmp_path / "my-draft.yaml").exit_code == 0


def test_new_case_passes_the_check(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    assert suasion("new", "case", "my-case", "--dir", tmp_path).exit_code == 0
    assert suasion("check", tmp_path / "my-case").exit_code == 0


def test_new_overwrites_nothing(draft: Path, case: Path, suasion: Callable[..., Any]) -> None:
    before = draft.read_bytes()
    result = suasion("new", "guarantee", "draft", "--dir", draft.parent)
    assert result.exit_code == 2
    assert "there is such a file already" in result.output
    assert draft.read_bytes() == before
    (case / "case.yaml").unlink()
    assert suasion("new", "case", "my-case", "--dir", case.parent).exit_code == 2
    assert not (case / "case.yaml").exists()


def test_new_refuses_a_bad_name(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    result = suasion("new", "guarantee", "../My Draft", "--dir", tmp_path)
    assert result.exit_code == 2
    assert "joined by hyphens" in result.output
    assert not list(tmp_path.iterdir())


COMMANDS = ["compare", "explain", "rerun", "check", "new", "schema", "library", "sources"]
COMMANDS += ["solve", "theories"]


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_every_help_has_examples(command: list[str], suasion: Callable[..., Any]) -> None:
    result = suasion(*command, "--help")
    assert result.exit_code == 0
    assert f"Examples:\n    suasion {' '.join(command)}" in result.output


def test_version(suasion: Callable[..., Any]) -> None:
    result = suasion("--version")
    assert result.exit_code == 0
    assert result.output.startswith("suasion")
