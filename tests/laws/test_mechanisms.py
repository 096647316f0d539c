"""Laws of the mechanisms: declared is done, signs hold, order is nothing; entry is a chance."""

import functools

import numpy as np
import pytest
from scipy.special import beta
from scipy.stats import betabinom

from suasion.describe.fact import Contested, Known, Unknown
from suasion.describe.loading import library_names, load_case, load_library
from suasion.mechanism.assembly import assemble, base, grouped
from suasion.mechanism.entry import all_approve, at_least, chance_of_entry
from suasion.mechanism.facts import Facts
from suasion.mechanism.law import FORM, TERMS, term_years
from suasion.mechanism.priors import packaged
from suasion.mechanism.registry import MECHANISMS
from suasion.mechanism.situation import from_link, names, position, table
from suasion.uncertainty.sample import Sample

DRAWS = 240
SIGN = {"+": 1, "-": -1}
ROUNDING = 1e-12


@functools.cache
def case():
    return load_case("ukraine-2025")


@functools.cache
def guarantees():
    """Every packaged guarantee: the candidates of the case and the library."""
    return dict(case().guarantees) | {name: load_library(name) for name in library_names()}


@functools.cache
def sample():
    return Sample(DRAWS, 5)


def facts_of(guarantee, environment=None):
    world = case().case
    world = world if environment is None else world.model_copy(update={"environment": environment})
    return Facts(guarantee, world, sample().column)


def effect(one, facts):
    return one.effect(facts, {name: sample().draw(one.factor(name)) for name in one.strengths})


def with_fact(guarantee, path, fact):
    section, name = path.split(".")
    part = getattr(guarantee, section)
    return guarantee.model_copy(update={section: part.model_copy(update={name: fact})})


@pytest.mark.parametrize("one", MECHANISMS, ids=lambda one: one.id)
def test_what_is_declared_is_what_is_read_and_moved(one):
    read = set()
    for guarantee in guarantees().values():
        facts = facts_of(guarantee)
        moves = effect(one, facts)
        assert set(moves) == set(one.moves), guarantee.id
        assert facts.read <= set(one.reads), guarantee.id
        read |= facts.read
    assert read == set(one.reads)


@pytest.mark.parametrize("one", MECHANISMS, ids=lambda one: one.id)
def test_moves_have_their_declared_sign_everywhere(one):
    works = dict.fromkeys(one.moves, False)
    for guarantee in guarantees().values():
        for name, move in effect(one, facts_of(guarantee)).items():
            assert np.all(np.isfinite(move)), (guarantee.id, name)
            assert np.shape(move) in ((1,), (DRAWS,), ()), (guarantee.id, name)
            if one.moves[name] in SIGN:
                assert np.min(SIGN[one.moves[name]] * move) >= 0, (guarantee.id, name)
            works[name] |= bool(np.any(move))
    # A mechanism that no packaged guarantee sets in motion would be untested and unused.
    assert all(works.values()), works


@pytest.mark.parametrize("one", MECHANISMS, ids=lambda one: one.id)
def test_its_numbers_and_priors_exist(one):
    assert set(one.moves) <= set(names())
    assert set(one.moves.values()) <= {"+", "-", "?"}
    for name, prior in one.strengths.items():
        assert packaged()[one.factor(name)] is prior
        assert prior.because


def test_contested_versions_share_the_draws_equally():
    found = case().guarantees["us-article-5-like"]
    facts = facts_of(found)
    weights = facts.scale("instrument.form", FORM)
    versions = [FORM[one.value] for one in found.instrument.form.contested]
    assert isinstance(found.instrument.form, Contested)
    # One uniform number in each stratum: shares are exact where versions divide the draws.
    shares = {version: np.mean(weights == version) for version in versions}
    assert shares == pytest.approx(dict.fromkeys(versions, 1 / len(versions)), abs=1 / DRAWS)
    assert facts.open["instrument.form"] == "contested"


