"""`compare --theory my-game.yaml`: a game of one's own beside the built-in theories."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AGAIN = Path(__file__).resolve().parents[1] / "theory" / "games" / "strategic-again.yaml"
TWO = ("-g", "korean-model", "-g", "no-guarantee", "--draws", "20", "--quiet")


def compared(suasion: Callable[..., Any], *theories: Any) -> dict[str, Any]:
    """What `compare --format json` prints."""
    asked = [part for theory in theories for part in ("--theory", theory)]
    result = suasion("compare", *TWO, *asked, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_file_beside_the_theory_that_it_repeats(suasion: Callable[..., Any]) -> None:
    found = compared(suasion, AGAIN, "strategic")
    assert found["options"]["theories"] == ["strategic-again", "strategic"]
    assert len(found["guarantees"]) == 2
    for guarantee in found["guarantees"]:
        chances = guarantee["by_theory"]
        assert set(chances) == {"strategic-again", "strategic"}
        # They differ in one thing: in a file the challenger thinks that the protege, too, counts on
        # the help that the challenger expects.
        assert chances["strategic-again"] == pytest.approx(chances["strategic"], abs=2e-3)


def test_payoffs_that_read_no_situation(game: Path, suasion: Callable[..., Any]) -> None:
    found = compared(suasion, game)
    chances = [one["by_theory"]["my-game"] for one in found["guarantees"]]
    assert all(0 <= chance <= 1 for chance in chances)


# What is changed in the good file, and what the one line must say.
FAULTS = {
    "an outcome that counts as nothing": (
        ("common: concession, ", ""),
        ["game.yaml:", "outcomes", "found CON", "compare needs to know", "`common`: one of status"],
    ),
    "no challenger": (
        ("challenger", "attacker"),
        ["game.yaml:", "players", "no player is the challenger", "who may attack challenger"],
    ),
    "the name of a built-in theory": (
        ("game: my-game", "game: strategic"),
        ["game.yaml:", "game", "found strategic", "built-in theory has this name", "another name"],
    ),
    "a fault of the game itself": (
        ("abandon: ALONE", "abandon: ALNE"),
        ["game.yaml:13:", "nodes.help.actions.abandon", "Did you mean ALONE?"],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_game_that_cannot_be_played(fault: str, game: Path, suasion: Callable[..., Any]) -> None:
    (old, new), words = FAULTS[fault]
    text = game.read_text(encoding="utf-8")
    assert old in text
    game.write_text(text.replace(old, new), encoding="utf-8")
    result = suasion("compare", *TWO, "--theory", game)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    (line,) = result.output.splitlines()
    missing = [one for one in words if one not in line]
    assert not missing, line


def test_a_file_that_is_not_there(suasion: Callable[..., Any]) -> None:
    result = suasion("compare", *TWO, "--theory", "nowhere.yaml")
    assert result.exit_code == 2
    assert result.output == "nowhere.yaml: there is no such file. Check the path\n"
