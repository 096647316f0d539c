"""Findings follow from the numbers, name their spread, and change with them."""

import copy
import re
from typing import Any

import pytest

from suasion.report import basis, conduct, order
from suasion.report.findings import findings
from suasion.report.words import percent, signed, spread, told, years
from suasion.uncertainty.comparison import Comparison

MEAN_ALONE = re.compile(r"mean (?:chance )?(?:of )?\d\.\d\d(?! \(5–95)")


@pytest.fixture
def changed(summary: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(summary)


def test_every_part_of_the_question_is_answered(
    comparison: Comparison, summary: dict[str, Any]
) -> None:
    found = findings(comparison, summary)
    assert len({one.title for one in found}) == len(found) == 11
    assert all(len(one.text) > 40 for one in found)


def test_no_mean_stands_without_its_spread(comparison: Comparison, summary: dict[str, Any]) -> None:
    texts = " ".join(str(one.text) for one in findings(comparison, summary))
    assert not MEAN_ALONE.search(texts.replace("\u00a0", " "))


def test_the_first_place_is_the_one_of_the_summary(summary: dict[str, Any]) -> None:
    first = summary["guarantees"][0]
    lead = str(order.ranking(summary)).split(".")[0]
    assert first["title"] in lead


def test_a_first_place_lost_without_entry_is_told(
    comparison: Comparison, changed: dict[str, Any]
) -> None:
    first, second = changed["guarantees"][:2]
    kind = "unconditional_through_horizon"
    first["no_major_attack"][kind]["mean"] = 0.1
    second["no_major_attack"][kind]["mean"] = 0.9
    assert f"By this measure <strong>{second['title']}" in order.entry(comparison, changed)
    first["no_major_attack"][kind]["mean"] = 0.95
    assert "It keeps the first place" in order.entry(comparison, changed)


def test_a_reversal_is_told_with_the_value_that_reverses(
    comparison: Comparison, changed: dict[str, Any]
) -> None:
    following = changed["guarantees"][0]["next"]
    following["reversed_by"] = {
        "factor": "situation:hawk_successor",
        "percentile": 0.95,
        "difference": -0.02,
        "standard_error": 0.005,
        "words": "",
    }
    text = order.firmness(comparison, changed)
    assert "“Chance that a successor is more hawkish than the leader” were near 0.905" in text
    following["reversed_by"] = None
    assert "No single assumption" in order.firmness(comparison, changed)


def test_neighbours_are_ties_within_two_standard_errors() -> None:
    assert order.Gap("a", "b", 0.010, 0.006).within_noise
    assert not order.Gap("a", "b", 0.013, 0.006).within_noise


def test_no_end_of_term_is_told_as_such(changed: dict[str, Any]) -> None:
    for row in changed["guarantees"]:
        row["term_years"]["lengths"] = []
    assert "No candidate has a term that ends" in conduct.term(changed)


def test_theories_without_concessions_are_told_as_such(changed: dict[str, Any]) -> None:
    for row in changed["guarantees"]:
        row["coerced_concession"] = None
    assert "No theory played has a coerced concession" in conduct.short_of_war(changed)


def test_saturation_is_told_first(changed: dict[str, Any]) -> None:
    cell = {"guarantee": "korean-model", "theory": "threshold", "at": 1, "because": "hazard 0"}
    changed["diagnosis"]["saturated"] = [cell]
    changed["diagnosis"]["two_humped"] = ["korean-model"]
    text = str(basis.limits(changed))
    assert text.startswith("Saturated, so that no comparison there means anything")
    assert "Two humps" in text


def test_another_leader_under_other_priors_is_told(
    comparison: Comparison, changed: dict[str, Any]
) -> None:
    changed["guarantees"][1]["views"]["sceptic"]["horizon"] = 0.999
    other = changed["guarantees"][1]["title"]
    assert f"<strong>{other}</strong>" in basis.views(comparison, changed)


def test_what_is_not_modelled_is_a_dash() -> None:
    assert spread(None) == "–"


def test_only_assumptions_that_stand_out_are_counted_and_none_is_said_so(
    changed: dict[str, Any],
) -> None:
    rows = changed["guarantees"]
    for row in rows:
        row["hinges_on"] = []
    assert str(basis.hinges(changed)) == "No assumption clearly stands out for any candidate."
    rows[0]["hinges_on"] = [{"factor": "situation:hawk_successor", "correlation": -0.5}]
    told = str(basis.hinges(changed))
    assert "that clearly stand out, at most three a candidate, are most often" in told
    assert f"(for 1 of {len(rows)} candidates; rank correlations −0.50)" in told


def test_figures_are_typeset() -> None:
    part = {"mean": 0.5, "p5": 0.1, "p95": 0.9}
    assert told(part) == "0.50 (5–95\u00a0% of futures 0.10–0.90)"
    assert signed(-0.123) == "−0.12"
    assert percent(0.5) == "50\u00a0%"
    assert years({"lengths": [5.0, 10.0], "open_ended_share": 0.5}) == "5 or 10 years or open-ended"
