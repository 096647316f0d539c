"""Tables of compare say what there is, and cut no word however narrow the terminal."""

from io import StringIO

import pytest
from rich.console import Console

from suasion.cli.difference import difference_parts
from suasion.cli.library import facts
from suasion.cli.sections import section_table
from suasion.cli.tables import peace_table, record_table, turning
from suasion.describe.loading import library_names, load_library

WIDTHS = (80, 100, 140)
LONGEST = "economy.energy_purchases_eur_billion_per_year"


def shown(parts, width: int) -> list[str]:
    out = StringIO()
    console = Console(file=out, width=width)
    for part in parts:
        console.print(part)
    return out.getvalue().splitlines()


def words(text: str) -> set[str]:
    """What stands between spaces, hyphens and dots."""
    return set(text.replace("-", " ").replace(".", " ").split())


def test_a_result_that_hinges_on_nothing_says_so() -> None:
    row = {"id": "alone", "rank": 1, "hinges_on": [], "next": None}
    told = shown(turning({"guarantees": [row]}), 80)
    assert "the assumptions that clearly stand out, at most three" in " ".join(
        " ".join(told).split()
    )
    assert told[-1].rstrip() == "   hinges on no assumption that clearly stands out"


def test_a_long_identifier_is_broken_at_its_hyphens_and_no_number_is() -> None:
    part = {"mean": 0.5, "p5": 0.25, "p95": 0.75, "share_holding": 0.1}
    attack = dict.fromkeys(["through_term", "through_horizon"], part)
    row = {"id": "france-czechoslovakia-1925-ii", "rank": 10, "no_major_attack": attack}
    summary = {"options": {"horizon_years": 25}, "guarantees": [row]}
    lines = [line.strip() for line in shown([peace_table(summary)], 80)]
    first = next(at for at, line in enumerate(lines) if line.startswith("10 "))
    assert lines[first].endswith("0.50 (0.25-0.75)    10%")
    assert [line.split()[0] for line in lines[first + 1 : first + 3]] == [
        "czechoslovakia-",
        "1925-ii",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_two_guarantees_side_by_side_cut_no_word(width: int) -> None:
    first, second = "us-article-5-like", "north-atlantic-treaty-1949"
    facts_of = [
        {
            "path": "instrument.trigger",
            "first": "an armed attack on territory",
            "second": "unknown",
        },
        {"path": LONGEST, "first": "none", "second": "constitutional-processes | unknown"},
    ]
    moved = {
        "mechanism": "withdrawal-notice",
        "number": "withdrawal_rate_per_year",
        "first": "-0.400",
        "second": "-0.152",
    }
    gap = {"mean": 0.1, "p5": 0.05, "p95": 0.2}
    found = {
        "guarantees": [first, second],
        "facts": facts_of,
        "mechanisms": [moved],
        "difference": gap,
    }
    options = {"rank_by": "term", "horizon_years": 25}
    lines = shown(difference_parts({"difference": found, "options": options}, width), width)
    texts = [
        first,
        second,
        LONGEST,
        *moved.values(),
        *(t for one in facts_of for t in one.values()),
    ]
    assert {word for text in texts for word in words(text)} <= words("\n".join(lines))
    assert all(len(line) <= width for line in lines)
    assert any("through the term, given entry" in line for line in lines)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", library_names())
def test_the_library_cuts_no_word(name: str, width: int) -> None:
    rows = list(facts(load_library(name)))
    lines = shown([section_table(("field", "value", "source"), rows, width)], width)
    told = words("\n".join(lines))
    assert {word for row in rows for cell in row for word in words(cell)} <= told
    assert all(len(line) <= width for line in lines)


def test_fields_stand_under_their_section_once() -> None:
    rows = [("forces.size", "1", "a"), ("forces.place", "line", "b"), ("aid", "unknown", "")]
    lines = shown([section_table(("field", "value", "source"), rows, 80)], 80)
    starts = [line.split()[0] for line in lines[3:] if line.strip()]
    assert starts == ["forces", "size", "place", "aid"]


def test_names_of_the_record_are_whole_in_a_narrow_terminal() -> None:
    key = "dispute.nuclear_challenger_land.nuclear_ally.war"
    assert any(key in line for line in shown([record_table({"record": {key: 0.0}})], 80))
