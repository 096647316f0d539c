"""An unknown name is told with names that are known, and never with a wall of them."""

from suasion.errors import MOST_NAMES, UnknownName


def test_few_names_are_all_told():
    assert str(UnknownName("case", "zzz", ["a", "b"])) == "no case is called 'zzz'. Known: a, b."


def test_of_many_the_first_are_told_and_the_rest_counted():
    text = str(UnknownName("case", "zzz", [f"name-{n}" for n in range(MOST_NAMES + 7)]))
    assert text.endswith(f"name-{MOST_NAMES - 1} and 7 more.")


def test_a_near_name_is_offered_instead():
    assert "Did you mean korean-model?" in str(UnknownName("x", "korean-mode", ["korean-model"]))