def test_unknown_is_everything_and_not_zero():
    known = case().guarantees["us-article-5-like"]
    unknown = with_fact(known, "instrument.form", Unknown(unknown="a test"))
    weights = facts_of(unknown).scale("instrument.form", FORM)
    assert set(np.unique(weights)) == set(FORM.values())
    endless = with_fact(known, "duration.years", Unknown(unknown="a test"))
    assert set(np.unique(term_years(facts_of(endless)))) == set(TERMS)
    facts = facts_of(unknown, environment={})
    billions = facts.amount("economy.challenger_assets_usd_billion", (0.0, 100.0))
    assert (billions.min(), billions.max()) == pytest.approx((0, 100), abs=100 / DRAWS)
    assert facts.open["economy.challenger_assets_usd_billion"] == "unknown"


def test_what_is_absent_reads_as_declared():
    facts = facts_of(case().guarantees["no-guarantee"], environment={})
    np.testing.assert_array_equal(facts.flag("zone.heavy_weapons_excluded"), [0])
    np.testing.assert_array_equal(facts.amount("coalition.activation_members", (2, 32), 1.0), [1])
    assert facts.read == {"zone.heavy_weapons_excluded", "coalition.activation_members"}
    assert not facts.open


def test_the_environment_speaks_only_where_the_guarantee_is_silent():
    path = "coalition.discord"
    stated = case().guarantees["us-article-5-like"]
    world = {path: Known(value="some", source="a-test", where="here")}
    scale = {"none": 0.0, "some": 0.5, "open": 1.0}
    assert set(facts_of(stated, world).scale(path, scale)) == {0.0, 1.0}
    silent = with_fact(stated, path, Unknown(unknown="a test"))
    np.testing.assert_array_equal(facts_of(silent, world).scale(path, scale), [0.5])
    assert set(facts_of(silent, {}).scale(path, scale)) == {0.0, 0.5, 1.0}


@pytest.mark.parametrize("key", ["us-article-5-like", "korean-model", "minsk-ii-2015"])
def test_the_order_of_mechanisms_does_not_matter(key, monkeypatch):
    before = grouped(assemble(facts_of(guarantees()[key]), sample().draw), DRAWS)
    module = "suasion.mechanism.assembly.MECHANISMS"
    monkeypatch.setattr(module, tuple(reversed(MECHANISMS)))
    after = grouped(assemble(facts_of(guarantees()[key]), sample().draw), DRAWS)
    # The same few dozen terms, added in another order.
    np.testing.assert_allclose(after, before, atol=ROUNDING)


@pytest.mark.parametrize("key", sorted({*library_names(), *case().guarantees}))
def test_numbers_stay_in_their_range(key):
    linked = base(sample().draw)
    linked = linked + grouped(assemble(facts_of(guarantees()[key]), sample().draw), DRAWS).sum(0)
    for number in table():
        value = from_link(linked[position(number.name)], number)
        assert number.low <= value.min() <= value.max() <= number.high, number.name
        # Held at the end of its range in every draw, a number would tell nothing any more.
        still = packaged()[f"situation:{number.name}"].shape == "fixed"
        assert still or np.ptp(value) > 0, number.name


def test_a_mechanism_that_is_switched_off_moves_nothing():
    assembly = assemble(facts_of(guarantees()["korean-model"]), sample().draw)
    keep = {one.id: np.zeros(DRAWS) for one in MECHANISMS}
    assert not np.any(grouped(assembly, DRAWS, keep))
    keep["legal-form"] = np.ones(DRAWS)
    alone = grouped(assembly, DRAWS, keep).sum(0)
    assert np.any(alone[position("abandonment_cost")])
    assert not np.any(np.delete(alone, position("abandonment_cost"), axis=0))


# --- Entry ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "chance", "expected"),
    [(32, 0.99, 0.724980), (32, 0.98, 0.523883), (27, 0.98, 0.579567), (30, 0.95, 0.214639)],
)
def test_uncorrelated_approvals_multiply(count, chance, expected):
    found = all_approve(np.array(float(count)), np.array(chance), np.array(1e-7))
    # A correlation of 1e-7 among some 500 pairs shifts the chance by about 1e-6 of itself.
    assert float(found) == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("count", [1, 2, 5, 32])
