"""Two rankings beside each other, as a table and as rows."""

from io import StringIO

from rich.console import Console

from suasion.cli.priors import csv_of_both, table_of_both


def summary(rank: int, mean: float) -> dict:
    attack = {
        name: {"mean": mean + shift}
        for name, shift in (
            ("through_horizon", 0.0),
            ("through_term", 0.1),
            ("unconditional_through_horizon", -0.1),
        )
    }
    kept = {"imposed": {"mean": mean / 2}}
    row = {"id": "one", "rank": rank, "no_major_attack": attack, "honour_if_tested": kept}
    return {"guarantees": [row, row | {"id": "other-with-a-long-name", "rank": 3 - rank}]}


BOTH = {"judgement": summary(1, 0.5), "record": summary(2, 0.6)}


def shown(rank_by: str) -> str:
    out = StringIO()
    Console(file=out, width=80).print(table_of_both(BOTH, rank_by))
    return out.getvalue()


def test_the_table_has_both_and_reads_what_it_ranks_by() -> None:
    for rank_by, means in (("horizon", "0.50 0.60"), ("term", "0.60 0.70")):
        line = next(text for text in shown(rank_by).splitlines() if "one" in text)
        assert all(mean in line for mean in means.split()), rank_by
    assert "…" not in shown("unconditional")


def test_rows_say_which_priors_they_rest_on() -> None:
    head, *rows = csv_of_both(BOTH).splitlines()
    assert head.startswith("prior,id,rank")
    assert [row.split(",")[0] for row in rows] == ["judgement"] * 2 + ["record"] * 2
