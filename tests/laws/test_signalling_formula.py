"""The formula and the command of the signalling game: recovery, agreement, and what is refused."""

import csv
import io
import json
import re
import shlex
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.errors import SuasionError
from suasion.evidence.data import load_sigint_sanctions
from suasion.evidence.signalling import crises, example, fit, simulated, specified
from suasion.evidence.signalling.constrained import highest
from suasion.evidence.signalling.formula import utility_name
from suasion.evidence.signalling.games import OUTCOMES
from suasion.evidence.signalling.games import UTILITIES as UTILITY_NAMES
from suasion.theory.solution import Status

TRUTH = np.array([1.0, -1.8, -2.45, 0.1, -1.2, 1.0])
FORMULA = "sq + cd + sf + bd ~ 0 | 1 | 0 | 1 | x | 1 | 1"
UTILITIES = {"v_a": ["1"], "w_a": ["1"], "w_b": ["1", "x"], "a": ["1"], "v_b": ["1"]}
# The formula in the help of R's sigInt, as it stands there.
OF_R = """sq+cd+sf+bd ~ sqrt(senderecondep) + senderdemocracy + contig + ally -1|
    anticipatedsendercosts|
    sqrt(targetecondep) + anticipatedtargetcosts + contig + ally|
    sqrt(senderecondep) + senderdemocracy + lncaprat |
    targetdemocracy + lncaprat|
    senderdemocracy|
    -1"""


def drawn(count, plays, truth=TRUTH, played=0, seed=4):
    table = pd.DataFrame({"x": np.linspace(-10.0, 10.0, count)}).assign(sq=1, cd=0, sf=0, bd=0)
    random = np.random.default_rng(seed)
    counts = simulated(
        crises(table, UTILITIES), truth, plays=plays, random=random, played=played
    ).counts
    return table.assign(**dict(zip(OUTCOMES, counts.T, strict=True)))


@pytest.fixture(scope="module")
def table():
    return example()


@pytest.fixture(scope="module")
def fits():
    """Games played so often that their own shares are their chances."""
    data = drawn(40, 500_000)
    return {one: fit(data, FORMULA, method=one, first="shares") for one in ("pl", "npl", "cmle")}


@pytest.mark.parametrize("method", ["npl", "cmle"])
def test_payoffs_are_recovered(fits, method):
    found = fits[method]
    rows = found.table()
    assert found.converged
    assert (np.abs(rows["estimate"] - TRUTH) < 4.0 * rows["se"]).all()
    assert (rows["se"] < 0.02).all()
    assert found.equilibria() == {1: 40}


def test_methods_agree_where_the_first_stage_is_right(fits):
    best, near = fits["cmle"].estimates.values, [0, 1, 3, 4]
    # B's constants lie along a ridge, where PL hangs on the last digits of its first stage: it is
    # off by 0.07 with 500,000 plays of a game, and by 2.5 with 50 (see the how-to).
    for method in ("pl", "npl"):
        off = np.abs(fits[method].estimates.values - best)
        assert off[near].max() < 0.01
        assert off.max() < 0.1
    assert np.abs(fits["npl"].estimates.values - best).max() < 0.02


def test_a_higher_end_that_is_no_maximum_unmasks_a_local_one(fits):
    local = fits["cmle"].estimates
    late = Status("step-limit", "The search ended early.")
    higher = replace(local, log_likelihood=local.log_likelihood + 5.0, status=late)
    assert highest([local, higher]) is higher
    # Not if its games are in no equilibrium, nor if it is at the same place but for rounding.
    assert highest([local, replace(higher, violation=0.1)]) is local
    assert highest([local, replace(higher, log_likelihood=local.log_likelihood + 1e-6)]) is local


