"""Premises against facts whose state is known from the files of the case."""

from collections.abc import Callable

import pytest

from suasion.claims.loading import Debate
from suasion.claims.looked_up import look_up
from suasion.claims.premises import found

TEST = "test: {type: fact-only, because: an example, disagree: nobody}\n"
STATES = {
    "korean-model: forces.size > 0": "holds",
    "korean-model: forces.size >= 28500": "contested",
    "korean-model: aid.industry = true": "unknown",
    "budapest-1994: nuclear.backing = none": "holds",
    "budapest-1994: nuclear.backing = explicit": "contradicted",
    "us-article-5-like: nuclear.backing = explicit": "contested",
    "us-article-5-like: nuclear.backing in explicit | implied": "holds",
    "us-article-5-like: forces.size = 0": "holds",
    "korean-model: duration.years >= 10": "holds",
    "us-article-5-like: duration.years < 10": "contradicted",
    "budapest-1994: forces.size > 0": "contradicted",
    "budapest-1994: zone.heavy_weapons_excluded = true": "contradicted",
    "case: pressure.bases = true": "holds",
    "case: refuses_foreign_forces = true": "holds",
    "case: leader.born < 1960-01-01": "holds",
    "case: as_of > 2025-12-31": "holds",
    "case: coalition.discord = open": "contested",
    "library/us-rok-1953: instrument.form in treaty | statute": "holds",
    "library/us-rok-1953: instrument.form != treaty": "contradicted",
    "record/belgium-1839: coded.attacked = true": "contradicted",
}


@pytest.mark.parametrize("check", STATES)
def test_the_state_of_a_premise(check: str, load: Callable[..., Debate]) -> None:
    debate = load(one=f'premises:\n  - {{says: it, check: "{check}"}}\n' + TEST)
    (one,) = found(debate.claims["one"], debate.loaded)
    assert one.status == STATES[check]


def test_a_fact_given_in_the_claim(load: Callable[..., Debate]) -> None:
    own = "{value: true, source: Sniehyriov2025, where: here}"
    other = "{value: false, source: putin-tankers-2025, where: there}"
    facts = [own, f"{{contested: [{own}, {other}]}}", "{unknown: nobody knows}"]
    lines = "".join(f"  - {{says: it, fact: {fact}}}\n" for fact in facts)
    debate = load(one="premises:\n" + lines + TEST)
    states = found(debate.claims["one"], debate.loaded)
    assert [str(one.status) for one in states] == ["holds", "contested", "unknown"]
    assert states[0].versions[0].own
    assert not states[0].firm, "what only the claim's own source says is not firm"
    assert [version.own for version in states[1].versions] == [True, False]


def test_words_and_numbers_are_not_confused() -> None:
    assert look_up("a: aid.training = true").met_by(True)
    assert not look_up("a: forces.size = 1").met_by(True)
    assert look_up("a: forces.size > 0").met_by(None) is None


@pytest.mark.parametrize(
    "text", ["a: b.c => 1", "a: b.c > [1]", "a: b.c > x", "a b.c > 1", "a: = 1"]
)
def test_what_is_no_premise(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        look_up(text)
