"""Every fact and every prior stands with its source or its reason."""

from typing import Any

import pytest

from suasion.describe.bibliography import Work
from suasion.report import assumptions, facts
from suasion.report.references import References, entry
from suasion.uncertainty.comparison import Comparison


@pytest.fixture(scope="module")
def references(comparison: Comparison) -> References:
    return References(comparison.loaded.works)


@pytest.fixture(scope="module")
def rows(comparison: Comparison, references: References) -> list[facts.FactRow]:
    drawn = comparison.ensemble.sample.columns
    found = comparison.loaded.guarantees.values()
    every = [row for one in found for row in facts.rows(one, drawn, references)]
    return every + facts.case_rows(comparison.loaded.case, references)


def has_ground(version: facts.Version) -> bool:
    basis = str(version.basis)
    return 'href="#ref-' in basis or basis.startswith(("Judgement: ", "Reason: ", "not stated"))


def test_every_fact_has_a_source_or_a_stated_reason(rows: list[facts.FactRow]) -> None:
    assert len(rows) > 300
    assert [row.path for row in rows if not all(map(has_ground, row.versions))] == []


def test_contested_facts_stand_with_all_their_versions(rows: list[facts.FactRow]) -> None:
    contested = [row for row in rows if row.kind == "contested"]
    assert contested
    assert all(len(row.versions) > 1 for row in contested)


def test_open_facts_of_what_was_compared_say_that_they_were_drawn(
    comparison: Comparison, references: References
) -> None:
    guarantee = comparison.loaded.guarantees["korean-model"]
    found = facts.rows(guarantee, comparison.ensemble.sample.columns, references)
    drawn = {row.path: row.kind for row in found if row.drawn}
    start = f"fact:{guarantee.id}."
    columns = {
        name.removeprefix(start)
        for name in comparison.ensemble.sample.columns
        if name.startswith(start)
    }
    assert drawn
    assert set(drawn) == columns & {row.path for row in found}
    assert set(drawn.values()) == {"contested", "unknown"}


def test_what_is_not_verified_is_flagged(rows: list[facts.FactRow]) -> None:
    flagged = [row for row in rows if any("not verified" in str(v.basis) for v in row.versions)]
    assert flagged


def test_every_prior_that_was_drawn_is_listed(
    comparison: Comparison, references: References
) -> None:
    groups = assumptions.priors(comparison, references)
    listed = {row.name for rows in groups.values() for row in rows}
    kinds = ("situation:", "entry:", "anchor:")
    drawn = {
        name.partition(":")[2]
        for name in comparison.ensemble.sample.columns
        if name.startswith(kinds)
    }
    assert listed == drawn


def test_every_prior_has_a_source_or_is_called_a_judgement(
    comparison: Comparison, references: References
) -> None:
    groups = assumptions.priors(comparison, references)
    strengths = assumptions.mechanisms(comparison, references)
    rows = [row for found in groups.values() for row in found]
    rows += [row for one in strengths for row in one.strengths]
    for row in rows:
        marked = str(row.basis).startswith("<strong>Judgement:</strong> ")
        assert marked is not row.sourced
        assert ('href="#ref-' in str(row.basis)) or marked
    assert assumptions.unsourced(groups, strengths)[1] == len(rows)


def test_a_key_named_in_passing_is_cited(references: References) -> None:
    told = references.linked("as Fearon1994 says, not ordinary words & <tags>")
    assert 'href="#ref-Fearon1994"' in told
    assert "&amp; &lt;tags&gt;" in told
    assert "Fearon1994" in references.cited


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", ""])
def test_only_addresses_of_the_web_become_links(references: References, address: str) -> None:
    work = Work("a", "misc", "A", "T", "2000", (("url", address),), "own.bib")
    assert "href" not in entry(work)


def test_titles_of_works_are_escaped() -> None:
    address = 'https://x.example/"onclick="1'
    work = Work("a", "misc", "A", "<b>T</b>", "2000", (("url", address),), "own.bib")
    assert "<b>" not in entry(work)
    assert 'onclick="' not in entry(work)


def test_weights_are_listed_with_their_words(comparison: Comparison) -> None:
    found: dict[str, Any] = {name: words for name, words, _ in assumptions.weights()}
    assert "treaty 1" in found["law.FORM"]
