"""Designs as texts: coherent, moved by every field that may be searched, written over the start."""

import numpy as np
import pytest

from suasion.describe.fact import Judged
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import Loaded, load_case
from suasion.design.reckoning import vocabulary
from suasion.design.space import Space, reading, space_of
from suasion.design.text import coherent, differing, new_text, rewritten
from suasion.design.writable import WRITABLE
from suasion.mechanism.assembly import assemble, grouped
from suasion.mechanism.calendar import expiries
from suasion.mechanism.entry import chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.uncertainty.sample import Sample

NUMBERS = {
    "forces.size": (0, 20_000),
    "aid.military_usd_billion_per_year": (0, 20),
    "zone.depth_challenger_km": (0, 25),
    "economy.guarantor_assets_usd_billion": (0, 20),
    "economy.challenger_assets_usd_billion": (0, 20),
    "duration.years": (10, 20),
    "duration.withdrawal_notice_months": (0, 12),
}
FULL = {
    "forces.size": 20_000,
    "forces.place": "country",
    "forces.mandate": "tripwire",
    "zone.depth_challenger_km": 25,
    "zone.heavy_weapons_excluded": True,
    "economy.free_zones": True,
    "economy.guarantor_assets_usd_billion": 20,
    "economy.challenger_assets_usd_billion": 20,
    "coalition.activation_members": 5,
    "coalition.challenger_consent_needed": True,
    "instrument.form": "treaty",
}
"""Facts under which each field can matter."""


@pytest.fixture(scope="module")
def case() -> Loaded:
    return load_case("ukraine-2025")


def moved(case: Loaded, facts: dict) -> tuple[np.ndarray, ...]:
    """Everything that a design's facts can bear on."""
    raw = rewritten(case.raw["korean-model"], FULL | facts, "a test", "nobody")
    sample = Sample(20, 1)
    facts_ = Facts(Guarantee.model_validate(raw), case.case, sample.column)
    moves = grouped(assemble(facts_, sample.draw), 20)
    entry = np.broadcast_to(chance_of_entry(facts_, sample.draw)["entry"], (20,))
    return moves, entry, expiries(facts_, 30, 20)[0]


@pytest.mark.parametrize("path", WRITABLE)
def test_every_search_variable_moves_something(path: str, case: Loaded) -> None:
    values = NUMBERS.get(path) or (vocabulary(path)[0], vocabulary(path)[-1])
    one, other = (moved(case, {path: value}) for value in values)
    assert any(not np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_no_forces_stand_nowhere_and_have_no_mandate() -> None:
    nothing = {"forces.size": 0, "forces.place": "none", "forces.mandate": "none"}
    for path, value in nothing.items():
        some = {"forces.size": 100, "forces.place": "line", "forces.mandate": "tripwire"}
        assert coherent(some | {path: value}) == nothing


def test_a_zone_is_as_deep_on_both_sides_and_empty_of_heavy_weapons() -> None:
    found = coherent({"zone.depth_challenger_km": 10})
    assert found["zone.depth_protege_km"] == 10
    assert found["zone.heavy_weapons_excluded"] is True
    assert coherent({"zone.depth_challenger_km": 0})["zone.heavy_weapons_excluded"] is False


def test_what_the_challenger_holds_needs_its_consent() -> None:
    needed = "coalition.challenger_consent_needed"
    for facts in (
        {"zone.depth_challenger_km": 10},
        {"site.contingent": "private"},
        {"economy.free_zones": True, "economy.challenger_assets_usd_billion": 5},
    ):
        assert coherent({**facts, needed: False})[needed] is True
    assert coherent({"zone.depth_challenger_km": 0, needed: False})[needed] is False


def test_a_treaty_is_ratified_and_a_declaration_does_not_bind() -> None:
    loose = {"instrument.ratified": False}
    assert coherent({"instrument.form": "treaty", **loose})["instrument.ratified"] is True
    found = coherent({"instrument.form": "declaration", "instrument.ratified": True})
    assert found["instrument.ratified"] is False
    assert found["instrument.legally_binding"] is False
    assert (
        coherent({"instrument.form": "executive-agreement", **loose})["instrument.ratified"]
        is False
    )


def test_what_is_coherent_stays_as_it_is() -> None:
    stream = np.random.default_rng(1)
    space = Space({path: NUMBERS.get(path) or vocabulary(path) for path in WRITABLE}, {})
    for _ in range(200):
        choice = {path: v[int(stream.integers(len(v)))] for path, v in space.domains.items()}
        once = coherent(choice)
        assert coherent(once) == once


def test_what_the_start_says_already_is_no_difference(case: Loaded) -> None:
    start = case.guarantees["korean-model"]
    found = differing(
        {"instrument.form": "treaty", "forces.size": 28500, "aid.training": True}, start
    )
    assert found == {"forces.size": 28500}, "contested in the start, so it decides something"


def test_a_number_is_no_truth_value(case: Loaded) -> None:
    start = case.guarantees["korean-model"]
    assert differing({"coalition.activation_members": True}, start)


def test_a_new_text_of_what_is_in_force_is_only_proposed(case: Loaded) -> None:
    found = new_text(case.guarantees["uk-ukraine-2024"])
    assert found == {"instrument.standing": "proposed", "coalition.entry_approvals": 1}
    assert new_text(case.guarantees["korean-model"]) == {}


def test_what_is_set_is_a_judgement_and_the_rest_stays(case: Loaded) -> None:
    raw = case.raw["korean-model"]
    made = Guarantee.model_validate(rewritten(raw, {"site.contingent": "state"}, "why", "who"))
    assert isinstance(made.site.contingent, Judged)
    assert made.site.contingent.because == "why"
    assert made.forces == case.guarantees["korean-model"].forces
    assert raw == load_case("ukraine-2025").raw["korean-model"]


def test_the_nearest_choice_of_a_guarantee(case: Loaded) -> None:
    domains = {
        "forces.size": (0, 20000, 30000),
        "instrument.form": ("declaration", "treaty"),
        "duration.years": (10, "open-ended"),
        "plant-zone": ("on", "off"),
    }
    space = space_of(domains, case.case)
    assert space.nearest(case.guarantees["korean-model"]) == {
        "forces.size": 30000,
        "instrument.form": "treaty",
        "duration.years": "open-ended",
        "plant-zone": "on",
    }
    assert reading(case.guarantees["korean-model"], "site.contingent") is None


def test_none_of_what_the_start_does_not_have_is_no_difference(case: Loaded) -> None:
    start = case.guarantees["korean-model"]
    nothing = {"site.contingent": "none", "site.radius_km": 0, "economy.free_zones": False}
    assert differing(nothing, start) == {}
    assert differing({"site.contingent": "private"}, start)
