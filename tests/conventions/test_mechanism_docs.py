"""The pages of mechanisms and assumptions say what the package does."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from suasion.mechanism import assumed
from suasion.mechanism.registry import MECHANISMS
from suasion.mechanism.situation import names

TOOL = "tools/derive_docs.py"


@pytest.fixture(scope="module")
def tool(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("derive_docs", root / TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def fresh(tool: ModuleType) -> dict[str, str]:
    return {page.name: text for page, text in tool.pages().items()}


def test_the_pages_are_fresh(root: Path, fresh: dict[str, str]) -> None:
    old = [
        name
        for name, text in fresh.items()
        if not (root / "docs" / name).is_file()
        or (root / "docs" / name).read_text(encoding="utf-8") != text
    ]
    assert not old, f"stale: {old}. Run `python {TOOL}`."


def test_every_mechanism_has_one_row(fresh: dict[str, str]) -> None:
    page = fresh["mechanisms.md"]
    assert {one.id: page.count(f"\n| `{one.id}` |") for one in MECHANISMS} == {
        one.id: 1 for one in MECHANISMS
    }


def test_every_number_has_one_row(fresh: dict[str, str]) -> None:
    page = fresh["assumptions.md"]
    assert {name: page.count(f"\n| `{name}` |") for name in names()} == dict.fromkeys(names(), 1)


def test_every_assumed_value_has_one_row_marked_judged_or_sourced(fresh: dict[str, str]) -> None:
    lines = fresh["assumptions.md"].splitlines()
    for name, one in (assumed.drawn_from() | assumed.constants()).items():
        (row,) = [line for line in lines if line.startswith(f"| `{name}` |")]
        assert f"| {f'[{one.source}](#works)' if one.source else 'judged'} |" in row
        assert f"| {one.unit} |" in row


def test_every_number_is_read_by_somebody(tool: ModuleType) -> None:
    assert [name for name, who in tool.readers().items() if who == "nobody"] == []


def test_a_recorder_remembers_what_was_looked_up(tool: ModuleType) -> None:
    recorder = tool.Recorder()
    recorder["win_alone"]
    assert recorder.seen == {"win_alone"}
