"""What cannot be estimated, or was written wrongly, is refused with what to do."""

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.errors import InputError, UnknownName
from suasion.evidence.estimation import fit, game, listed, model
from suasion.evidence.estimation.terms import parse_side
from suasion.evidence.estimation.trees import components


@pytest.fixture
def data() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "x": rng.normal(size=60),
            "z": rng.normal(size=60),
            "flat": np.ones(60),
            "group": rng.choice(["a", "b", "c"], 60),
            "many": [f"v{k}" for k in range(60)],
            "y": rng.choice(["status_quo", "concession", "war"], 60),
        }
    )


REFUSED = {
    "all of a player's utilities": ("y ~ x | x | x | z", "stands in all utilities of challenger"),
    "constants everywhere": ("y ~ 1 | 1 | 1 | z", "the constant stands in all utilities"),
    "no variation": ("y ~ x + flat | 0 | 0 | z", "the same value in every row"),
    "collinear": ("y ~ x + I(3*x) | 0 | 0 | z", "a sum of others of the same utility"),
    "no choice": ("y ~ defender.status_quo = x", "no move of this player bears on this outcome"),
    "scale": ("y ~ x | 0 | 0 | z | scale = 1", "the scale is not identified"),
    "two scales": ("y ~ x | 0 | 0 | z | scale = 0+z | scale.defender = 0+x", "and one for some"),
    "nothing": ("y ~ 0 | 0 | 0 | 0", "nothing to estimate"),
    "flat chances": ("y ~ 1 | 0 | 1 | 1", "cannot be told apart"),
    "parts": ("y ~ x | 0 | z", "takes 4 parts in the order challenger.status_quo"),
    "no tilde": ("x | 0 | z | z", "one ~ between"),
    "twice": ("y ~ defender.war = x | defender.war = z", "given twice"),
    "mixed": ("y ~ x | defender.war = z", "without a name cannot stand here"),
    "power": ("y ~ x^2 | 0 | 0 | z", "no term of a formula"),
    "code": ("y ~ __import__('os') | 0 | 0 | z", "not part of an expression"),
    "minus": ("y ~ x - z | 0 | 0 | z", "only 1 can be taken away"),
    "infinite": ("y ~ log(x) | 0 | 0 | z", "not finite in row"),
    "text as number": ("y ~ log(group) | 0 | 0 | z", "this column is text"),
    "too many levels": ("y ~ many | 0 | 0 | z", "60 different values"),
    "moves": ("x + z ~ x | 0 | 0 | z", "holds what is no move"),
    "three moves": ("x + z + y ~ x | 0 | 0 | z", "up to 2 moves on a path"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(data: pd.DataFrame, name: str) -> None:
    formula, message = REFUSED[name]
    with pytest.raises(InputError, match=message):
        model("egame12", data, formula)


UNKNOWN = {
    "y ~ xx | 0 | 0 | z": "xx",
    "yy ~ x | 0 | 0 | z": "yy",
    "y ~ defender.peace = x": "defender.peace",
    "y ~ defendr.war = x": "Did you mean defender.war",
    "y ~ scale.protege = 0 + x": "protege",
    "y ~ defender:hard.war = x": "hard",
}


@pytest.mark.parametrize("formula", UNKNOWN)
def test_unknown_names(data: pd.DataFrame, formula: str) -> None:
    with pytest.raises(UnknownName, match=UNKNOWN[formula]):
        model("egame12", data, formula)


def test_several_faults_are_told_at_once(data: pd.DataFrame) -> None:
    with pytest.raises(InputError) as caught:
        model("egame12", data, "y ~ x + flat | 0 | 0 | z + I(2*z)")
    assert len(caught.value.problems) == 2


def test_values_that_stand_for_nothing(data: pd.DataFrame) -> None:
    data["code"] = 7
    with pytest.raises(InputError, match="row 1 holds a value that stands for no outcome"):
        model("egame12", data, "code ~ x | 0 | 0 | z")
    with pytest.raises(InputError, match="no outcome of this name"):
        model("egame12", data, "code ~ x | 0 | 0 | z", codes={7: "peace"})


def test_an_outcome_that_never_happens_needs_a_penalty(data: pd.DataFrame) -> None:
    some = data[data["y"] != "war"]
    with pytest.raises(InputError, match="no row has this outcome"):
        fit("egame12", some, "y ~ x | 0 | 0 | z")
    assert fit("egame12", some, "y ~ x | 0 | 0 | z", penalty="log-f", starts=1).converged


def test_missing_values_are_left_out_and_counted(data: pd.DataFrame) -> None:
    data.loc[:4, "x"] = np.nan
    data.loc[50:, "y"] = None
    found = model("egame12", data, "y ~ x | 0 | 0 | z")
    assert found.left_out == 15
    data["x"] = np.nan
    with pytest.raises(InputError, match="no row has a value"):
        model("egame12", data, "y ~ x | 0 | 0 | z")


def test_clusters(data: pd.DataFrame) -> None:
    with pytest.raises(UnknownName):
        fit("egame12", data, "y ~ x | 0 | 0 | z", cluster="country")
    with pytest.raises(InputError, match="one cluster"):
        fit("egame12", data, "y ~ x | 0 | 0 | z", cluster="flat")


def test_private_information_needs_its_trees(data: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="beliefs depend on what players choose"):
        model("unilateral", data, "y ~ challenger.DC = x", shocks="private-information")


def test_sides() -> None:
    assert parse_side("a*b - 1").terms == parse_side("a + b + a:b").terms
    assert not parse_side("a*b - 1").constant
    assert not parse_side("0 + a").constant
    assert parse_side("`a b` + factor(c)").columns == {"a b", "c"}
    assert parse_side("offset(2*u)").offsets[0].names == {"u"}


def test_listed_utilities_are_those_of_the_package() -> None:
    assert [str(one) for one in listed(game("egame122"))] == [
        *(f"player_1.{outcome}" for outcome in ("LL", "LR", "RL", "RR")),
        "player_2.LR",
        "player_2.RR",
    ]
    assert [str(one) for one in listed(game("egame123"))][-4:] == [
        "protege.concession",
        "protege.war_without_guarantor",
        "protege.war_with_guarantor",
        "guarantor.war_with_guarantor",
    ]


def test_branches_of_one_player_are_groups_of_their_own() -> None:
    assert components(game("egame122"), 1) == [{"LL", "LR"}, {"RL", "RR"}]
    assert components(game("egame12"), 0) == [{"status_quo", "concession", "war"}]


def test_command(data: pd.DataFrame, tmp_path) -> None:
    path, run = tmp_path / "cases.csv", CliRunner()
    data.assign(y=data["y"].map({"status_quo": 1, "concession": 3, "war": 4})).to_csv(path)
    codes = [f"--code={k}={v}" for k, v in {1: "status_quo", 3: "concession", 4: "war"}.items()]
    formula = "--formula=y ~ x | 0 | 0 | z"
    done = run.invoke(app, ["estimate", "egame12", str(path), formula, *codes, "--effects"])
    assert done.exit_code == 0, done.output
    assert "defender.war: z" in done.output
    assert max(map(len, done.output.splitlines())) <= 80
    plain = run.invoke(app, ["estimate", "egame12"])
    assert "challenger.concession" in plain.output
    for bad, message in (
        ([formula], "cases.csv: y: row 1"),
        (["--formula=y ~ xx | 0 | 0 | z", *codes], "no column of the data is called 'xx'"),
        ([], "a formula is missing"),
        ([formula, "--code=1"], "needs a name"),
    ):
        refused = run.invoke(app, ["estimate", "egame12", str(path), *bad])
        assert refused.exit_code == 2
        assert message in refused.output
    absent = run.invoke(app, ["estimate", "egame12", str(tmp_path / "no.csv"), formula])
    assert absent.exit_code == 2
    assert "cannot be read" in absent.output


def test_command_in_json(data: pd.DataFrame, tmp_path) -> None:
    import json

    path = tmp_path / "cases.csv"
    data.to_csv(path)
    asked = ["estimate", "egame12", str(path), "--formula=y ~ x | 0 | 0 | z", "--format=json"]
    found = json.loads(CliRunner().invoke(app, asked).output)
    assert found["rows"] == 60
    assert found["converged"] is True
    assert [one["name"] for one in found["coefficients"]][-1] == "defender.war: z"
