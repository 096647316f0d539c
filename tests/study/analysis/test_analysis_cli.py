"""The commands of analysis on a small study whose results are planted, and on bad input."""

from __future__ import annotations

import csv
import io
import re

import pytest
from tests.study.planted import DECISION, PAIR, TRIPWIRE, as_json, asked, stored
from typer.testing import CliRunner

from suasion.cli.main import app


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def each(tmp_path_factory):
    return stored(tmp_path_factory.mktemp("each"), more="theory: each")


def flowing(text):
    """A text without the breaks of its lines."""
    return " ".join(text.split())


def test_the_planted_box_in_words(folder):
    text = flowing(asked("discover", folder, "-g", "us-article-5-like", "--resamples", 5))
    assert "Failing means: chance of no major attack by the end of the horizon, below 0.9" in text
    assert "1,198 futures of planted (latin hypercube), 2 more left out as incomplete" in text
    assert "Shares of futures are shares of assumptions" in text
    assert "`us-article-5-like` fails in 9" in text
    assert "of futures where" in text
    assert "tripwire.cost is weak (up to" in text
    assert "its lowest third)" in text
    assert "decision is low (up to" in text
    assert re.search(r"in all futures it fails in 1[456] %", text)
    assert "Deaths among its own people bring the guarantor in" in text


@pytest.mark.parametrize("command", ["discover", "rank", "learn", "sensitivity"])
def test_lines_fit_a_terminal(folder, command):
    lines = asked(command, folder, *PAIR).splitlines()
    assert max(map(len, lines)) <= 80


def test_the_first_draws_alone_are_said_to_be_so(folder):
    text = flowing(asked("rank", folder, "--draws", 500))
    assert "499 futures of planted" in text
    assert "the first 500 of 1,200 draws" in text


def test_boxes_as_json_and_csv(folder):
    found = as_json("discover", folder, "-g", "us-article-5-like", "--resamples", 5)
    (one,) = found["guarantees"]
    limits = {limit["factor"]: limit for limit in one["boxes"][0]["box"]["limits"]}
    assert set(limits) == {TRIPWIRE, DECISION}
    assert limits[TRIPWIRE]["high_share"] == pytest.approx(1 / 3, abs=0.03)
    assert one["boxes"][0]["stability"]["limited"][TRIPWIRE] == 1.0
    assert found["left_out"] == 2
    assert "probabilities" in found["caution"]
    text = asked("discover", folder, "-g", "us-article-5-like", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["factor"] for row in rows} == {TRIPWIRE, DECISION}
    assert float(rows[0]["density"]) > 0.85
    # The chance of the box is the box's, not its limits'.
    assert {float(row["chance"]) for row in rows} == {one["boxes"][0]["chance"]}


def test_where_nothing_is_to_be_found_it_says_so(folder):
    text = flowing(asked("discover", folder, "-g", "no-guarantee"))
    assert "Nothing is to be found: all but 0 of 1,198 futures fail." in text


def test_where_it_holds(folder):
    found = as_json("discover", folder, "-g", "us-article-5-like", "--where", "holds")
    assert found["guarantees"][0]["baseline"] == pytest.approx(0.85, abs=0.01)


def test_a_rate_fails_above(folder):
    options = ("discover", folder, "-g", "us-article-5-like", "--metric", "hazard_after")
    found = as_json(*options, "--above", 0.1)
    assert found["guarantees"][0]["baseline"] == pytest.approx(0.15, abs=0.01)


def test_orders_and_their_reversal(folder):
    found = as_json("rank", folder, "-g", "us-article-5-like", "-g", "korean-model")
    (pair,) = found["reversals"]
    assert (pair["first"], pair["second"], pair["certain"]) == (
        "us-article-5-like",
        "korean-model",
        True,
    )
    assert {"tail", "worst"} <= set(pair["behind"])
    assert set(found["under_theories"]) == {"threshold", "unilateral"}
    text = flowing(asked("rank", folder))
    assert "Against the order of means, clearly (in 95 % of resamples)" in text
    assert "korean-model before us-article-5-like by all but worst 5 %, worst future" in text
    rows = list(csv.DictReader(io.StringIO(asked("rank", folder, "--format", "csv"))))
    assert {row["guarantee"] for row in rows} == {
        "korean-model",
        "us-article-5-like",
        "no-guarantee",
    }


def test_learning_names_the_factor_and_the_value(folder):
    found = as_json("learn", folder)
    first = found["factors"][0]
    assert found["best"] == "us-article-5-like"
    assert (first["factor"], first["counts"]) == (TRIPWIRE, True)
    # In the lowest third Article 5 comes to 0.759 and Korea to 0.797.
    # Three standard errors of the share of the third that fails move that by 0.009.
    assert first["value"]["value"] == pytest.approx((0.797 - 0.759) / 3, abs=0.009)
    assert first["choice"].startswith("korean-model up to")
    assert all(row["value"]["value"] <= found["everything"] for row in found["factors"])
    text = flowing(asked("learn", folder))
    assert "Without learning anything us-article-5-like has the best mean" in text


