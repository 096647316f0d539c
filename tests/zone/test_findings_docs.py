"""The commands of the pages print what the pages show."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.zone.findings.aggregates import VERDICTS
from suasion.zone.findings.data import as_data
from suasion.zone.findings.feed import VARIABLES

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOW_TO = (DOCS / "how-to" / "check-a-zone.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference" / "zone-findings.md").read_text(encoding="utf-8")


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def shown(session: str) -> tuple[list[str], list[str]]:
    """Arguments of a command and the lines that it is said to print."""
    command, *lines = session.splitlines()
    return shlex.split(command.removeprefix("$ suasion ")), lines


def test_the_how_to_goes_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = zip(
        ("zone.yaml", "seen.yaml", "seen.csv", "watched.csv"),
        [*blocks(HOW_TO, "yaml"), *blocks(HOW_TO, "csv")],
        strict=True,
    )
    for name, text in files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    counts = "\n".join(f"2024-01-{day:02d},{4 + day % 3}" for day in range(1, 31))
    (tmp_path / "counts.csv").write_text(f"day,count\n{counts}\n")
    sessions = blocks(HOW_TO, "console")
    assert len(sessions) == 6
    for session in sessions:
        arguments, lines = shown(session)
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, result.output
        assert not set(lines) - set(result.output.splitlines())


def test_the_look_back_prints_what_the_page_shows(record_folder: Path) -> None:
    path = record_folder / "events" / "osce_smm_ceasefire_violations_sample.csv"
    if not path.is_file():
        pytest.skip(f"no {path.name} in {record_folder}")
    (session,) = blocks(REFERENCE, "console")
    arguments, lines = shown(session.replace("osce.csv", str(path)))
    result = CliRunner().invoke(app, arguments)
    assert not set(lines) - set(result.output.splitlines())


def test_the_page_names_every_verdict_and_variable() -> None:
    assert not [name for name in (*VERDICTS, *VARIABLES) if f"| `{name}` |" not in REFERENCE]


def test_the_page_names_every_part_of_the_json() -> None:
    from inspect import getsource

    parts = re.findall(r'^        "(\w+)":', getsource(as_data), re.MULTILINE)
    assert len(parts) == 14
    assert not [name for name in parts if f"`{name}`" not in REFERENCE]
