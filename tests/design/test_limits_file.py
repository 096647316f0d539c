"""The limits file: what is packaged is whole, and every fault is told once and plainly."""

from pathlib import Path

import pytest

from suasion.describe.bibliography import built_in
from suasion.describe.loading import Loaded, load_case
from suasion.design.limits import PACKAGED, Limits
from suasion.design.reading import load_limits
from suasion.design.writable import SCENARIOS, WRITABLE, lever_refusal, refusal
from suasion.errors import InputError

GOOD = """\
suasion: 1
title: A test
case: ukraine-2025
start: korean-model
search:
  forces.size: {least: 0, most: 20000, step: 5000}
limits:
  most_troops: {judgement: 15000, because: a test, disagree: nobody}
costs:
  - id: soldiers
    title: Soldiers
    per: {field: forces.size, unknown: [0, 30000]}
    usd_billion_per_year: {fixed: 0.001, judgement: a test}
acceptance:
  - id: refused
    title: Refused
    party: challenger
    when: {nuclear.backing: [explicit]}
    log_odds: {uniform: [-1, 0], judgement: a test}
"""


@pytest.fixture(scope="module")
def case() -> Loaded:
    return load_case("ukraine-2025")


def read(text: str, folder: Path, case: Loaded) -> Limits:
    path = folder / "limits.yaml"
    path.write_text(text, encoding="utf-8")
    return load_limits(case, path)


def refused(text: str, folder: Path, case: Loaded) -> str:
    """The one problem of a limits file."""
    with pytest.raises(InputError) as caught:
        read(text, folder, case)
    assert len(caught.value.problems) == 1, caught.value
    problem = caught.value.problems[0]
    assert problem.remedy
    assert problem.file.endswith("limits.yaml")
    assert problem.line > 0
    return str(problem)


def test_a_good_file_is_read(tmp_path: Path, case: Loaded) -> None:
    found = read(GOOD, tmp_path, case)
    assert found.bounds == {"most_troops": 15000}
    assert found.domains == {"forces.size": (0, 5000, 10000, 15000, 20000)}
    assert set(found.priors()) == {"cost:soldiers", "acceptance:refused"}


def test_every_packaged_number_is_sourced_or_judged(case: Loaded) -> None:
    assert [path.stem for path in PACKAGED.glob("*.yaml")] == ["ukraine-2025"]
    found = load_limits(case)
    assert set(found.bounds)
    for name in found.bounds:
        assert found.sourced(name) == "judgement" or found.sourced(name) in built_in()
    for prior in found.priors().values():
        assert prior.because not in ("", "None")
        assert prior.source is None or prior.source in built_in()


@pytest.mark.parametrize("scenario", sorted(SCENARIOS))
def test_a_scenario_is_never_a_search_variable(scenario: str, tmp_path: Path, case: Loaded) -> None:
    path = scenario if "." in scenario else f"{scenario}.bases"
    text = GOOD.replace("forces.size: {least", f"{path}: {{words: [true]}}\n  forces.size: {{least")
    said = refused(text, tmp_path, case)
    assert path in said
    assert "is a scenario and never a search variable" in said


@pytest.mark.parametrize(
    "lever", ["pressure", "energy-purchases", "frozen-assets", "european-dialogue", "discord"]
)
def test_a_lever_that_is_a_scenario_is_never_a_search_variable(
    lever: str, tmp_path: Path, case: Loaded
) -> None:
    text = GOOD.replace(
        "  forces.size: {least", f'  {lever}: {{words: ["off"]}}\n  forces.size: {{least'
    )
    assert "is a scenario and never a search variable" in refused(text, tmp_path, case)


def test_levers_of_the_text_are_search_variables(case: Loaded) -> None:
    allowed = {one.id for one in case.case.levers if not lever_refusal(one)}
    assert allowed == {"demarcation-zone", "plant-zone", "free-zones", "intelligence", "term"}
    assert not any(refusal(path) for path in WRITABLE)


FAULTS = {
    "case: ukraine-2025": ("case: korea", "these limits are for another case"),
    "start: korean-model": ("start: korean-modell", "Did you mean korean-model"),
    "forces.size: {": ("forces.sise: {", "Did you mean forces.size"),
    "step: 5000": ("step: 0", "must be a number, above 0"),
    "least: 0": ("least: 30000", "must not be above most"),
    "{least: 0, most: 20000, step: 5000}": ("{least: 0}", "must be words"),
    "most: 20000, step: 5000": ("most: 20000, step: 5", "at most 200 numbers"),
    "most_troops: {judgement": ("most_troop: {judgement", "most_troops"),
    "judgement: 15000": ("judgement: -1", "from 0"),
    "because: a test, disagree: nobody": ("because: a test", "disagree: this field is missing"),
    "field: forces.size": ("field: forces.place", "must be a field that is always a number"),
    "per: {field: forces.size": ("per: {field: duration.years", "always a number"),
    "field: forces.size,": ("field: forces.sise,", "no guarantee has a field forces.sise"),
    "fixed: 0.001, judgement: a test": ("fixed: 0.001", "must have a judgement, or a source"),
    "fixed: 0.001": ("fixed: 1, uniform: [0, 1]", "one of fixed, uniform, loguniform, triangular"),
    "uniform: [-1, 0]": ("uniform: [0, -1]", "must go from low to high"),
    "nuclear.backing: [explicit]": ("nuclear.backing: [loud]", "must be one of none, implied"),
    "party: challenger": ("party: bystander", "must be 'challenger' or 'guarantor' or 'protege'"),
    "id: refused": ("id: Refused one", "must be lower-case words joined by hyphens"),
}


@pytest.mark.parametrize("good", FAULTS)
def test_a_fault_has_one_clear_error(good: str, tmp_path: Path, case: Loaded) -> None:
    bad, words = FAULTS[good]
    assert GOOD.count(good) >= 1
    assert words in refused(GOOD.replace(good, bad, 1), tmp_path, case)


def test_an_unknown_source_is_told(tmp_path: Path, case: Loaded) -> None:
    text = GOOD.replace(
        "{judgement: 15000, because: a test, disagree: nobody}",
        "{value: 15000, source: Nobody1999, where: nowhere}",
    )
    assert "no work of the bibliography has this key" in refused(text, tmp_path, case)


def test_a_limit_that_is_unknown_is_no_limit(tmp_path: Path, case: Loaded) -> None:
    text = GOOD.replace(
        "{judgement: 15000, because: a test, disagree: nobody}", "{unknown: who knows}"
    )
    assert "a limit is one number" in refused(text, tmp_path, case)


def test_a_value_that_its_field_does_not_allow_is_told(tmp_path: Path, case: Loaded) -> None:
    text = GOOD.replace("{least: 0, most: 20000, step: 5000}", "{words: [many]}")
    assert "must be a whole number" in refused(text, tmp_path, case)


def test_a_case_without_packaged_limits_asks_for_a_file(case: Loaded) -> None:
    from dataclasses import replace

    other = replace(case, case=case.case.model_copy(update={"id": "elsewhere"}))
    with pytest.raises(InputError, match="no limits are packaged for the case elsewhere"):
        load_limits(other)


def test_a_field_is_searched_over_once(tmp_path: Path, case: Loaded) -> None:
    more = '  intelligence: {words: ["on"]}\n  aid.intelligence: {words: [true]}\nlimits:'
    said = refused(GOOD.replace("limits:", more, 1), tmp_path, case)
    assert "sets aid.intelligence, which is a search variable of its own" in said
