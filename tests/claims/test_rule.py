"""The words follow the written rule, the same way up and down."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.claims.premises import Status
from suasion.claims.rule import (
    SCALE,
    Graded,
    Word,
    of_facts,
    of_futures,
    with_premises,
    with_record,
)

SHARES = st.floats(0, 1)
MIRROR = dict(zip(SCALE, reversed(SCALE), strict=True))


def premises(*states: Status, needed: bool = True, firm: bool = True) -> list[Any]:
    one = SimpleNamespace(needed=needed)
    return [SimpleNamespace(status=state, premise=one, firm=firm) for state in states]


@pytest.mark.parametrize(
    ("share", "theories", "views", "word"),
    [
        (0.95, {"a": 0.95}, {"sceptic": 0.8}, Word.SUPPORTED),
        (0.95, {"a": 0.95, "b": 0.3}, {"sceptic": 0.8}, Word.MOSTLY),
        (0.95, {"a": 0.95}, {"sceptic": 0.4}, Word.MOSTLY),
        (0.70, {"a": 0.70}, {"sceptic": 0.9}, Word.MOSTLY),
        (0.50, {"a": 0.99, "b": 0.01}, {"sceptic": 0.5}, Word.CONTESTED),
        (0.30, {"a": 0.30}, {"sceptic": 0.3}, Word.MOSTLY_NOT),
        (0.05, {"a": 0.05}, {"optimist": 0.2}, Word.NOT),
        (0.05, {"a": 0.05}, {"optimist": 0.6}, Word.MOSTLY_NOT),
    ],
)
def test_the_word_of_the_futures(
    share: float, theories: dict[str, float], views: dict[str, float], word: Word
) -> None:
    assert of_futures(share, theories, views).word == word


@given(SHARES, SHARES)
def test_a_larger_share_never_has_a_worse_word(one: float, other: float) -> None:
    words = [of_futures(s, {"a": s}, {"sceptic": s}).word for s in sorted((one, other))]
    assert SCALE.index(words[0]) <= SCALE.index(words[1])


@given(st.integers(0, 1000))
def test_a_claim_and_its_opposite_get_opposite_words(thousandths: int) -> None:
    share = thousandths / 1000
    word, opposite = (of_futures(s, {"a": s}, {"sceptic": s}).word for s in (share, 1 - share))
    assert opposite == MIRROR[word]


@pytest.mark.parametrize(
    ("states", "word"),
    [
        ([Status.HOLDS], Word.SUPPORTED),
        ([Status.UNKNOWN, Status.HOLDS], Word.MOSTLY),
        ([Status.CONTESTED], Word.MOSTLY),
        ([Status.CONTRADICTED, Status.HOLDS], Word.MOSTLY_NOT),
    ],
)
def test_premises_cap_a_word(states: list[Status], word: Word) -> None:
    top = Graded(Word.SUPPORTED, ())
    assert with_premises(top, premises(*states)).word == word
    assert with_premises(top, premises(*states, needed=False)).word == Word.SUPPORTED
    assert with_premises(Graded(Word.NOT, ()), premises(*states)).word == Word.NOT


@pytest.mark.parametrize(
    ("states", "firm", "word"),
    [
        ([Status.HOLDS, Status.HOLDS], True, Word.SUPPORTED),
        ([Status.HOLDS], False, Word.MOSTLY),
        ([Status.HOLDS, Status.HOLDS, Status.CONTESTED], True, Word.MOSTLY),
        ([Status.HOLDS, Status.CONTESTED], True, Word.CONTESTED),
        ([Status.HOLDS, Status.UNKNOWN], True, Word.CONTESTED),
        ([Status.UNKNOWN], True, Word.NOT_TESTABLE),
        ([Status.HOLDS, Status.CONTRADICTED], True, Word.MOSTLY_NOT),
        ([Status.CONTRADICTED], True, Word.NOT),
    ],
)
def test_the_word_of_facts_alone(states: list[Status], firm: bool, word: Word) -> None:
    assert of_facts(premises(*states, firm=firm)).word == word


@pytest.mark.parametrize("word", SCALE)
@pytest.mark.parametrize("direction", [-1, 0, 1])
def test_the_record_moves_a_word_only_towards_the_middle(word: Word, direction: int) -> None:
    moved = with_record(Graded(word, ()), direction).word
    before, after, middle = SCALE.index(word), SCALE.index(moved), 2
    against = (before - middle) * direction < 0
    assert abs(after - middle) == abs(before - middle) - against
