"""Claims whose verdict is known by construction, played in few draws under one theory."""

from collections.abc import Callable

import numpy as np
import pytest
from tests.claims.conftest import CONTRAST, asked, test_of

from suasion.claims.evaluate import _bench, _first, verdicts
from suasion.claims.futures import Play, play
from suasion.claims.loading import Debate
from suasion.claims.measured import Variant
from suasion.claims.metrics import Metric
from suasion.claims.rule import Word
from suasion.claims.setups import HEADLINE, VIEWS
from suasion.claims.verdict import Verdict
from suasion.claims.years import Years
from suasion.describe.loading import Loaded
from suasion.uncertainty.comparison import compare, options_for

Judge = Callable[..., dict[str, Verdict]]
KOREA = "{guarantee: korean-model}"
OWN = "mechanisms: [tripwire, forward-forces]\n"


def threshold(level: float, metric: str = "through_horizon") -> str:
    return OWN + test_of(
        type="threshold", metric=metric, of=KOREA, direction="at-least", level=level
    )


def contrast(changed: str, mechanisms: str, by: float = 0.0, direction: str = "higher") -> str:
    return f"mechanisms: [{mechanisms}]\n" + test_of(
        type="contrast",
        metric="through_horizon",
        first=KOREA,
        second=changed,
        direction=direction,
        by=by,
    )


def test_true_false_and_undecidable_by_construction(judge: Judge) -> None:
    nothing = "test: {type: not-testable, kind: normative, reason: a judgement of worth}\n"
    found = judge(
        right=threshold(0.0),
        wrong=threshold(1.5),
        none=nothing,
        absent=threshold(0.1, "concession"),
    )
    assert {key: one.graded.word for key, one in found.items()} == {
        "right": Word.SUPPORTED,
        "wrong": Word.NOT,
        "none": Word.NOT_TESTABLE,
        "absent": Word.NOT_TESTABLE,
    }
    assert not any(one.assumed for one in found.values())


def test_a_level_at_the_median_is_contested(judge: Judge, case: Loaded) -> None:
    options = options_for(case, ["korean-model"], ["threshold"], draws=60, seed=1)
    score = compare(case, options).found["korean-model"].through_horizon
    level = float(np.median(score))
    found = judge(middle=threshold(level))["middle"]
    assert found.futures is not None
    assert found.futures.share == pytest.approx(np.mean(score >= level), abs=1e-9)
    assert found.graded.word == Word.CONTESTED
    assert found.near or abs(found.futures.share - 0.5) < 0.1


def test_the_same_guarantee_twice_differs_in_no_draw(judge: Judge) -> None:
    same = "{guarantee: korean-model, set: {zone.depth_challenger_km: 2}}"
    found = judge(same=contrast(same, "zone-warning"))["same"]
    assert found.futures is not None
    assert found.futures.share == 0.0 == found.futures.opposite
    assert found.futures.effect == (0.0, 0.0, 0.0)
    assert found.circle is not None
    assert found.circle.named_not_moved == ("zone-warning",)


def test_a_claim_that_only_restates_a_prior_is_assumed(judge: Judge) -> None:
    bare = "{guarantee: korean-model, set: {nuclear.backing: none}}"
    named = "nuclear-umbrella, nuclear-shelter, nuclear-fright"
    found = judge(prior=contrast(bare, "nuclear-umbrella"), whole=contrast(bare, named))
    for one in found.values():
        assert one.circle is not None
        assert one.circle.shares.get("zero", 0.0) < 1 / 3 or "full" in one.circle.shares
    whole = found["whole"].circle
    assert whole is not None
    assert whole.moved_not_named == ()
    assert found["prior"].circle is not None
    assert set(found["prior"].circle.moved_not_named) == {"nuclear-shelter", "nuclear-fright"}


def test_a_verdict_of_little_is_held_against_the_strong_end(judge: Judge) -> None:
    weak = "{guarantee: korean-model, set: {aid.intelligence: false}}"
    text = contrast(weak, "intelligence", by=0.3)
    found = judge(little=text)["little"]
    assert found.graded.word == Word.NOT
    assert found.circle is not None
    assert set(found.circle.shares) == {"full"}


