"""Money and acceptance against reckoning by hand."""

import numpy as np
import pytest
from scipy.special import expit, logit

from suasion.describe.loading import Loaded, load_case
from suasion.design.limits import Cost, LimitsFile
from suasion.design.playing import sample_of
from suasion.design.reading import load_limits
from suasion.design.reckoning import acceptance, cost, weight
from suasion.mechanism.entry import chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.uncertainty.sample import Sample

DRAWS = 600


@pytest.fixture(scope="module")
def case() -> Loaded:
    return load_case("ukraine-2025")


def facts(case: Loaded, name: str, sample: Sample) -> Facts:
    return Facts(case.guarantees[name], case.case, sample.column)


def file(**more: object) -> LimitsFile:
    head = {"suasion": 1, "title": "a test", "case": "ukraine-2025", "start": "korean-model"}
    return LimitsFile.model_validate(
        {**head, "search": {"forces.size": {"words": [0]}}, "limits": {}, **more}
    )


def line(**more: object) -> Cost:
    price = {"fixed": 2, "judgement": "a test"}
    return Cost.model_validate({"id": "a", "title": "a", "usd_billion_per_year": price, **more})


def test_a_contested_number_counts_each_version_in_equal_shares(case: Loaded) -> None:
    """28,500, 24,159 and 41,344 soldiers at 2 billion for ten thousand."""
    per = {"field": "forces.size", "unit": 10000, "unknown": [0, 30000]}
    one = line(per=per)
    sample = sample_of(DRAWS, 1, {"cost:a": one.usd_billion_per_year.prior()})
    spent = cost(file(costs=[one]), facts(case, "korean-model", sample), sample.draw, DRAWS)
    assert np.isclose(spent.mean(), 2 * (28500 + 24159 + 41344) / 3 / 10000)
    assert sorted(set(np.round(spent, 4))) == [4.8318, 5.7, 8.2688]


def test_a_line_counts_where_all_its_words_hold(case: Loaded) -> None:
    sample = Sample(DRAWS, 1)
    korea = facts(case, "korean-model", sample)
    assert weight(line(when={"nuclear.backing": ["explicit"]}), korea).tolist() == [1.0]
    assert weight(line(when={"nuclear.backing": ["implied", "none"]}), korea).tolist() == [0.0]
    both = {"nuclear.backing": ["explicit"], "zone.heavy_weapons_excluded": [True]}
    assert np.isclose(weight(line(when=both), korea).mean(), 0.5), "contested in two versions"


def test_a_part_that_is_absent_costs_nothing(case: Loaded) -> None:
    sample = Sample(DRAWS, 1)
    korea = facts(case, "korean-model", sample)
    assert weight(line(when={"site.contingent": ["private", "none"]}), korea).tolist() == [0.0]


def test_an_unknown_word_is_any_of_its_vocabulary_and_only_one(case: Loaded) -> None:
    sample = Sample(DRAWS, 1)
    paris = facts(case, "paris-2026", sample)
    words = ("automatic", "by-agreement", "none")
    each = [weight(line(when={"duration.renewal": [word]}), paris) for word in words]
    assert np.array_equal(sum(each), np.ones(DRAWS))
    assert all(np.isclose(one.mean(), 1 / 3, atol=0.01) for one in each)


def test_without_moves_entry_is_that_of_a_comparison(case: Loaded) -> None:
    for name in case.guarantees:
        sample = Sample(DRAWS, 1)
        found = acceptance(file(), facts(case, name, sample), sample.draw, DRAWS)
        known = chance_of_entry(facts(case, name, sample), sample.draw)["entry"]
        assert np.allclose(found.entry, known, atol=1e-8)


def test_a_move_is_added_to_the_log_odds_of_its_party(case: Loaded) -> None:
    move = {
        "id": "m",
        "title": "m",
        "party": "protege",
        "when": {"nuclear.backing": ["explicit"]},
        "log_odds": {"fixed": -1, "judgement": "a test"},
    }
    moved = file(acceptance=[move])
    sample = sample_of(DRAWS, 1, {"acceptance:m": moved.acceptance[0].log_odds.prior()})
    found = acceptance(moved, facts(case, "korean-model", sample), sample.draw, DRAWS)
    plain = chance_of_entry(facts(case, "korean-model", sample), sample.draw)
    assert np.allclose(found.steps["protege"], expit(logit(plain["protege"]) - 1))
    for step in ("offered", "approved", "challenger"):
        assert np.allclose(found.steps[step], plain[step], atol=1e-8)


def test_what_is_stated_is_moved_by_nothing(case: Loaded) -> None:
    """A guarantee in force has been accepted."""
    limits = load_limits(case)
    sample = sample_of(DRAWS, 1, limits.priors())
    found = acceptance(limits.file, facts(case, "uk-ukraine-2024", sample), sample.draw, DRAWS)
    assert np.all(found.entry == 1)


def test_nobody_has_to_agree_where_nobody_guarantees(case: Loaded) -> None:
    limits = load_limits(case)
    sample = sample_of(DRAWS, 1, limits.priors())
    found = acceptance(limits.file, facts(case, "no-guarantee", sample), sample.draw, DRAWS)
    assert np.all(found.entry == 1)
    assert found.each == {}
    assert np.all(cost(limits.file, facts(case, "no-guarantee", sample), sample.draw, DRAWS) == 0)
