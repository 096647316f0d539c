"""What could mislead in the years is said, and nothing is said where all is well."""

from types import SimpleNamespace

import numpy as np

from suasion.uncertainty.questions.trust import doubts, noise
from suasion.uncertainty.sample import Sample

GOOD = np.array([[0.3, 0.5, 0.7, 0.9], [0.2, 0.4, 0.6, 0.8]])


def played(second, residual, beliefs=True):
    fields = {"second": np.full((2, 3, 4), second), "residual": np.full((2, 3, 4), residual)}
    return SimpleNamespace(has=lambda factor: beliefs, stacked=fields.__getitem__)


def test_nothing_is_said_without_beliefs_where_theories_can_tell():
    assert doubts("one", played(0.5, 0.5, beliefs=False), GOOD, ["a", "b"]) == []


def test_second_solutions_and_misses_are_counted():
    (text,) = doubts("one", played(0.25, 0.5), GOOD, ["a", "b"])
    assert "25 % of states" in text
    assert "100 % of years" in text
    (text,) = doubts("one", played(0.0, 0.001), GOOD, ["a", "b"])
    assert "0 % of states" in text
    assert "0 % of years" in text


def test_a_saturated_theory_is_named():
    last = np.array([[0.999, 0.001, 1.0, 0.0], [0.2, 0.4, 0.6, 0.999]])
    (text,) = doubts("one", played(0.0, 0.0, beliefs=False), last, ["sharp", "smooth"])
    assert "under sharp peace or attack" in text
    assert "smooth" not in text


def test_noise_is_what_goes_with_precisions_and_spreads():
    sample = Sample(400, 1)
    own, other = (
        sample.column("situation:challenger_precision"),
        sample.column("entry:ratification"),
    )
    assert "over 99 % of the variance" in noise("one", sample, np.stack([own]))
    assert "none of it clearly" in noise("one", sample, np.stack([other]))
    (half,) = [float(word) for word in noise("one", sample, np.stack([own + other])).split()[1:2]]
    assert 40 < half < 60


def test_few_draws_cannot_tell_noise():
    for draws in (8, 9):
        told = noise("one", Sample(draws, 1), np.linspace(0.1, 0.9, draws)[None])
        assert told.startswith(f"one: {draws} draws cannot tell")
        assert "it takes more than 9" in told
        assert "%" not in told
    assert "counts from 90 % on" in noise("one", Sample(10, 1), np.linspace(0.1, 0.9, 10)[None])
