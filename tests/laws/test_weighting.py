"""Theories weighed by the record: means between those of the theories, and the record's weights."""

from types import SimpleNamespace

import numpy as np
import pytest

from suasion.cli.weights import weighted_table, weights_of
from suasion.errors import InputError
from suasion.uncertainty.weighting import Weight, Weights, weighted

THEORIES = ("threshold", "bargaining", "mine")


def compared(**scores):
    options = SimpleNamespace(guarantees=tuple(scores), theories=THEORIES, rank_by="horizon")
    found = {key: SimpleNamespace(through_horizon=np.array(rows)) for key, rows in scores.items()}
    return SimpleNamespace(options=options, found=found)


def weights(**shares):
    by_theory = {name: Weight(share, 0.0, 1.0) for name, share in shares.items()}
    return Weights("out", "an example", 10, by_theory)


ROWS = {
    "one": [[0.9, 0.9, 1.0, 1.0], [0.0, 0.1, 0.2, 0.3], [0.5] * 4],
    "other": [[0.4, 0.4, 0.5, 0.5], [0.6, 0.7, 0.8, 0.9], [0.5] * 4],
}


def test_one_theory_with_all_the_weight_is_the_comparison_under_it():
    found = weighted(compared(**ROWS), weights(threshold=0.0, bargaining=1.0))
    one, other = found["guarantees"]
    assert one["mean"] == pytest.approx(0.15)
    assert other["mean"] == pytest.approx(0.75)
    assert (one["rank"], one["rank_alike"]) == (2, 1)
    assert (other["rank"], other["rank_alike"]) == (1, 2)
    assert other["share_holding"] == 0.25
    assert one["p5"] == 0.0
    assert other["p95"] == 0.9


def test_equal_weights_are_the_plain_mean_and_weights_are_relative():
    for share in (0.1, 0.5):
        found = weighted(compared(**ROWS), weights(threshold=share, bargaining=share, mine=share))
        for row in found["guarantees"]:
            assert row["mean"] == pytest.approx(np.mean(ROWS[row["id"]]))


def test_a_theory_that_the_record_was_not_asked_about_has_none():
    told = weighted(compared(**ROWS), weights(threshold=0.5))["weights"]["theories"]["mine"]
    assert told == {"used": 0.0, "share": None, "low": None, "high": None}


def test_theories_without_any_weight_are_refused():
    with pytest.raises(InputError, match="Add one of pawn with --theory"):
        weighted(compared(**ROWS), weights(threshold=0.0, pawn=1.0))


@pytest.mark.parametrize("folds", ["out", "forward"])
def test_the_packaged_weights_add_up_and_are_shown(folds):
    found = weights_of(folds)
    assert sum(one.share for one in found.by_theory.values()) == pytest.approx(1, abs=1e-3)
    assert all(0 <= one.low <= one.high <= 1 for one in found.by_theory.values())
    table = weighted_table(weighted(compared(**ROWS), found))
    assert "bargaining" in str(table.caption)
    assert "mine" not in str(table.caption)
