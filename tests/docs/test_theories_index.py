"""The list of theories says what the package has, and the pages of theories name their model."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from suasion.theory.catalogue import entries

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "theories"
TOOL = "tools/derive_theories.py"


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / TOOL))


@pytest.fixture(scope="module")
def fresh(tool: dict[str, Any]) -> str:
    return str(tool["page"]())


def test_the_page_is_fresh(fresh: str) -> None:
    written = (FOLDER / "index.md").read_text(encoding="utf-8")
    assert written == fresh, f"run `python {TOOL}`"


def test_every_model_has_one_row(fresh: str) -> None:
    rows = [row for row in fresh.splitlines() if row.startswith(("| `", "| [`"))]
    assert sorted(re.findall(r"`([^`]+)`", row)[0] for row in rows) == [e.id for e in entries()]
    reduced = {re.findall(r"`([^`]+)`", row)[0] for row in rows if "Reduced form" in row}
    assert reduced == {entry.id for entry in entries() if entry.reduced}


def test_no_family_names_a_model_that_is_not_there(tool: dict[str, Any]) -> None:
    named = [name for names in tool["FAMILIES"].values() for name in names]
    assert len(named) == len(set(named))
    assert not set(named) - {entry.id for entry in entries()}


def test_every_page_of_a_theory_exists_and_says_how_to_see_the_model(tool: dict[str, Any]) -> None:
    for model, page in tool["PAGES"].items():
        assert f"suasion theories {model}" in (FOLDER / page).read_text(encoding="utf-8"), page
