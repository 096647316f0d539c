"""The page on planning shows what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.zone.planning.planfile import Choice

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "plan-monitoring.md"
TEXT = PAGE.read_text(encoding="utf-8")


def shown() -> list[tuple[str, list[str]]]:
    """Commands of the page that have an output there, with its lines."""
    blocks = "".join(re.findall(r"```console\n(.*?)```", TEXT, re.S))
    parts = [part.splitlines() for part in blocks.split("$ suasion ")[1:]]
    return [(first, lines) for first, *lines in parts if any(lines)]


def test_there_are_commands_to_try() -> None:
    assert len(shown()) >= 4


@pytest.mark.parametrize(("command", "lines"), shown())
def test_a_command_prints_what_is_shown(
    command: str, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    found = re.search(r"```yaml\n(.*?)```", TEXT, re.S)
    assert found
    Path("plan.yaml").write_text(found[1], encoding="utf-8")
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0, result.output
    printed = iter(result.stdout.splitlines())
    assert [line for line in lines if line not in ("…", "") and line not in printed] == []


def test_every_field_of_a_means_is_on_the_page() -> None:
    assert [name for name in Choice.model_fields if f"`{name}`" not in TEXT] == []