@pytest.mark.parametrize("correlation", [0.1, 0.5, 0.8])
def test_correlated_approvals_are_beta_binomial(count, correlation):
    chance = 0.9
    a, b = (x * (1 - correlation) / correlation for x in (chance, 1 - chance))
    found = float(all_approve(np.array(float(count)), np.array(chance), np.array(correlation)))
    assert found == pytest.approx(beta(a + count, b) / beta(a, b), rel=1e-10)
    step = np.prod([(a + i) / (a + b + i) for i in range(count)])
    assert found == pytest.approx(step, rel=1e-10)
    assert chance**count - ROUNDING <= found <= chance + ROUNDING


@pytest.mark.parametrize("key", sorted({*library_names(), *case().guarantees}))
def test_every_step_to_entry_is_a_chance_and_entry_their_product(key):
    steps = chance_of_entry(facts_of(guarantees()[key]), sample().draw)
    product = np.ones(1)
    for name, step in steps.items():
        assert np.min(step) >= 0, name
        assert np.max(step) <= 1 + ROUNDING, name
        product = product if name == "entry" else product * step
    np.testing.assert_allclose(steps["entry"], product, rtol=ROUNDING)


def test_nothing_stands_in_the_way_of_the_baseline():
    steps = chance_of_entry(facts_of(case().guarantees["no-guarantee"]), sample().draw)
    assert np.all(steps["entry"] == 1)


@pytest.mark.parametrize(("needed", "count"), [(0, 3), (1, 1), (2, 3), (5, 9), (17, 32)])
def test_enough_approvals_are_the_tail_of_a_beta_binomial(needed, count):
    chance, correlation = np.array([0.3, 0.8]), np.array([0.5, 0.2])
    a, b = (x * (1 - correlation) / correlation for x in (chance, 1 - chance))
    found = at_least(np.array(float(needed)), np.array(float(count)), chance, correlation)
    np.testing.assert_allclose(found, betabinom.sf(needed - 1, count, a, b), rtol=1e-9)


def test_a_majority_of_millions_is_the_limit_of_many():
    chance, correlation, half = np.array([0.6]), np.array([0.3]), np.array(0.5)
    found = [
        at_least(half * count, np.array(count), chance, correlation)
        for count in (999.0, 1e3 + 2, 1e7)
    ]
    assert np.ptp(found) < 0.01
    assert abs(found[2] - found[1]) < 1e-6


@pytest.mark.parametrize("refusals", [0, 3, 20])
def test_a_stricter_rule_never_makes_entry_likelier(refusals):
    found = case().guarantees["nato-article-5"]

    def entry(rule):
        changed = found
        for name, value in (("entry_rule", rule), ("entry_refusals", refusals)):
            fact = Known(value=value, source="a-test", where="here")
            changed = with_fact(changed, f"coalition.{name}", fact)
        return chance_of_entry(facts_of(changed), sample().draw)["approved"]

    majority, unanimity = entry("majority"), entry("unanimity")
    assert np.all(unanimity <= majority + ROUNDING)
    assert (unanimity.mean() < majority.mean()) == (refusals < 16)


def test_who_decides_for_itself_waits_for_the_lead_alone():
    found = case().guarantees["paris-2026"]
    one = Known(value=1, source="a-test", where="here")
    alone = with_fact(
        with_fact(found, "coalition.entry_approvals", one),
        "coalition.entry_rule",
        Known(value="single", source="a-test", where="here"),
    )
    approvals = [
        chance_of_entry(facts_of(one), sample().draw)["approved"] for one in (found, alone)
    ]
    np.testing.assert_array_equal(*approvals)


def test_refusals_and_a_refusing_challenger_lower_entry():
    found = case().guarantees["nato-article-5"]

    def entry(**values):
        changed = found
        for name, value in values.items():
            fact = Known(value=value, source="a-test", where="here")
            changed = with_fact(changed, f"coalition.{name}", fact)
        return chance_of_entry(facts_of(changed), sample().draw)["entry"]

    willing, one, three = (entry(entry_approvals=32, entry_refusals=n) for n in (0, 1, 3))
    assert np.all(one <= willing + ROUNDING)
    assert np.all(three <= one + ROUNDING)
    assert three.mean() < one.mean() < willing.mean()
    refused, accepted = (
        entry(challenger_consent_needed=True, challenger_acceptance_chance=chance)
        for chance in (0.1, 0.9)
    )
    np.testing.assert_allclose(refused * 9, accepted, rtol=1e-9)
