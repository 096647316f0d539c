"""The report shows numbers given entry with the unconditional ones beside them."""

from typing import Any

from suasion.report.tables import comparison_tables
from suasion.report.words import number
from suasion.uncertainty.comparison import Comparison

HEADS = [
    "hazard a year before the end of the term",
    "hazard a year after it",
    "limited incidents a year",
    "coerced concession",
]


def test_each_number_of_the_years_has_the_unconditional_one_beside_it(
    comparison: Comparison, summary: dict[str, Any]
) -> None:
    table = next(
        one for one in comparison_tables(summary, comparison) if "in the years" in one.caption
    )
    assert list(table.heads[1:]) == [
        f"{head}, {basis}" for head in HEADS for basis in ("given entry", "unconditional")
    ]
    for row, cells in zip(summary["guarantees"], table.rows, strict=True):
        hazard = row["unconditional_hazard_per_year"]
        assert number(hazard["before_end"]["mean"], 3) in str(cells[2])
        assert number(hazard["after_end"]["mean"], 3) in str(cells[4])
        incidents = row["unconditional_limited_incidents_per_year"]
        assert number(incidents["mean"], 1) in str(cells[6])
        assert number(row["unconditional_coerced_concession"]["mean"]) in str(cells[8])
        assert number(row["coerced_concession"]["mean"]) in str(cells[7])


def test_the_page_says_what_given_entry_and_unconditional_mean(text: str) -> None:
    assert "<em>given entry</em> supposes that the guarantee comes into force" in text
    assert "<em>unconditional</em> one also counts the chance that it does not" in text
