"""The changelog always has a place for the next change, and for numbers that moved."""

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def changelog(root: Path) -> str:
    return (root / "CHANGELOG.md").read_text(encoding="utf-8")


def unreleased(changelog: str) -> str:
    found = re.search(r"^## \[?Unreleased\]?\s*$(.*?)(?=^## |\Z)", changelog, re.M | re.S)
    assert found, "CHANGELOG.md has no section '## [Unreleased]'"
    return found.group(1)


def test_changelog_has_an_unreleased_section(changelog: str) -> None:
    assert unreleased(changelog).strip()


def test_unreleased_section_has_a_heading_for_numbers(changelog: str) -> None:
    assert re.search(r"^### Numbers\s*$", unreleased(changelog), re.M)
