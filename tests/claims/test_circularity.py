"""The circularity test: what is turned, what is not, and when a verdict follows."""

import numpy as np
import pytest

from suasion.claims.circularity import circle, follows
from suasion.claims.setups import HEADLINE, OPTIMIST, SCEPTIC, sample_of, turned
from suasion.describe.loading import Loaded
from suasion.mechanism.assembly import assemble
from suasion.mechanism.facts import Facts
from suasion.mechanism.registry import MECHANISMS

DRAWS, SEED = 50, 3


@pytest.mark.parametrize("one", MECHANISMS, ids=lambda one: one.id)
def test_zero_takes_a_mechanism_away_and_flip_turns_it_round(one: object, case: Loaded) -> None:
    moves = {}
    for kind in ("headline", "zero", "flip"):
        setup = HEADLINE if kind == "headline" else turned(kind, [one.id])  # type: ignore[arg-type]
        sample = sample_of(setup, DRAWS, SEED)
        facts = Facts(case.guarantees["us-article-5-like"], case.case, sample.column)
        moves[kind] = assemble(facts, sample.draw).moves
    for name, move in moves["headline"][one.id].items():
        assert not np.any(moves["zero"][one.id][name])
        np.testing.assert_allclose(moves["flip"][one.id][name], -move)
    others = [other.id for other in MECHANISMS if other.id != one.id]
    for key in others:
        for name, move in moves["headline"][key].items():
            np.testing.assert_array_equal(moves["flip"][key][name], move)


def test_full_is_the_strong_end_of_each_prior() -> None:
    factor = "mechanism:tripwire.cost"
    strong = sample_of(turned("full", ["tripwire"]), DRAWS, SEED).draw(factor)
    drawn = sample_of(HEADLINE, 4000, SEED).draw(factor)
    assert np.ptp(strong) == 0
    assert np.mean(drawn <= strong[0]) == pytest.approx(0.95, abs=0.002)


def test_all_setups_share_their_columns() -> None:
    setups = [HEADLINE, SCEPTIC, OPTIMIST, turned("flip", ["tripwire"])]
    columns = [sample_of(one, DRAWS, SEED).column("situation:win_alone") for one in setups]
    assert all(np.array_equal(columns[0], other) for other in columns)


@pytest.mark.parametrize(
    ("share", "shares", "assumed"),
    [
        (0.9, {"zero": 0.9, "flip": 0.8}, False),
        (0.9, {"zero": 0.5, "flip": 0.8}, True),
        (0.9, {"zero": 0.8, "flip": 0.5}, False),
        (0.9, {"zero": 0.8, "flip": 0.2}, True),
        (0.5, {"zero": 0.0, "flip": 0.0}, False),
        (0.1, {"full": 0.2}, False),
        (0.1, {"full": 0.5}, True),
    ],
)
def test_when_a_verdict_is_assumed(share: float, shares: dict[str, float], assumed: bool) -> None:
    assert circle(share, shares, ["a"], ["a"]).assumed == assumed


def test_what_is_moved_and_not_named_is_told() -> None:
    found = circle(0.9, {}, ["a", "b"], ["b", "c"])
    assert (found.moved_not_named, found.named_not_moved) == (("c",), ("a",))
    assert not follows("flip", 0.9, 0.5)
