"""The backtest: scores against scikit-learn, folds without leaks, anchors met, weights right."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import brier_score_loss, log_loss
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.describe.reading import read
from suasion.evidence.backtest import crisis, dyads, guarantees, referees, run, stacking, theories
from suasion.evidence.backtest.folds import Fit, forward, groups_out, one_out, predicted
from suasion.evidence.backtest.scores import ahead, calibration, log_scores, scores
from suasion.evidence.record import rate
from suasion.mechanism.assembly import base
from suasion.uncertainty.sample import Sample

RANDOM = np.random.default_rng(23)
CASES = 60
CHANCE = RANDOM.uniform(0.05, 0.95, CASES)
HAPPENED = RANDOM.random(CASES) < CHANCE
FEATURES = np.column_stack([CHANCE + RANDOM.normal(0, 0.2, CASES), RANDOM.normal(0, 1, CASES)])


def test_scores_agree_with_scikit_learn() -> None:
    found = scores(CHANCE, HAPPENED)
    assert found.log_score == pytest.approx(-log_loss(HAPPENED, CHANCE))
    assert found.brier == pytest.approx(brier_score_loss(HAPPENED, CHANCE))
    assert np.isfinite(log_scores(np.array([0.0, 1.0]), np.array([True, False]))).all()


def test_bins_hold_every_case_once_and_rise() -> None:
    found = calibration(CHANCE, HAPPENED)
    assert sum(one.n for one in found) == CASES
    assert sum(one.n * one.share_happened for one in found) == pytest.approx(HAPPENED.sum())
    assert [one.mean_chance for one in found] == sorted(one.mean_chance for one in found)
    (alone,) = calibration(np.full(CASES, 0.5), HAPPENED)
    assert alone.n == CASES


def test_differences_have_the_paired_error_and_clusters_widen_it() -> None:
    one, other = log_scores(CHANCE, HAPPENED), log_scores(np.full(CASES, 0.5), HAPPENED)
    gap, error = ahead(one, other, np.arange(CASES))
    assert gap == pytest.approx(np.mean(one - other))
    assert error == pytest.approx(np.std(one - other, ddof=1) / np.sqrt(CASES))
    twice = (np.tile(x, 2) for x in (one, other, np.arange(CASES)))
    assert ahead(*twice)[1] == pytest.approx(error)


def test_folds_share_no_case_and_no_group_and_look_only_back() -> None:
    pair = RANDOM.integers(0, 20, CASES)
    for training, test in groups_out(pair, 5):
        assert not set(pair[training]) & set(pair[test])
    tests = np.array([test for _, test in groups_out(pair, 5)])
    assert np.all(tests.sum(axis=0) == 1)
    start = RANDOM.integers(1900, 2000, CASES)
    for training, test in forward(start, start + 10):
        assert (start[training] + 10).max() < start[test].min()
    assert sum(int(test.sum()) for _, test in one_out(CASES)) == CASES


def fits(happened: np.ndarray) -> dict[str, Fit]:
    table = np.clip(CHANCE[:, None] * np.array([0.3, 0.6, 1.0]), 0.01, 0.99)
    return {
        "base rate": referees.base_rate(happened),
        "logit": referees.logit(FEATURES, happened),
        "theory": crisis.fitted(table, np.arange(CASES), happened),
    }


def leaking(name: str, make, at: int = 7) -> bool:
    """Whether a case's prediction changes with its own outcome."""
    other = HAPPENED.copy()
    other[at] = ~other[at]
    one, changed = (predicted(make(y)[name], one_out(CASES), CASES) for y in (HAPPENED, other))
    return bool(one[at] != changed[at])


def test_no_prediction_knows_its_own_outcome_and_a_planted_leak_is_found() -> None:
    assert not any(leaking(name, fits) for name in fits(HAPPENED))

    def planted(happened: np.ndarray) -> dict[str, Fit]:
        return {"leak": lambda training, test: np.full(int(test.sum()), happened.mean())}

    assert leaking("leak", planted)


