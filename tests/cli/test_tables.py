"""Tables of compare say what there is, and that there is nothing where there is nothing."""

from rich.text import Text

from suasion.cli.tables import turning


def test_a_result_that_hinges_on_nothing_says_so() -> None:
    row = {"id": "alone", "rank": 1, "hinges_on": [], "next": None}
    told = [part.plain for part in turning({"guarantees": [row]}) if isinstance(part, Text)]
    assert told[-1] == "   hinges on no single assumption that stands out"