def test_several_equilibria_and_few_plays_are_warned_of(fits):
    found = fits["cmle"]
    several = found.multiplicity._replace(number=np.full(40, 3))
    assert not any("fitted to noise" in one for one in replace(found, multiplicity=several).notes)
    games = found.specified.games.with_counts(np.ones((40, 4)))
    rare = replace(found, multiplicity=several, specified=replace(found.specified, games=games))
    assert any("40 games with several equilibria are played 4.0 times" in one for one in rare.notes)


def test_formula_makes_the_games_that_lists_of_columns_make(table):
    ours, theirs = specified(table, FORMULA).games, crises(table, UTILITIES)
    assert (ours.design == theirs.design).all()
    assert (ours.counts == theirs.counts).all()
    assert ours.names[2:4] == ("w_b: const", "w_b: x")


def test_formula_of_r_gives_the_published_estimates(record_folder):
    data = load_sigint_sanctions(record_folder)
    found = fit(data, OF_R, first="PRhat + PFhat")
    assert found.estimates.log_likelihood == pytest.approx(-3932.447, abs=1e-3)
    assert found.table().estimate["w_b: const"] == pytest.approx(-0.9083785, abs=2e-6)
    assert found.equilibria() == {1: 418}


@pytest.mark.parametrize(
    "parts",
    [
        ["sq + cd + sf + bd ~ w_a = 1", "w_b = x", "a = 1 | v_b = 1"],
        ["sq + cd + sf + bd ~ barWB = x | barWA = 1 | bara = 1 | VB = 1"],
        ["sq + cd + sf + bd ~ 0 | 0 | 0 | 1 | x | 1 | 1"],
    ],
)
def test_ways_to_write_the_same(table, parts):
    games = specified(table, parts, fixed={"VA": 1.0}).games
    assert games.names == ("w_a: const", "w_b: const", "w_b: x", "a: const", "v_b: const")
    assert (games.fixed == [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]).all()
    offset = specified(table, FORMULA.replace("0 | 1 |", "0 | 0 + offset(1) |", 1)).games
    assert (offset.utilities(TRUTH[1:]) == games.utilities(TRUTH[1:])).all()


def test_names_in_both_spellings():
    spelled = ("S_A", "va", "CB", "barWA", "w_b", "bara", "VB")
    assert [utility_name(one) for one in spelled] == list(UTILITY_NAMES)


def test_a_known_utility_moves_as_the_column_does(table):
    # A known part that differs between games is the coefficient at that value.
    data = table.assign(known=0.1 * table["x"])
    shifted = specified(data, FORMULA.replace("| x |", "| 1 + offset(known) |")).games
    full = specified(data, FORMULA).games
    without = np.delete(TRUTH, 3)
    np.testing.assert_allclose(shifted.utilities(without), full.utilities(TRUTH), atol=1e-15)
    rows = np.array([3, 3, 90])
    assert (shifted.taken(rows).fixed == shifted.fixed[rows]).all()


def test_one_play_a_row_is_the_same_as_counts(table):
    one = table.loc[[0, 99]]
    rows = [
        {"x": x, "end": end.upper()}
        for x, counts in zip(one["x"], one[list(OUTCOMES)].to_numpy(), strict=True)
        for end, count in zip(OUTCOMES, counts, strict=True)
        for _ in range(count)
    ]
    long = specified(pd.DataFrame(rows), FORMULA.replace("sq + cd + sf + bd", "end")).games
    assert len(long.counts) == 400
    assert long.counts.sum(axis=0).tolist() == one[list(OUTCOMES)].sum().tolist()


def test_missing_values_leave_rows_out_and_are_counted(table):
    holed = table.astype({"sq": float})
    holed.loc[3, "x"], holed.loc[7, "sq"] = np.nan, np.nan
    found = specified(holed, FORMULA)
    assert (found.left_out, len(found.games.counts)) == (2, 98)


