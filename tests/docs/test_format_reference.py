"""The page on the format says what the models say."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generator() -> dict[str, object]:
    return runpy.run_path(str(ROOT / "tools" / "write_format_reference.py"))


def test_the_page_is_up_to_date(generator: dict[str, object]) -> None:
    page = generator["page"]
    assert callable(page)
    written = (ROOT / "docs" / "reference" / "guarantee-format.md").read_text(encoding="utf-8")
    assert written == page(), "run `python tools/write_format_reference.py --write`"
