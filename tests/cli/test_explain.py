"""`suasion explain` says on what each number rests, and which mechanisms have no share."""

import pytest
from typer.testing import CliRunner

from suasion.cli.explain_basis import (
    said_of_case,
    said_of_fact,
    said_of_numbers,
    said_of_shares,
    said_of_strengths,
)
from suasion.cli.main import app
from suasion.describe.loading import Loaded, load_case
from suasion.mechanism.priors import packaged, resting_on


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_case("ukraine-2025")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("instrument.obligation", "defense [us-rok-1953, Art. III]"),
        ("aid.industry", "unknown [each answer in an equal share of the draws]"),
        (
            "aid.military_usd_billion_per_year",
            "unknown [drawn from 0 to 40 billion $/year, judgement]",
        ),
        (
            "economy.energy_purchases_eur_billion_per_year",
            "21.9 | 17.1 [CREA2025, total for the third year of the invasion | Reuters2025energy, "
            "section on Hungary, Belgium and others: EUR 11.4 billion in January to August 2025; "
            "of the case]",
        ),
    ],
)
def test_a_fact_stands_with_its_source_or_what_it_is_drawn_from(
    loaded: Loaded, path: str, told: str
) -> None:
    assert said_of_fact(loaded, "korean-model", path) == f"{path} = {told}"


def test_a_judged_fact_is_marked(loaded: Loaded) -> None:
    found = said_of_fact(loaded, "paris-2026", "nuclear.backing")
    assert found == "nuclear.backing = implied [judgement]"
    assert "leader.regime = autocracy [judgement; of the case]" in list(
        said_of_case(loaded, "paris-2026", "leader-succession")
    )


def test_capabilities_are_those_of_guarantors_and_challenger(loaded: Loaded) -> None:
    found = list(said_of_case(loaded, "korean-model", "guarantor-capability"))
    assert [one.partition(".")[0] for one in found] == ["USA", "RUS"]
    assert all("[SingerEtAl1972, " in one for one in found)


def test_strengths_are_marked_as_judged_or_by_their_source() -> None:
    assert list(said_of_strengths("legal-form", packaged())) == [
        "cost triangular(0, 0.7, 1.5) [judgement]"
    ]
    record = resting_on("record")
    sourced = {name for name, prior in record.items() if prior.source and "mechanism:" in name}
    assert sourced
    for name in sourced:
        key, strength = name.removeprefix("mechanism:").split(".")
        told = next(one for one in said_of_strengths(key, record) if one.startswith(strength))
        assert told.endswith(f"[{record[name].source}]")


def test_the_share_of_judged_numbers_is_told() -> None:
    told = said_of_numbers(["win_alone", "arrival"], packaged())
    assert told == "Before any mechanism: 2 of 2 priors are judgement."


def test_who_has_no_share_is_named() -> None:
    found = {
        "guarantee": "a",
        "mechanisms": [{"id": "tripwire"}, {"id": "dialogue"}],
        "shapley": {"shares": [{"mechanism": "tripwire"}]},
    }
    assert said_of_shares(found, "none") == "No share, as they act just as in none: dialogue."
    found["shapley"] = {"shares": [{"mechanism": "tripwire"}, {"mechanism": "dialogue"}]}
    assert said_of_shares(found, "none") == ""
    found["shapley"] = {"shares": []}
    assert said_of_shares(found, "none").startswith("No shares: every mechanism acts just as in")
    assert said_of_shares(found, "a").startswith("No shares: this is a,")


def test_the_baseline_prints_a_sentence_and_no_empty_table() -> None:
    asked = ["explain", "ukraine-2025", "no-guarantee", "--draws", "2", "-t", "threshold"]
    found = CliRunner().invoke(app, asked)
    assert found.exit_code == 0, found.output
    text = " ".join(found.output.split())
    assert "No shares: this is no-guarantee, the case without a guarantee" in text
    assert "Shapley" not in text
    assert "[judgement]" in text
    assert "priors are judgement" in text
