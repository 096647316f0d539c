"""`solve` gives every equilibrium in four formats, and tells what it was asked for wrongly."""

import json
import math
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from suasion.cli.solve import _shown, as_data
from suasion.describe.reading import parse
from suasion.describe.templates import TEMPLATES
from suasion.theory.solution import Equilibrium, Solution
from suasion.theory.solvers.solutions import SOLVERS
from suasion.theory.stages.from_tree import stage_of
from suasion.theory.tree.efg_reading import read_efg
from suasion.theory.tree.reading import LIBRARY, load

KEYS = ["model", "parameters", "equilibria", "selected", "selection", "status"]
OF_ONE = ["label", "strategies", "outcomes", "values", "beliefs", "status"]
SITUATION = Path(__file__).resolve().parents[1] / "theory" / "games" / "strategic-again.yaml"
TEMPLATE = TEMPLATES / "game.yaml"
SCRIPT = "import sys; from suasion.cli.main import app; app(sys.argv[1:])"


def told(result: Any) -> str:
    """The one line of a fault of input."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    (line,) = result.output.splitlines()
    return str(line)


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def solved(suasion: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
    """What `solve --format json` prints, with its keys checked."""
    result = suasion("solve", *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout, parse_constant=no_constant)
    assert list(found) == KEYS
    assert list(found["status"]) == ["code", "sentence"]
    assert all(list(one) == OF_ONE for one in found["equilibria"])
    return found


def test_a_model_as_a_table(suasion: Callable[..., Any]) -> None:
    result = suasion("solve", "unilateral")
    assert result.exit_code == 0
    for words in ("bluff *", "steadfast deterrence", "Value to each player", "* selected: "):
        assert words in result.output


def test_a_table_has_whole_names_the_selected_column_and_no_empty_part(
    suasion: Callable[..., Any],
) -> None:
    many = suasion("solve", "audience-cost-dynamics").output
    assert "country_1_high_in_high_conflict " in many
    assert "Strategies (8 more equilibria: --format json)" in many
    assert many.count("principal *") == 3
    sample = suasion("solve", "attribute-sampling", "--set", "N=100000", "--set", "p_wanted=1")
    assert " 99996 " in sample.output
    assert "Value to each player" not in sample.output


def test_a_long_table_ends_and_says_so(suasion: Callable[..., Any]) -> None:
    long = suasion("solve", "inspection-dresher", "--set", "n=40", "--set", "m=20").output
    assert "Strategies (1160 more rows: --format json)" in long
    assert 100 < len(long.splitlines()) < 140


def test_the_selected_equilibrium_has_a_column_wherever_it_stands() -> None:
    each = [Equilibrium(f"number {at}", {}, {"peace": 1.0}, {}, {}) for at in range(9)]
    found = Solution("toy", {}, tuple(each), 7, "the seventh")
    assert _shown(found, 200) == [0, 1, 2, 3, 4, 7]
    assert _shown(found, 5) == [7]


def test_a_game_as_a_table(game: Path, suasion: Callable[..., Any]) -> None:
    result = suasion("solve", game)
    assert result.exit_code == 0
    for words in ("A guarantor that may be hard or soft (my-game)", "├─", "help (soft): fight"):
        assert words in result.output
    # The title once; chances as numbers; payoffs at the right within the width.
    assert result.output.count("hard or soft") == 1
    (hard,) = (line for line in result.output.splitlines() if line.startswith("├─ hard "))
    assert hard.split()[2] == "0.6:"
    assert any(line.split()[-3:] == ["0", "0", "0"] for line in result.output.splitlines())


@pytest.mark.parametrize("model", ["unilateral", "threshold", "spatial-politics", "veto-players"])
def test_json_of_a_model(model: str, suasion: Callable[..., Any]) -> None:
    found = solved(suasion, model)
    assert found["status"]["code"] == "ok"
    chosen = found["equilibria"][found["selected"]]
    assert math.fsum(chosen["outcomes"].values()) == pytest.approx(1, abs=1e-9)


def test_json_of_a_game(game: Path, suasion: Callable[..., Any]) -> None:
    found = solved(suasion, game)
    assert found["model"] == "my-game"
    assert found["parameters"] == {"p": 0.6}
    (one,) = found["equilibria"]
    assert one["strategies"]["help (hard): fight"] == pytest.approx(1 / (1 + math.exp(-3.5)))


def test_what_json_cannot_hold_is_null() -> None:
    one = Equilibrium("peace", {"x": math.nan}, {"SQ": 1.0}, {"challenger": 1.0}, {"y": math.inf})
    found = as_data(
        Solution("toy", {"limit": math.inf, "row": 2.0}, (one,), 0, "the only one"), "toy"
    )
    assert found["parameters"] == {"limit": None, "row": 2.0}
    assert found["equilibria"][0]["strategies"] == {"x": None}
    assert found["equilibria"][0]["beliefs"] == {"y": None}
    json.dumps(found, allow_nan=False)


def test_nothing_found_is_a_status_and_no_fault(suasion: Callable[..., Any]) -> None:
    found = solved(suasion, "unilateral", "--solver", "subgame-perfect")
    assert (found["equilibria"], found["selected"]) == ([], None)
    assert found["status"]["code"] == "not-applicable"
    assert "backward induction" in found["status"]["sentence"]
    result = suasion("solve", "unilateral", "--solver", "subgame-perfect")
    assert result.exit_code == 0
    assert "not-applicable: " in result.output


@pytest.mark.parametrize("solver", SOLVERS)
def test_every_solver_of_trees(solver: str, game: Path, suasion: Callable[..., Any]) -> None:
    found = solved(suasion, game, "--solver", solver)
    assert found["status"]["code"] == "ok"
    assert found["selected"] == 0
    best = found["equilibria"][0]
    likeliest = max(best["outcomes"], key=best["outcomes"].get)
    assert likeliest == "SQ" or solver == "private-information"


def test_gambit_reads_what_efg_says(game: Path, suasion: Callable[..., Any]) -> None:
    result = suasion("solve", game, "--set", "p=0.25", "--format", "efg")
    assert result.exit_code == 0
    tree = read_efg(result.stdout, "game.efg")
    assert tree.players == ("challenger", "protege", "guarantor")
    assert [e.constant for e in tree.nodes[0].chances] == [0.25, 0.75]


def test_a_game_of_gambit_is_solved(
    game: Path, tmp_path: Path, suasion: Callable[..., Any]
) -> None:
    out = tmp_path / "game.efg"
    assert suasion("solve", game, "--format", "efg", "--out", out).exit_code == 0
    again, first = solved(suasion, out), solved(suasion, game)
    chances = [[one["outcomes"]["SQ"] for one in found["equilibria"]] for found in (again, first)]
    assert chances[0] == pytest.approx(chances[1], abs=1e-9)
    line = told(suasion("solve", out, "--case", "ukraine-2025"))
    assert "only a game in YAML reads a situation" in line


def test_a_drawing_is_svg(game: Path, suasion: Callable[..., Any]) -> None:
    result = suasion("solve", game, "--format", "svg")
    assert result.exit_code == 0
    root = ET.fromstring(result.stdout)
    assert root.tag.endswith("svg")
    assert "ALONE" in "".join(root.itertext())


@pytest.mark.parametrize("form", ["json", "efg", "svg"])
def test_out_writes_what_would_be_printed(
    form: str, game: Path, tmp_path: Path, suasion: Callable[..., Any]
) -> None:
    out = tmp_path / "folder" / f"game.{form}"
    result = suasion("solve", game, "--format", form, "--out", out)
    assert result.exit_code == 0
    assert not result.stdout
    assert str(out) in "".join(result.stderr.split())
    assert out.read_text("utf-8") == suasion("solve", game, "--format", form).stdout


def test_out_of_a_table_and_where_nothing_can_be_written(
    game: Path, tmp_path: Path, suasion: Callable[..., Any]
) -> None:
    line = told(suasion("solve", game, "--out", tmp_path / "game.txt"))
    assert line.startswith("--out: a table goes to the screen")
    line = told(suasion("solve", game, "--format", "json", "--out", tmp_path))
    assert f"cannot be written (Is a directory) (found {tmp_path})" in line


@pytest.mark.parametrize("model", ["threshold", "spatial-politics"])
@pytest.mark.parametrize("form", ["efg", "svg"])
def test_a_model_that_is_no_tree(model: str, form: str, suasion: Callable[..., Any]) -> None:
    line = told(suasion("solve", model, "--format", form))
    assert line == f"{model}: the model is no game tree. Use --format table or json"


def test_set_changes_the_answer(game: Path, suasion: Callable[..., Any]) -> None:
    found = solved(suasion, game, "--set", "p=0.25")
    assert found["parameters"] == {"p": 0.25}
    assert found["equilibria"][0]["beliefs"]["reply: guarantor hard"] == pytest.approx(0.25)
    assert solved(suasion, "unilateral", "--set", "p_ch=0.3", "--set", "p_def=0.2")["selected"] == 0


def test_set_takes_rows(suasion: Callable[..., Any]) -> None:
    """One voter outweighs the others: the median is where it stands."""
    found = solved(suasion, "weighted-median", "--set", "x=1,2,9", "--set", "C=1,1,5")
    assert found["equilibria"][0]["strategies"]["median"] == 9


# What is given to --set, for a game or a model, and what the one line must say.
SETTINGS = {
    "out of range": ("game", "p=2", ["--set:", "between 0 and 1", "p=2.0", "guarantor is hard"]),
    "a near name": ("game", "pp=1", ["no parameter of this game", "'pp'", "Did you mean p?"]),
    "a far name": ("game", "zeal=1", ["no parameter of this game", "'zeal'", "Known: p."]),
    "no number": ("game", "p=high", ["--set:", "has no number", "found p=high", "Write 0.5"]),
    "no value": ("game", "p=", ["--set:", "has no number", "found p=)"]),
    "no equals sign": ("game", "p", ["--set:", "is not NAME=VALUE", "--set name=0.5"]),
    "NaN": ("game", "p=nan", ["--set:", "must be a number", "p=nan"]),
    "infinity": ("game", "p=inf", ["--set:", "between 0 and 1", "p=inf"]),
    "a row for a number": ("game", "p=1,2", ["--set:", "must be one number", "guarantor is hard"]),
    "model, out of range": ("unilateral", "p_ch=2", ["between 0 and 1", "challenger is hard"]),
    "model, near name": ("unilateral", "p_hc=1", ["'p_hc'", "Did you mean p_ch"]),
    "model, no number": ("unilateral", "p_ch=x", ["has no number", "found p_ch=x"]),
    "model, infinity": ("finite-term", "gain=inf", ["must be finite", "found gain=inf"]),
    "model, endless term": ("finite-term", "term_periods=inf", ["must be finite", "1e+100"]),
    "model, beyond sense": ("finite-term", "status_quo=1e308", ["must be finite", "in size"]),
    "model, a number for a row": ("weighted-median", "x=1", ["must be a list", "found x=1.0"]),
    "model, rows for a row": ("burden-sharing", "w=1,2;3,4", ["must be one row", "resources"]),
    "model, a hole in a row": ("weighted-median", "x=1,,2", ["has no number", "found x=1,,2"]),
}


@pytest.mark.parametrize("fault", SETTINGS)
def test_wrong_settings(fault: str, game: Path, suasion: Callable[..., Any]) -> None:
    model, setting, words = SETTINGS[fault]
    line = told(suasion("solve", game if model == "game" else model, "--set", setting))
    missing = [one for one in words if one not in line]
    assert not missing, line


@pytest.mark.parametrize(
    ("model", "solver", "words"),
    [
        ("game", "nash", "no solver of my-game is called 'nash'. Known: quantal-response"),
        ("game", "perfect-bayes", "Did you mean perfect-bayesian?"),
        ("unilateral", "quantal", "Did you mean quantal-response?"),
        ("threshold", "subgame-perfect", "no solver of threshold is called 'subgame-perfect'"),
    ],
)
def test_a_solver_that_is_not_there(
    model: str, solver: str, words: str, game: Path, suasion: Callable[..., Any]
) -> None:
    line = told(suasion("solve", game if model == "game" else model, "--solver", solver))
    assert words in line


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unilaterl", "no model is called 'unilaterl'. Did you mean unilateral?"),
        ("nowhere.yaml", "nowhere.yaml: there is no such file. Check the path"),
        ("nowhere.efg", "nowhere.efg: there is no such file. Check the path"),
    ],
)
def test_a_game_that_is_not_there(name: str, words: str, suasion: Callable[..., Any]) -> None:
    assert words in told(suasion("solve", name))


def test_a_game_that_reads_a_situation_says_how_to_give_it(suasion: Callable[..., Any]) -> None:
    line = told(suasion("solve", SITUATION))
    for words in ("strategic-again", "found able, against, alone", "--case", "--set NAME=VALUE"):
        assert words in line


def test_a_situation_from_a_case(suasion: Callable[..., Any]) -> None:
    at = ("--case", "ukraine-2025", "-g", "korean-model")
    found = solved(suasion, SITUATION, *at)
    assert 0 < found["parameters"]["able"] < 1
    moved = solved(suasion, SITUATION, *at, "--set", "net=5")
    assert moved["parameters"] == found["parameters"] | {"net": 5}
    fights = [one["equilibria"][0]["strategies"]["help: fight"] for one in (found, moved)]
    assert fights[0] < fights[1]


def test_a_case_that_does_not_fit(game: Path, suasion: Callable[..., Any]) -> None:
    case = ("--case", "ukraine-2025")
    assert "only a game in YAML" in told(suasion("solve", "unilateral", *case))
    line = told(suasion("solve", game, "-g", "korean-model"))
    assert "Add --case CASE" in line
    assert "Did you mean ukraine-2025" in told(suasion("solve", game, "--case", "ukraine-2026"))
    line = told(suasion("solve", game, *case, "-g", "korean-modell"))
    assert "Did you mean korean-model" in line


def test_a_new_game_is_solved(tmp_path: Path, suasion: Callable[..., Any]) -> None:
    result = suasion("new", "game", "my-draft", "--dir", tmp_path)
    assert result.exit_code == 0
    path = tmp_path / "my-draft.yaml"
    assert f"Edit it, then run: suasion solve {path}" in result.output
    assert solved(suasion, path)["model"] == "my-draft"
    assert "there is such a file already" in told(
        suasion("new", "game", "my-draft", "--dir", tmp_path)
    )
    tree = load(path)
    assert stage_of(tree, str(path)).id == "my-draft"


def test_the_schema_accepts_what_is_read(suasion: Callable[..., Any]) -> None:
    schema = json.loads(suasion("schema", "game").output)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    games = [TEMPLATE, SITUATION, *sorted(LIBRARY.glob("*.yaml"))]
    for path in games:
        text = path.read_text("utf-8").replace("TEMPLATE-ID", "my-game")
        data = parse(text, path.name).data
        assert not list(validator.iter_errors(data)), path
        assert list(validator.iter_errors(data | {"game": "My Game"}))
        assert list(validator.iter_errors(data | {"nodes": {}}))
    assert schema["properties"]["nodes"]["description"] == "By name; the first is the start."


def test_a_process_ends_without_a_traceback(game: Path) -> None:
    game.write_text("game: [", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT, "solve", str(game)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert result.returncode == 2
    assert not result.stdout
    assert "Traceback" not in result.stderr
    assert "game.yaml:1:" in result.stderr