def test_sensitivity_of_a_hypercube_is_said_to_be_first_order(folder):
    text = flowing(asked("sensitivity", folder, "-g", "korean-model"))
    assert "first order only, estimated from draws of another design" in text
    found = as_json("sensitivity", folder, "-g", "korean-model")
    first = found["guarantees"][0]["factors"][0]
    assert first["factor"] == TRIPWIRE
    assert first["first"]["value"] == pytest.approx(0.96, abs=0.03)
    assert first["total"] is None
    lead = as_json("sensitivity", folder, "-g", "korean-model", "--against", "no-guarantee")
    assert lead["guarantees"][0]["of"] == "korean-model less no-guarantee"


@pytest.mark.parametrize(
    ("design", "method", "largest"),
    [
        ("{kind: saltelli, base: 64, seed: 1}", "total", ("total", "value")),
        ("{kind: morris, trajectories: 30, seed: 1}", "elementary", ("size", "value")),
    ],
)
def test_sensitivity_of_designs_made_for_it(tmp_path, design, method, largest):
    place = stored(tmp_path, design)
    found = as_json("sensitivity", place, "-g", "korean-model")
    one = found["guarantees"][0]
    first = one["factors"][0]
    assert method in found["method"]
    assert first["factor"] == TRIPWIRE
    assert one["left_out"] == len(list((place / "chunks").iterdir())), "a fault a chunk"
    assert first[largest[0]][largest[1]] > 0.05
    picture = tmp_path / "one.svg"
    asked("sensitivity", place, "-g", "korean-model", "--plot", picture)
    assert "tripwire.cost" in picture.read_text(encoding="utf-8")


def test_theories_played_in_every_draw_are_drawn_by_lot(each):
    found = as_json("discover", each, "-g", "us-article-5-like", "--resamples", 2)
    assert found["futures"] == 1198
    options = ("discover", each, "-g", "us-article-5-like", "--theory", "unilateral")
    assert as_json(*options, "--resamples", 2)["futures"] == 1198


def test_a_theory_that_was_drawn_has_its_own_futures(folder):
    both = [
        as_json("rank", folder, "--theory", theory)["futures"]
        for theory in ("threshold", "unilateral")
    ]
    assert sum(both) == 1198


@pytest.mark.parametrize("command", ["discover", "rank", "learn", "sensitivity"])
def test_the_same_seed_gives_the_same_bytes(folder, command):
    options = (command, folder, *PAIR, "--format", "json", "--seed", 3)
    first, again = (asked(*options) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("command", "words"),
    [("discover", "us-article-5-like"), ("rank", "largest regret"), ("sensitivity", "decision")],
)
def test_pictures(folder, tmp_path, command, words):
    picture = tmp_path / "one.svg"
    asked(command, folder, "--plot", picture, "-g", "us-article-5-like", "-g", "no-guarantee")
    text = picture.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert words in text
    assert "<script" not in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["discover", "{}", "-g", "korean-modl"], "no guarantee of this study is called"),
        (["rank", "{}", "--metric", "peace"], "no metric of this study is called"),
        (["learn", "{}", "--theory", "pawn"], "no theory of this study is called"),
        (["discover", "{}", "--metric", "hazard_after"], "Give that threshold, e.g. --above 0.02"),
        (["discover", "{}", "--above", "0.1"], "Use --below"),
        (["rank", "{}", "-g", "korean-model"], "an order takes two"),
        (["learn", "{}", "-g", "korean-model"], "a choice takes two"),
        (["rank", "{}", "--plot", "one.pdf"], "End the name in .svg"),
        (["sensitivity", "{}", "--metric", "hazard_after", "--slopes", "2"], "through_horizon"),
        (["rank", "nowhere"], "nowhere"),
        (["sensitivity", "{}", "-g", "korean-model", "--against", "korean-model"], "takes two"),
        (["sensitivity", "{}", "--slopes", "2", "--against", "korean-model"], "does not go with"),
    ],
)
def test_bad_input_has_one_clear_error(folder, arguments, words):
    result = CliRunner().invoke(app, ["study", *(one.format(folder) for one in arguments)])
    assert result.exit_code == 2, result.stdout
    assert words in flowing(result.stderr)
    assert "Traceback" not in result.stderr


def test_single_futures_of_a_morris_design_are_no_sample(tmp_path):
    place = stored(tmp_path, "{kind: morris, trajectories: 4, seed: 1}")
    for command in ("discover", "rank", "learn"):
        result = CliRunner().invoke(app, ["study", command, str(place)])
        assert result.exit_code == 2, command
        assert "not drawn from the priors" in flowing(result.stderr)
    cut = CliRunner().invoke(app, ["study", "sensitivity", str(place), "--draws", "10"])
    assert "only in whole blocks" in flowing(cut.stderr)