def test_boosting_learns_what_there_is_to_learn() -> None:
    n = 400
    x = RANDOM.normal(0, 1, (n, 2))
    y = RANDOM.random(n) < 1 / (1 + np.exp(-3 * x[:, 0]))
    found = predicted(referees.boosting(x, y), groups_out(np.arange(n), 2), n)
    flat = predicted(referees.base_rate(y), groups_out(np.arange(n), 2), n)
    assert scores(found, y).log_score > scores(flat, y).log_score + 0.1


def by_em(likelihood: np.ndarray) -> np.ndarray:
    """The referee: the EM algorithm of mixture shares."""
    found = np.full(likelihood.shape[1], 1 / likelihood.shape[1])
    for _ in range(20_000):
        found = found * (likelihood / (likelihood @ found)[:, None]).mean(axis=0)
    return found


def test_weights_agree_with_the_em_algorithm_and_find_the_truth() -> None:
    n = 4000
    one, other, wrong = RANDOM.uniform(0.02, 0.98, (3, n))
    y = RANDOM.random(n) < 0.7 * one + 0.3 * other
    likelihood = stacking.likelihoods(np.array([one, other, wrong]), y)
    found = stacking.weights(likelihood)
    assert found == pytest.approx(by_em(likelihood), abs=2e-4)
    assert found == pytest.approx([0.7, 0.3, 0.0], abs=0.1)
    assert stacking.weights(likelihood[:50], np.ones(50)) == pytest.approx(
        by_em(likelihood[:50]), abs=2e-3
    )


def test_bootstrapped_weights_stay_on_the_simplex_and_around_the_estimate() -> None:
    likelihood = stacking.likelihoods(np.array([CHANCE, np.full(CASES, 0.5)]), HAPPENED)
    found = stacking.resampled(likelihood, np.arange(CASES), number=50)
    assert found.sum(axis=1) == pytest.approx(np.ones(50))
    low, high = np.quantile(found[:, 0], [0.02, 0.98])
    assert low <= stacking.weights(likelihood)[0] <= high


@pytest.fixture(scope="module")
def threshold() -> tuple[crisis.Stage, np.ndarray]:
    return theories.stage_of("threshold"), base(Sample(16, 3).draw)


def test_a_crisis_without_a_guarantor_meets_the_base_chance(threshold) -> None:
    stage, start = threshold
    alone = crisis.linked(crisis.NO_GUARANTOR, start)[None]
    found = crisis.play(stage, alone, start, np.array([10.0])).attack[0]
    # Values of waiting lie on a grid, between which chances are read off straight lines.
    assert found == pytest.approx(crisis.BASES, rel=0.03)


def test_a_guarantor_deters_and_weakness_invites(threshold) -> None:
    stage, start = threshold
    weak, even = ({"win_alone": np.full(16, share)} for share in (0.9, 0.5))
    backed = even | {"win_guarantor": np.full(16, 0.1), "abandonment_cost": np.full(16, 2.0)}
    crises = [crisis.NO_GUARANTOR | weak, crisis.NO_GUARANTOR | even, backed]
    links = np.stack([crisis.linked(one, start) for one in crises])
    found = crisis.play(stage, links, start, np.full(3, 10.0))
    assert np.all(np.diff(found.attack[:, 3:], axis=0) < 0)
    longer = crisis.play(stage, links[:1], start, np.array([20.0]))
    assert np.all(longer.attack > found.attack[:1])
    assert found.honour[2, 0] > found.honour[1, 0]


def test_the_fit_chooses_the_base_chance_that_the_data_have() -> None:
    chance = np.tile(crisis.BASES, (2, 1))
    n = 6000
    kind = RANDOM.integers(0, 2, n)
    happened = RANDOM.random(n) < 0.1
    fit = crisis.fitted(chance, kind, happened)
    every = np.ones(n, dtype=bool)
    assert fit(every, every) == pytest.approx(np.full(n, 0.1))


