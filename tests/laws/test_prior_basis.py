"""Priors of the record in a comparison: drawn where it speaks, the same columns everywhere."""

import numpy as np

from suasion.describe.loading import load_case
from suasion.mechanism.prior import Prior
from suasion.mechanism.priors import packaged, posteriors, resting_on
from suasion.uncertainty.comparison import Options
from suasion.uncertainty.questions.asked import Asked
from suasion.uncertainty.sample import Sample

DRAWS = 200


def test_a_sample_draws_the_record_where_it_speaks_and_judgement_elsewhere() -> None:
    judged = Sample(DRAWS, 3)
    recorded = Sample(DRAWS, 3, priors=resting_on("record"))
    for factor in packaged():
        one, other = judged.draw(factor), recorded.draw(factor)
        assert np.array_equal(one, other) != (factor in posteriors()), factor


def test_both_draw_the_same_columns() -> None:
    judged, recorded = Sample(DRAWS, 3), Sample(DRAWS, 3, priors=resting_on("record"))
    factor = "anchor:recurrence_ten_years"
    assert np.array_equal(judged.column(factor), recorded.column(factor))
    order = np.argsort(judged.draw(factor))
    assert np.all(np.diff(recorded.draw(factor)[order]) >= 0)


def test_judgement_is_the_default() -> None:
    assert Options((), ()).prior == "judgement"
    assert Sample(2, 1).priors == packaged()


def test_values_between_quantiles_lie_on_straight_lines() -> None:
    prior = Prior("quantiles", (0.0, 1.0, 4.0), 0, None, "an example")
    asked = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    assert prior.quantile(asked).tolist() == [0.0, 0.5, 1.0, 2.5, 4.0]
    assert str(prior).startswith("record(1, 5-95 %")


def test_a_sceptic_draws_the_half_that_deters_less() -> None:
    factor = "mechanism:legal-form.cost"
    views = {
        view: Sample(DRAWS, 3, view, resting_on("record")).draw(factor).mean()
        for view in ("sceptic", "headline", "optimist")
    }
    assert views["sceptic"] < views["headline"] < views["optimist"]


def test_questions_about_the_years_draw_from_the_record() -> None:
    loaded = load_case("ukraine-2025")
    judged, recorded = (
        Asked(loaded, loaded, ("korean-model",), draws=DRAWS, prior=basis).sample
        for basis in ("judgement", "record")
    )
    factor = "anchor:recurrence_ten_years"
    assert np.array_equal(
        recorded.draw(factor), Sample(DRAWS, 1, priors=resting_on("record")).draw(factor)
    )
    assert not np.array_equal(judged.draw(factor), recorded.draw(factor))
