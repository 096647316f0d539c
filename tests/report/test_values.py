"""The report lists what unknown facts are drawn from and the constants, marked as judged."""

from suasion.mechanism.assumed import constants, drawn_from
from suasion.report import facts, values
from suasion.report.references import References
from suasion.uncertainty.comparison import Comparison


def test_every_value_stands_in_the_report(text: str) -> None:
    for name, one in (drawn_from() | constants()).items():
        start = text.index(f'<tr><th scope="row"><code>{name}</code><br>')
        row = text[start : text.index("</tr>", start)]
        assert one.source or "<strong>Judgement:</strong>" in row, name


def test_a_range_names_the_candidates_in_which_its_fact_is_unknown(
    comparison: Comparison,
) -> None:
    references = References(comparison.loaded.works)
    rows = {row.field: row for row in values.unknown_facts(comparison, references)}
    aid = rows["aid.military_usd_billion_per_year"]
    assert aid.used == "korean-model, us-article-5-like"
    assert aid.said == "0 to 40 billion $/year"
    assert rows["forces.size"].used == "no candidate", "contested is not unknown"


def test_an_unknown_fact_says_what_it_was_drawn_from(comparison: Comparison) -> None:
    references = References(comparison.loaded.works)
    one = comparison.loaded.guarantees["korean-model"]
    drawn = comparison.ensemble.sample.columns
    told = {row.path: row.drawn for row in facts.rows(one, drawn, references)}
    assert told["aid.military_usd_billion_per_year"] == "drawn from 0 to 40 billion $/year, judged"
    assert told["aid.industry"] == "drawn: each answer in an equal share of the futures"
