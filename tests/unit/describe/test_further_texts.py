"""A further text may say where in its source it stands."""

import pytest
from pydantic import ValidationError

from suasion.describe.guarantee import Article
from suasion.describe.loading import load_case, load_library


def test_a_further_text_may_say_where_it_stands():
    (joint,) = load_case("ukraine-2025").guarantees["budapest-1994"].also
    assert joint.where == "annex II"
    (rhineland,) = load_library("locarno-1925").also
    assert "Arts. 42 to 44" in str(rhineland.where)


def test_a_whole_text_has_no_place():
    assert Article(title="A text", source="versailles-1919").where is None


@pytest.mark.parametrize("where", ["", 7])
def test_a_place_is_words(where):
    with pytest.raises(ValidationError):
        Article(title="A text", source="versailles-1919", where=where)
