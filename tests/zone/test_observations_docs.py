"""The pages say what the tables say, and the commands shown print what is shown."""

import re
import shlex
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.zone.observations import mapping, mapping_values
from suasion.zone.observations.columns import COLUMNS, limits
from suasion.zone.observations.mapping_file import load
from suasion.zone.observations.reasons import REASONS

DOCS = Path(__file__).resolve().parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "observations.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "keep-a-log.md").read_text(encoding="utf-8")


def test_the_page_has_the_table_of_columns() -> None:
    lines = [
        f"| `{one.name}` | {one.kind} | {one.unit} | {'yes' if one.required else 'no'} | "
        f"{limits(one)} | {one.meaning} |"
        for one in COLUMNS
    ]
    assert "\n".join(lines) in REFERENCE


def test_the_page_has_the_table_of_reasons() -> None:
    assert "\n".join(f"| `{name}` | {text} |" for name, text in REASONS.items()) in REFERENCE


def test_the_page_names_every_field_of_a_mapping() -> None:
    models = [
        one
        for module in (mapping, mapping_values)
        for one in vars(module).values()
        if isinstance(one, type)
        and issubclass(one, BaseModel)
        and one.__module__ == module.__name__
    ]
    fields = {name for one in models for name in one.model_fields}
    assert {"mapping", "constant_m", "within_km"} < fields
    assert not {name for name in fields if f"`{name}`" not in REFERENCE}


def blocks(text: str, kind: str) -> list[str]:
    found = re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert found
    return list(map(str, found))


@pytest.mark.parametrize("text", [*blocks(REFERENCE, "yaml"), *blocks(HOW_TO, "yaml")])
def test_every_mapping_of_a_page_is_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "m.yaml").mapping.mapping == "sightings"


def test_every_command_prints_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the order of the page: each command works on what the one before has left."""
    monkeypatch.chdir(tmp_path)
    Path("sightings.csv").write_text(blocks(HOW_TO, "csv")[0], encoding="utf-8")
    Path("sightings.yaml").write_text(blocks(HOW_TO, "yaml")[0], encoding="utf-8")
    pairs = re.findall(r"^\$ suasion (.*)\n((?:(?!\$ |```).*\n)*)", HOW_TO, re.MULTILINE)
    assert len(pairs) == 4
    for command, shown in pairs:
        result = CliRunner().invoke(app, shlex.split(command))
        assert result.exit_code == 0, result.output
        missing = [line for line in shown.splitlines() if line not in result.output.splitlines()]
        assert not missing, result.output
    rejects = Path("rejects.csv").read_text(encoding="utf-8").splitlines()[1:]
    told = [tuple(line.replace('"', "").split(",")[:2]) for line in rejects]
    assert told == [("4", "swapped"), ("5", "unknown-class"), ("6", "local-time-never")]