REFUSED = {
    "seven parts": ("sq + cd + sf + bd ~ x | 1", {}, "seven parts are needed"),
    "three counts": ("sq + cd + sf ~ w_a = 1", {}, "four columns of counts"),
    "one column twice": ("sq + sq + sf + bd ~ w_a = 1", {}, "four columns of counts"),
    "no column": (" ~ w_a = 1", {}, "four columns of counts"),
    "no tilde": ("sq + cd", {}, "one ~ between"),
    "part twice": ("sq + cd + sf + bd ~ w_a = 1 | WA = x", {}, "given twice"),
    "some names": ("sq + cd + sf + bd ~ w_a = 1 | x", {}, "some have none"),
    "utility": ("sq + cd + sf + bd ~ w_c = 1", {}, "no utility of the signalling game"),
    "column": ("sq + cd + sf + bd ~ w_a = y", {}, "no column of the data is called 'y'"),
    "code": ("sq + cd + sf + bd ~ w_a = __import__('os')", {}, "not part of an expression"),
    "constant everywhere": ("sq + cd + sf + bd ~ 1|1|0|1|x|1|1", {}, "'const' is in all"),
    "in disguise": (
        "sq + cd + sf + bd ~ 0|1|x-1|1|I(2*x)-1|1|I(x-1)",
        {},
        "a sum of regressors is in all utilities of B",
    ),
    "collinear": ("sq + cd + sf + bd ~ w_a = x + I(3*x)", {}, "depend on each other"),
    "nothing": ("sq + cd + sf + bd ~ 0|0|0|0|0|0|0", {}, "no utility has a regressor"),
    "text": ("sq + cd + sf + bd ~ w_a = 1", {"sq": ["many", "9"]}, "row 1 holds what is no count"),
    "negative": ("sq + cd + sf + bd ~ w_a = 1", {"cd": [1, -1]}, "row 2 holds what is no count"),
    "never played": (
        "sq + cd + sf + bd ~ w_a = 1",
        {"sq": [9, 0], "cd": [1, 0], "sf": [1, 0], "bd": [1, 0]},
        "row 2 was never played",
    ),
    "no outcome": ("x ~ w_a = 1", {}, "row 1 holds no outcome"),
    "all missing": ("sq + cd + sf + bd ~ w_a = x", {"x": [np.nan, np.nan]}, "no row has a value"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_what_to_do(name):
    formula, change, words = REFUSED[name]
    data = pd.DataFrame({"sq": [9, 8], "cd": 1, "sf": 2, "bd": 1, "x": [0.5, 1.0]}).assign(**change)
    with pytest.raises(SuasionError, match=re.escape(words)) as caught:
        specified(data, formula)
    assert "\n" not in str(caught.value)


def run(*arguments):
    return CliRunner().invoke(app, ["estimate", "signalling", *map(str, arguments)])


@pytest.fixture
def file(table, tmp_path):
    path = tmp_path / "games.csv"
    table.to_csv(path, index=False)
    return path


def examples():
    """Command lines in the help, joined where they go on."""
    text = run("--help").output.replace("\\\n", " ")
    found = [line.strip() for line in text.splitlines()]
    return [line for line in found if line.startswith("suasion estimate signalling")]


def test_examples_of_the_help_run(tmp_path, monkeypatch, record_folder):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUASION_DATA", str(record_folder))
    assert len(examples()) == 5
    for line in examples():
        command, _, target = line.partition(" > ")
        done = CliRunner().invoke(app, shlex.split(command)[1:])
        assert done.exit_code == 0, f"{line}\n{done.output}"
        assert "No maximum" not in done.output
        if target:
            (tmp_path / target).write_text(done.output, encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--method=pl",), "PL has no standard errors without --bootstrap"),
        (("--method=pl", "--bootstrap=4"), "4 of 4 draws"),
        (("--method=npl",), "A fixed point"),
        (("--method=cmle",), "The likelihood has a maximum here"),
    ],
)
def test_tables_fit_and_say_how_it_ended(file, options, words):
    done = run(file, f"--formula={FORMULA}", *options)
    assert done.exit_code == 0, done.output
    assert words in done.output
    assert "each of the 100 games has one" in " ".join(done.output.split())
    assert max(map(len, done.output.splitlines())) <= 80


def test_json_and_csv_tell_the_same(file):
    asked = (file, f"--formula={FORMULA}", "--method=cmle")
    found = json.loads(run(*asked, "--format=json").output)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format=csv").stdout)))
    assert [float(row["se"]) for row in rows] == [one["se"] for one in found["coefficients"]]
    assert found["converged"] is True
    assert found["equilibria"] == {"1": 100}
    assert found["outcomes"]["sq"] + found["outcomes"]["cd"] < 20_000
    assert len(found["starts"]) == 3


def test_json_without_errors_has_nulls(file):
    found = json.loads(run(file, f"--formula={FORMULA}", "--method=pl", "--format=json").output)
    assert {one["se"] for one in found["coefficients"]} == {None}


def test_several_equilibria_are_told(tmp_path):
    truth = np.array([1.0, -1.9, -2.9, 0.0, -1.2, 1.0])
    played = np.where(np.arange(40) % 2, 2, 0)
    drawn(40, 2000, truth, played).to_csv(tmp_path / "games.csv")
    asked = (f"--formula={FORMULA}", "--method=cmle", "--first-stage=shares")
    text = " ".join(run(tmp_path / "games.csv", *asked).output.split())
    assert "of 40 games 40 have 3" in text
    assert "20 play the one with the least resistance and 20 that with the most" in text


def test_no_maximum_is_said_first_and_has_no_errors(file, table):
    table.assign(cd=0, sf=0, bd=0).to_csv(file, index=False)
    asked = (file, f"--formula={FORMULA}", "--first-stage=shares")
    done = run(*asked)
    assert done.exit_code == 0
    assert "! No maximum was reached: do not use these numbers; no game ended in" in done.output
    told = run(*asked, "--format=csv")
    assert "No maximum was reached" in told.stderr
    assert {row["se"] for row in csv.DictReader(io.StringIO(told.stdout))} == {""}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "a formula is missing"),
        (["--formula=sq + cd + sf + bd ~ w_a = y"], "no column of the data is called 'y'"),
        ([f"--formula={FORMULA}", "--fixed=VA=1"], "is fixed and has a part"),
        ([f"--formula={FORMULA}", "--fixed=VA"], "needs a name, = and a value"),
        ([f"--formula={FORMULA}", "--fixed=VX=1"], "no utility of the signalling game"),
        ([f"--formula={FORMULA}", "--fixed=c_b=much"], "must be a number"),
        ([f"--formula={FORMULA}", "--bootstrap=9"], "standard errors of npl are not drawn"),
        ([f"--formula={FORMULA}", "--first-stage=forest"], "is no first stage"),
        ([f"--formula={FORMULA}", "--first-stage=x+z"], "no column of the data is called 'z'"),
        ([f"--formula={FORMULA}", "--first-stage=x+sq"], "games.csv: x: row 1 holds no chance"),
        (
            [f"--formula={FORMULA}", "--method=pl", "--bootstrap=9", "--first-stage=x+x"],
            "draws anew fit the first stage anew",
        ),
    ],
)
def test_wrong_options_are_one_line_and_code_two(file, options, words):
    done = run(file, *options)
    assert done.exit_code == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_wrong_files_are_one_line_and_code_two(tmp_path):
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    for name, words in (
        ("no.csv", "cannot be read"),
        ("empty.csv", "cannot be read"),
        ("games.dta", "no table of a known kind"),
        ("no-such-set", "or the id of a data set"),
    ):
        done = run(tmp_path / name, f"--formula={FORMULA}")
        assert done.exit_code == 2
        assert words in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_the_other_games_are_estimated_as_before():
    plain = CliRunner().invoke(app, ["estimate", "egame12"])
    named = CliRunner().invoke(app, ["estimate", "game", "egame12"])
    assert plain.exit_code == 0
    assert plain.output == named.output
    assert CliRunner().invoke(app, ["estimate", "--quiet", "egame12"]).output == plain.output