def test_dyads_become_kinds_by_hand() -> None:
    rows = pd.DataFrame(
        {
            "ccode1": [2, 365, 2],
            "ccode2": [365, 2, 20],
            "year": [1990, 1990, 1991],
            "cinc1": [0.2, 0.1, 0.2],
            "cinc2": [0.1, 0.2, 0.01],
            "behind": [0.0, 0.3, 0.0],
            "contiguity": [5, 5, 0],
            "group": ["no ally", "nuclear ally", "no ally"],
            "polity1": [10.0, None, 10.0],
            "polity2": [-7.0, 10.0, 10.0],
            "peace_years": [10, 10, 20],
            "war": [False, True, False],
        }
    ).assign(land=False, major1=True, major2=False, nuclear1=True)
    found = dyads.made(rows, "war")
    assert found.pair.tolist() == [2365, 2365, 2020]
    assert (found.kind % 2).tolist() == [0, 0, 1]
    kinds = found.kinds[found.kind // 2]
    assert kinds[:, 2:].tolist() == [[0, 0], [1, 1], [0, 0]]
    assert kinds[0, 0] > 0.5 > kinds[1, 0] > kinds[1, 1]
    assert found.controls.shape == (3, len(dyads.CONTROLS))
    assert np.isnan(found.controls[1, 5])


def test_rarer_opportunities_lower_the_chance_of_those_who_are_far() -> None:
    played = crisis.Played(np.array([[0.01, 0.1]]), np.zeros((1, 2)))
    found = dyads.choices(played)
    ratios = len(dyads.RATIOS)
    assert found.shape == (2, 2 * ratios)
    assert found[0].reshape(2, ratios) == pytest.approx(np.repeat(played.attack.T, ratios, 1))
    assert found[1, ratios - 1] == pytest.approx(0.01)
    assert np.all(np.diff(found[1].reshape(2, ratios)) > 0)


@pytest.fixture(scope="module")
def past(record_folder: Path) -> guarantees.Guarantees:
    return guarantees.ready(Sample(8, 1), record_folder)


def test_cases_are_those_of_the_records_rate(past: guarantees.Guarantees) -> None:
    found = rate("attacked")
    assert set(past.id) == set(found.counted)
    assert past.attacked.sum() == len(found.events)
    assert np.all(np.diff(past.year) >= 0)
    assert past.controls.shape == (len(past.id), len(guarantees.CONTROLS))
    assert np.isfinite(past.crises).all()


def test_the_term_is_the_texts_and_not_when_it_really_ended(past: guarantees.Guarantees) -> None:
    at = past.id.index("uk-poland-1939")
    assert past.attacked[at]
    assert past.years[at] == 5, "Poland fell within a month; the text says five years"


def test_the_command_runs_end_to_end(
    record_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SUASION_DATA", str(record_folder))
    monkeypatch.setattr(theories, "names", lambda: ["threshold", "bargaining"])
    monkeypatch.setattr(run, "boosting", lambda features, happened: run.base_rate(happened))
    picture = tmp_path / "calibration.html"
    arguments = ["--folds", "forward", "--draws", "8", "--quiet", "--out", str(picture)]
    found = CliRunner().invoke(app, ["evidence", "backtest", "guarantees", *arguments])
    assert found.exit_code == 0, found.output
    assert "* threshold" in found.output
    assert max(map(len, found.stdout.splitlines())) <= 80
    assert picture.read_text().count("<svg") == 2


def test_packaged_weights_are_of_the_theories_and_of_the_cases_that_there_are() -> None:
    found = read(run.WEIGHTS).data
    for name, entry in found.items():
        assert list(entry["weights"]) == theories.names(), name
        parts = np.array(list(entry["weights"].values()))
        assert parts[:, 0].sum() == pytest.approx(1, abs=1e-3)
        assert np.all(parts[:, 1] <= parts[:, 2])
        assert max(entry["log_scores"].values()) < 0
    whole = rate("attacked")
    counts = (found["guarantees.attacked.out"][key] for key in ("cases", "happened"))
    assert tuple(counts) == (whole.n, len(whole.events)), "run tools/derive_weights.py --write"