def test_what_goes_together_and_what_is_not_met_is_said(tmp_path):
    more = f'correlations: [{{factors: ["{TRIPWIRE}", "{DECISION}"], rank: 0.5, judgement: both}}]'
    place = stored(tmp_path, more=more)
    for command in ("discover", "rank", "learn", "sensitivity"):
        found = as_json(command, place, *PAIR)
        assert any("goes together" in note for note in found["notes"]), command
        assert any("base rate drawn is met in 0.0%" in note for note in found["notes"]), command
        assert found["base_rate_met"] == 0.0
    assert "All factors by themselves" not in asked("sensitivity", place, *PAIR)


def test_of_a_saltelli_design_only_the_sample_is_read(tmp_path):
    place = stored(tmp_path, "{kind: saltelli, base: 64, seed: 1, second_order: true}")
    found = as_json("rank", place, *PAIR)
    # Four factors and the theory: blocks of 12 draws. The draw that failed, the fourth, is in none.
    assert (found["draws_so_far"], found["draws_read"], found["futures"]) == (768, 128, 128)
    assert "two draws that are a sample" in found["notes"][0]
    assert as_json("sensitivity", place, "-g", "korean-model")["draws_read"] == 768


def test_a_grid_is_said_to_be_one(tmp_path):
    place = stored(tmp_path, "{kind: factorial, levels: 4}")
    assert "those of its grid" in as_json("rank", place, *PAIR)["notes"][0]
    result = CliRunner().invoke(app, ["study", "learn", str(place)])
    assert result.exit_code == 2
    assert "a grid and not drawn from the priors" in flowing(result.stderr)


def test_a_guarantee_means_all_its_settings(tmp_path):
    place = stored(tmp_path, more="levers: {duration.years: [5, 20]}")
    found = as_json("rank", place, "-g", "korean-model")
    names = {f"korean-model[duration.years={years}]" for years in (5, 20)}
    assert {row["guarantee"] for row in found["standings"]} == names
    # Names in brackets are no markup of the terminal's.
    assert "[duration.years=5]" in asked("rank", place)
    assert "[duration.years=5]" in asked("show", place)
    title = asked("sensitivity", place, "-g", "korean-model[duration.years=5]")
    assert "korean-model[duration.years=5]: shares" in title
    several = ["study", "sensitivity", str(place), "--against", "korean-model"]
    assert "has several settings" in flowing(CliRunner().invoke(app, several).stderr)


@pytest.mark.parametrize("command", ["discover", "rank", "learn", "sensitivity"])
def test_changed_inputs_are_not_read_with_old_draws(tmp_path, command):
    place = stored(tmp_path)
    inputs = place / "inputs" / "study.yaml"
    text = inputs.read_text(encoding="utf-8")
    inputs.write_text(text.replace("threshold", "pawn"), encoding="utf-8")
    result = CliRunner().invoke(app, ["study", command, str(place)])
    assert result.exit_code == 2
    assert "inputs/study.yaml changed since the draws were made" in flowing(result.stderr)


def test_a_damaged_file_of_draws_is_told(tmp_path):
    place = stored(tmp_path)
    file = next((place / "draws.zarr" / "through_horizon" / "c").rglob("0"))
    while file.is_dir():
        file = next(file.iterdir())
    whole = file.read_bytes()
    file.write_bytes(b"\0" * len(whole))
    for command in ("show", "rank"):
        result = CliRunner().invoke(app, ["study", command, str(place)])
        assert result.exit_code == 2, command
        assert "suasion verify" in flowing(result.stderr)


def test_blocks_are_whole_whichever_chunks_are_there(tmp_path):
    # Blocks of seven draws, chunks of 60: without the second, blocks 8 to 17 are not whole.
    place = stored(tmp_path, "{kind: saltelli, base: 64, seed: 1, chunk: 60}", without=(1,))
    found = as_json("sensitivity", place, "-g", "korean-model")
    (one,) = found["guarantees"]
    assert "388 of 448 draws are there" in found["notes"][0]
    assert one["blocks"] + one["left_out"] == 54
    first = one["factors"][0]
    assert first["factor"] == TRIPWIRE
    assert first["total"]["value"] == pytest.approx(0.96, abs=0.25)
    assert all(abs(row["total"]["value"]) < 0.15 for row in one["factors"][1:])


def test_a_part_of_a_grid_is_refused(tmp_path):
    place = stored(tmp_path, "{kind: factorial, levels: 4, chunk: 100}", without=(1,))
    result = CliRunner().invoke(app, ["study", "rank", str(place)])
    assert result.exit_code == 2
    assert "a part is no grid" in flowing(result.stderr)
