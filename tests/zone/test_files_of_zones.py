"""Zone and mapping files among the others: `check`, `new` and `schema` know them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from suasion.cli.main import app
from suasion.zone.observations.mapping import Mapping
from suasion.zone.rules.file import ZoneFile
from suasion.zone.rules.reading import TEMPLATES, template_names

Edit = Callable[[str, str], Result]


def suasion(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture
def edited(request: pytest.FixtureRequest, tmp_path: Path) -> Edit:
    """Check a new file in which a text was replaced."""

    def check(old: str, new: str) -> Result:
        assert suasion("new", request.param, "draft", "--dir", tmp_path).exit_code == 0
        path = tmp_path / "draft.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return suasion("check", path)

    return check


@pytest.mark.parametrize("kind", ["zone", "mapping"])
def test_a_new_file_passes_the_check(kind: str, tmp_path: Path) -> None:
    assert suasion("new", kind, "my-draft", "--dir", tmp_path).exit_code == 0
    found = suasion("check", tmp_path / "my-draft.yaml")
    assert found.exit_code == 0, found.output
    assert f"my-draft.yaml: fine, a {kind} " in found.output


@pytest.mark.parametrize("name", template_names())
def test_the_packaged_zones_pass_it(name: str) -> None:
    found = suasion("check", TEMPLATES / f"{name}.yaml")
    assert found.exit_code == 0, found.output
    assert ": fine, a zone with " in found.output


@pytest.mark.parametrize("edited", ["zone"], indirect=True)
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[tank, artillery-100]", "[tnak]", "rules.1.weapons.0: no class of weapons is called"),
        ("places: [inner]", "places: [iner]", "no place of this zone is called 'iner'"),
        ("judgement: 15", "judgement: -15", "belts.outer.depth_km.judgement"),
        ("\nrules:", "\nrule:", "rules: this field is missing"),
        ("place: [30.5, 51.0]", "place: [30.5, 49.5]", "sides.south.place"),
        ("\nbegins:", "\nbegin:", "begin"),
    ],
)
def test_faults_of_a_zone_have_their_place(edited: Edit, old: str, new: str, told: str) -> None:
    found = edited(old, new)
    assert found.exit_code == 2
    line = next(line for line in found.output.splitlines() if told in line)
    assert line.split("draft.yaml:")[1].split(":")[0].isdigit()


@pytest.mark.parametrize("edited", ["mapping"], indirect=True)
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"T-72": tank', '"T-72": tnak', "weapon.classes.T-72: the taxonomy has no such class"),
        ("zone: UTC", "zone: UNDECIDED", "time.zone: you have not decided this yet"),
        ("north: 51", "north: 48", "region.north"),
        ("seen: present", "seen: seen", "observed.words.seen"),
    ],
)
def test_faults_of_a_mapping_have_their_place(edited: Edit, old: str, new: str, told: str) -> None:
    found = edited(old, new)
    assert found.exit_code == 2
    line = next(line for line in found.output.splitlines() if told in line)
    assert line.split("draft.yaml:")[1].split(":")[0].isdigit()


@pytest.mark.parametrize("edited", ["zone"], indirect=True)
@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("minsk-ii-2051", "minsk-ii-2015"),
        ("us-artcle-5-like", "us-article-5-like"),
        ("minsk-ii-2015", ""),
        ("my-own-guarantee", ""),
    ],
)
def test_a_misspelt_guarantee_is_warned_of(edited: Edit, name: str, meant: str) -> None:
    found = edited("guarantees: []", f"guarantees: [{name}]")
    assert found.exit_code == 0, found.output
    told = f"guarantees.0: no guarantee is known as {name!r}; did you mean {meant!r}?"
    assert (told in found.output) == bool(meant)
    assert ("no guarantee is known" in found.output) == bool(meant)


@pytest.mark.parametrize("edited", ["zone"], indirect=True)
@pytest.mark.parametrize("name", ["Minsk-II", "minsk ii", "minsk_ii"])
def test_what_is_no_identifier_of_a_guarantee_is_refused(edited: Edit, name: str) -> None:
    found = edited("guarantees: []", f"guarantees: [{name}]")
    assert found.exit_code == 2
    assert "guarantees.0: must be lower-case words joined by hyphens" in found.output


@pytest.mark.parametrize("edited", ["mapping"], indirect=True)
def test_a_mapping_without_region_is_warned_of(edited: Edit) -> None:
    found = edited("region: {south: 49, north: 51, west: 29, east: 32}", "")
    assert found.exit_code == 0
    assert "warning: draft: no region" in found.output


def test_what_is_not_known_of_a_zone_is_warned_of() -> None:
    found = suasion("check", TEMPLATES / "korea-1953.yaml")
    assert "positions not known, nothing is drawn or checked: lines.mdl" in found.output


@pytest.mark.parametrize(("kind", "model"), [("zone", ZoneFile), ("mapping", Mapping)])
def test_the_schema_has_every_field_with_its_words(kind: str, model: Any) -> None:
    found = json.loads(suasion("schema", kind).output)
    assert found["title"] == f"suasion {kind}"
    assert set(found["properties"]) == set(model.model_fields)
    assert not [name for name, one in found["properties"].items() if not one.get("description")]


def test_a_guarantee_with_a_zone_stays_a_guarantee(tmp_path: Path) -> None:
    assert suasion("new", "guarantee", "my-draft", "--dir", tmp_path).exit_code == 0
    found = suasion("check", tmp_path / "my-draft.yaml")
    assert "fine, a guarantee with" in found.output
