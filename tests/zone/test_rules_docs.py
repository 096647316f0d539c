"""The page on the format: its example is a zone, and it names every field there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from suasion.zone.rules import file
from suasion.zone.rules.building import build
from suasion.zone.rules.reading import load
from suasion.zone.rules.words import worded

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "zone-format.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_the_example_is_a_zone(page: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(re.search(r"```yaml\n(.*?)```", page, re.S).group(1), encoding="utf-8")
    zone = load(path)
    kinds = [one.kind for one in build(zone)]
    assert set(kinds) == {"belt", "site", "area", "exclusion", "crossing", "corridor", "line"}
    assert {one.rule for one in worded(zone)} == {kind.value for kind in file.Kind}
    near, far = (worded_in(zone, name) for name in ("near", "far"))
    assert near == ["Northern side, Southern side"]
    assert far == ["Northern side", "Northern side"]


def worded_in(zone, place: str) -> list[str]:
    return [one.sides for one in worded(zone) if one.place == place]


def test_every_field_is_on_the_page(page: str) -> None:
    models = [
        file.ZoneFile,
        file.Line,
        file.Side,
        file.Belt,
        file.Site,
        file.Area,
        file.Exclusion,
        file.Crossing,
        file.Corridor,
        file.Rule,
    ]
    fields = {name for model in models for name in model.model_fields}
    assert not [name for name in sorted(fields) if f"`{name}`" not in page]
