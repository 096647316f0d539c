"""The games on the pages about games are read, and the commands shown print what is shown."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.theory.stages.from_tree import stage_of
from suasion.theory.tree.reading import read_game

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOW_TO = DOCS / "how-to" / "write-a-game.md"
PAGES = (HOW_TO, DOCS / "reference" / "game-format.md")


def blocks(page: Path, kind: str) -> list[str]:
    found = re.findall(rf"^```{kind}\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found, f"{page} has no block of {kind}"
    return list(map(str, found))


GAMES = [(page.name, text) for page in PAGES for text in blocks(page, "yaml")]


@pytest.mark.parametrize(("page", "text"), GAMES)
def test_every_game_of_a_page_is_read_and_can_join_compare(page: str, text: str) -> None:
    tree = read_game(text, page)
    assert stage_of(tree, page).id == tree.id


COMMANDS = [
    (command, shown)
    for block in blocks(HOW_TO, "console")
    for command, shown in re.findall(r"^\$ suasion (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.mark.parametrize(("command", "shown"), COMMANDS)
def test_every_command_prints_what_is_shown(
    command: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for text in blocks(HOW_TO, "yaml"):
        name = text.partition("\n")[0].removeprefix("# ")
        Path(name).write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0, result.output
    printed = [line.rstrip() for line in result.output.splitlines()]
    missing = [line for line in map(str.rstrip, shown.splitlines()) if line not in [*printed, "…"]]
    assert not missing, result.output