def test_a_claim_alone_and_among_others_has_the_same_numbers(judge: Judge) -> None:
    alone = judge(one=CONTRAST)["one"]
    among = judge(one=CONTRAST, two=threshold(0.5), three=contrast(KOREA, "tripwire"))["one"]
    assert alone.futures == among.futures
    assert alone.circle == among.circle
    assert alone.graded == among.graded


def test_variants_are_played_in_the_draws_of_compare(
    load: Callable[..., Debate], case: Loaded
) -> None:
    debate = load(one=CONTRAST)
    bench = _bench(debate, asked(draws=40))
    play(bench.futures, _first(bench, debate.claims["one"].test))  # type: ignore[arg-type]
    options = options_for(case, ["korean-model"], ["threshold"], draws=40, seed=1)
    expected = compare(case, options)
    mine = bench.futures[Play("korean-model", HEADLINE)]
    np.testing.assert_array_equal(mine.survival, expected.found["korean-model"].survival)
    np.testing.assert_array_equal(
        mine.unconditional_horizon, expected.found["korean-model"].unconditional_horizon
    )


def test_all_mechanisms_joined_are_the_guarantee_and_none_keeps_the_baseline(judge: Judge) -> None:
    every = "[legal-form, automaticity, ratified-law, tripwire, forward-forces, nuclear-umbrella]"
    text = OWN + test_of(
        type="sufficiency",
        metric="through_horizon",
        of=KOREA,
        part=every,
        keeps=0.05,
        by=0.01,
    )
    found = judge(part=text)["part"]
    assert found.futures is not None
    assert set(found.futures.parts) == {"whole", "the part alone"}
    assert found.futures.share + found.futures.opposite <= 1


def test_a_contradicted_premise_caps_the_word(judge: Judge) -> None:
    head = 'premises:\n  - {says: it, check: "korean-model: forces.size = 0"}\n'
    found = judge(capped=head + threshold(0.0))["capped"]
    assert found.futures is not None
    assert found.futures.share == 1.0
    assert found.graded.word == Word.MOSTLY_NOT


@pytest.mark.slow
def test_the_full_model_of_the_years(load: Callable[..., Debate]) -> None:
    gone = test_of(
        type="threshold",
        metric="leader_gone",
        year=10,
        model="years",
        of=KOREA,
        direction="at-least",
        level=0.01,
    )
    stays = gone.replace(KOREA, "{guarantee: korean-model, leader: stays}")
    found = verdicts(load(gone=gone, stays=stays), asked(draws=10))
    assert found["gone"].graded.word == Word.SUPPORTED
    assert found["stays"].graded.word == Word.NOT


@pytest.mark.slow
def test_setups_that_share_blocks_of_the_full_model_do_not_mix(case: Loaded) -> None:
    size = asked().years
    korea = Variant(guarantee="korean-model")
    alone, among = (Years(case, {"korea": case.guarantees["korean-model"]}, size) for _ in "ab")
    alone.play("korea", korea, [HEADLINE])
    among.play("korea", korea, [*VIEWS.values(), HEADLINE])
    numbers = [
        one.metric("korea", HEADLINE, Metric.THROUGH_HORIZON, None) for one in (alone, among)
    ]
    np.testing.assert_array_equal(*numbers)
    few = among.metric("korea", VIEWS["sceptic"], Metric.THROUGH_HORIZON, None)
    assert few.shape == (1, size.few)


def test_the_record_gives_counts_and_intervals_or_says_that_it_is_silent(judge: Judge) -> None:
    silent = CONTRAST.partition("record:")[0] + "record: {silent: no such cases}\n"
    found = judge(told=CONTRAST, silent=silent)
    told = found["told"].record
    assert told.first is not None
    assert told.second is not None
    for one in (told.first, told.second):
        assert one.n > 0
        assert one.interval[0] <= len(one.events) / one.n <= one.interval[1]
    assert found["silent"].record.silent


def test_draws_in_which_no_theory_has_the_metric_are_left_out(judge: Judge) -> None:
    text = OWN + test_of(
        type="threshold",
        metric="hazard_after",
        of="{guarantee: us-ukraine-2024, set: {duration.years: 50}}",
        direction="at-least",
        level=0.0,
    )
    some = text.replace("{duration.years: 50}", "{instrument.ratified: true}")
    found = judge(all=text, some=some)
    assert found["all"].graded.word == Word.NOT_TESTABLE
    assert found["some"].futures is not None
    assert found["some"].futures.share == 1.0
