"""Settings change the facts they name, in the data as well, and nothing else."""

import pytest

from suasion.describe.fact import NOT_STATED, Judged
from suasion.describe.levers import apply
from suasion.describe.loading import Loaded, load_case
from suasion.describe.paths import paths
from suasion.describe.sections import Absent, Aid, Zone
from suasion.errors import InputError, UnknownName


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_case("ukraine-2025")


def test_a_field_is_set_for_all_candidates(loaded: Loaded) -> None:
    changed = apply(loaded, ["forces.size=0"])
    facts = [guarantee.forces.size for guarantee in changed.guarantees.values()]
    assert {fact.judgement for fact in facts} == {0}
    assert facts[0].because == "set by the user: forces.size=0"
    assert facts[0].disagree == "whoever holds the described value"


def test_a_field_is_set_for_one_candidate(loaded: Loaded) -> None:
    changed = apply(loaded, ["korean-model:instrument.ratified=false"])
    assert changed.guarantees["korean-model"].instrument.ratified.judgement is False
    others = [key for key in loaded.guarantees if key != "korean-model"]
    assert all(changed.guarantees[key] == loaded.guarantees[key] for key in others)


def test_the_data_change_too_and_the_original_stays(loaded: Loaded) -> None:
    before = str(loaded.raw)
    changed = apply(loaded, ["korean-model:forces.size=0"])
    assert changed.raw["korean-model"]["forces"]["size"]["judgement"] == 0
    assert changed.raw["paris-2026"] == loaded.raw["paris-2026"]
    assert str(loaded.raw) == before


def test_a_lever_sets_the_fields_of_its_choice(loaded: Loaded) -> None:
    changed = apply(loaded, ["istanbul-2022:demarcation-zone=on"])
    zone = changed.guarantees["istanbul-2022"].zone
    lever = next(lever for lever in loaded.case.levers if lever.id == "demarcation-zone")
    assert zone.depth_protege_km.judgement == 25
    assert lever.because in zone.depth_protege_km.because
    assert zone.depth_protege_km.disagree == lever.disagree


def test_a_choice_that_looks_like_a_number_is_a_name(loaded: Loaded) -> None:
    assert apply(loaded, ["term=50"]).guarantees["paris-2026"].duration.years.judgement == 50


def test_an_absent_section_becomes_one_whose_other_fields_stay_absent(loaded: Loaded) -> None:
    changed = apply(loaded, ["no-guarantee:zone.depth_protege_km=5"])
    zone = changed.guarantees["no-guarantee"].zone
    assert isinstance(loaded.guarantees["no-guarantee"].zone, Absent)
    assert isinstance(zone, Zone)
    assert zone.otherwise == loaded.guarantees["no-guarantee"].zone
    assert zone.model_fields_set == {"otherwise", "depth_protege_km"}


def test_an_unknown_section_becomes_one_whose_other_fields_stay_unknown(loaded: Loaded) -> None:
    raw = dict(loaded.raw["korean-model"]) | {"aid": {"unknown": "not described"}}
    unknown = Loaded(
        loaded.case, loaded.guarantees, {**loaded.raw, "korean-model": raw}, loaded.works
    )
    aid = apply(unknown, ["korean-model:aid.training=true"]).guarantees["korean-model"].aid
    assert isinstance(aid, Aid)
    assert aid.otherwise is None
    assert aid.industry == NOT_STATED


def test_later_settings_win(loaded: Loaded) -> None:
    changed = apply(loaded, ["demarcation-zone=off", "zone.depth_protege_km=7"])
    zone = changed.guarantees["korean-model"].zone
    assert zone.depth_protege_km.judgement == 7
    assert zone.depth_challenger_km.judgement == 0


@pytest.mark.parametrize("lever", [lever.id for lever in load_case("ukraine-2025").case.levers])
def test_every_choice_of_every_lever_can_be_made(loaded: Loaded, lever: str) -> None:
    found = next(one for one in loaded.case.levers if one.id == lever)
    for choice, values in found.choices.items():
        changed = apply(loaded, [f"{lever}={choice}"])
        for path in values:
            section, field = path.split(".")
            for guarantee in changed.guarantees.values():
                assert isinstance(getattr(getattr(guarantee, section), field), Judged)


def test_the_outcome_is_no_lever() -> None:
    assert not [path for path in paths() if path.startswith("outcome.")]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("forces.size=-1", ["forces.size", "(found -1)", "from 0 to 10,000,000"]),
        ("forces.size=2 men", ["'2 men'", "a whole number"]),
        ("forces.size=", ["(found nothing)", "a whole number"]),
        ("forces.size=[1, 2]", ["'[1, 2]'", "a single value"]),
        ("forces.size=[1", ["'[1'", "quotes"]),
        ("forces.sise=1", ["no field", "Did you mean forces.size"]),
        ("forces=1", ["no field", "forces.size"]),
        ("nonsense=1", ["no field", "demarcation-zone"]),
        ("nuclear.backing=explicitly", ["one of none, implied, explicit", "mean explicit?"]),
        ("demarcation-zone=onn", ["'onn'", "one of on, off", "Did you mean on?"]),
        ("term=11", ["'11'", "one of 10, 15, 20, 50, open"]),
        ("forces.size", ["[GUARANTEE:]NAME=VALUE", "Write e.g."]),
        ("=1", ["[GUARANTEE:]NAME=VALUE"]),
    ],
)
def test_an_error_says_what_is_allowed(loaded: Loaded, setting: str, told: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        apply(loaded, [setting])
    (problem,) = caught.value.problems
    assert problem.file == f"--set {setting}"
    assert problem.remedy
    assert not [words for words in told if words not in str(problem)], str(problem)


def test_an_unknown_candidate_is_named(loaded: Loaded) -> None:
    with pytest.raises(UnknownName, match="korean-model"):
        apply(loaded, ["korean-mode:forces.size=0"])
