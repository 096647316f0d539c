"""Plans: what bears on a study, what is held, variants, the digest."""

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.study.planning import SMALL, small

from suasion.mechanism.priors import packaged
from suasion.study.chunk import drawn
from suasion.study.file import Study, study_names
from suasion.study.plan import inputs_digest, planned
from suasion.uncertainty.comparison import compare, options_for

FIVE = ["situation:win_alone", "mechanism:tripwire", "fact:korean-model.forces.size"]


@pytest.mark.parametrize("name", study_names())
def test_packaged_studies_can_be_planned(name: str) -> None:
    plan = planned(name)
    assert plan.study.study == name
    assert plan.chunks * plan.chunk >= plan.draws > (plan.chunks - 1) * plan.chunk


def test_every_open_fact_and_active_mechanism_is_a_factor() -> None:
    """As a comparison of the same guarantees finds them, but for mechanisms that move nothing."""
    plan = small()
    options = options_for(
        plan.loaded, ("korean-model", "us-article-5-like"), ("threshold",), draws=2
    )
    ensemble = compare(plan.loaded, options).ensemble
    read = {name for name in ensemble.sample.columns if name.startswith("fact:")}
    assert read <= set(plan.factors)
    active = {key for one in ensemble.prepared.values() for key in one.assembly.active}
    mechanisms = {name.split(":")[1].split(".")[0] for name in plan.factors if "mechanism:" in name}
    fixed = {"leader-succession"}  # its only strength is one by definition
    assert mechanisms == active - fixed


def test_what_is_not_named_is_held_at_its_middle() -> None:
    plan = small(factors=FIVE)
    assert set(plan.factors) == {"situation:win_alone", "mechanism:tripwire.cost", FIVE[2]}
    name = "situation:optimism"
    middle = packaged()[name].quantile(np.array([0.5]))[0]
    assert plan.priors[name].parameters == (middle,)
    assert FIVE[2] not in plan.held
    assert plan.held["fact:us-article-5-like.duration.years"] == 0.75  # 15 of 10 and 15 years


def test_the_theory_is_drawn_in_equal_shares_unless_each_is_played() -> None:
    two = {"theories": ["threshold", "unilateral"]}
    plan = small(**two)
    assert plan.theories == ("drawn",)
    _, values = drawn(plan, 0)
    assert np.bincount(values[plan.factors.index("theory")].astype(int)).tolist() == [30, 30]
    assert small(**two, theory="each").theories == ("threshold", "unilateral")
    assert small().theories == ("threshold",)


def test_levers_make_variants_with_their_own_case_without_a_guarantee() -> None:
    levers = {"duration.years": [5, 20], "korean-model:forces.size": [0, 1000]}
    plan = small(levers=levers)
    assert len(plan.variants) == 4 + 2
    one = plan.played["korean-model[duration.years=5,korean-model:forces.size=1000]"]
    assert one.guarantee.forces.size.judgement == 1000  # type: ignore[union-attr]
    assert one.guarantee.duration.years.judgement == 5  # type: ignore[union-attr]
    assert one.without == "no-guarantee[duration.years=5]"
    assert one.without in plan.played
    assert one.without not in plan.variants


def test_named_factors_come_first_and_the_rest_is_one_group() -> None:
    design = {"kind": "saltelli", "base": 4}
    plan = small(factors=FIVE[:1], others="grouped", design=design, theories=["threshold", "pawn"])
    assert plan.groups[:3] == ("situation:win_alone", "theory", "everything else")
    assert set(plan.groups[2:]) == {"everything else"}
    assert plan.draws == 4 * (3 + 2)
    assert plan.held == {}


def test_own_priors_serve_this_study_only() -> None:
    own = {"situation:win_alone": {"uniform": [0.1, 0.2], "judgement": "an example"}}
    plan = small(priors=own)
    _, values = drawn(plan, 0)
    row = values[plan.factors.index("situation:win_alone")]
    assert 0.1 <= row.min() < row.max() <= 0.2
    assert packaged()["situation:win_alone"].parameters == (0.3, 0.75)
    assert plan.priors["situation:win_alone"].deters == -1


def test_draws_have_the_same_assumptions_whatever_else_is_played() -> None:
    one, other = small(), small(guarantees=["paris-2026"], levers={"duration.years": [3]})
    shared = [name for name in one.factors if name in other.factors]
    assert len(shared) > 40
    (_, ours), (_, theirs) = drawn(one, 0), drawn(other, 0)
    rows = [(one.factors.index(name), other.factors.index(name)) for name in shared]
    assert all(np.array_equal(ours[i], theirs[j]) for i, j in rows)


def test_a_longer_study_keeps_its_chunks() -> None:
    design = SMALL["design"] | {"chunk": 20}
    short, long = small(design=design), small(design=design | {"draws": 100})
    assert np.array_equal(drawn(short, 2)[0], drawn(long, 2)[0])


def test_the_digest_tells_inputs_apart_and_nothing_else() -> None:
    plan = small()
    assert inputs_digest(plan) == inputs_digest(small())
    assert inputs_digest(pickle.loads(pickle.dumps(plan))) == inputs_digest(plan)
    changes = [
        {"design": SMALL["design"] | {"seed": 2}},
        {"levers": {"duration.years": [10]}},
        {"basis": "record"},
        {"metrics": ["entry"]},
        {"horizon_years": 20},
    ]
    found = {inputs_digest(small(**change)) for change in changes}
    assert len(found | {inputs_digest(plan)}) == len(changes) + 1
    raw = dict(plan.loaded.raw) | {"korean-model": {}}
    assert inputs_digest(replace(plan, loaded=replace(plan.loaded, raw=raw))) != inputs_digest(plan)


def test_a_case_and_a_game_beside_the_study_are_found(tmp_path: Path) -> None:
    from suasion.describe.templates import write

    write("case", "my-case", tmp_path)
    (game,) = write("game", "my-game", tmp_path)
    study = SMALL | {"case": "my-case", "guarantees": "all", "theories": [game.name]}
    path = tmp_path / "small.yaml"
    path.write_text(str(study).replace("'", '"'), encoding="utf-8")
    plan = planned(path)
    assert plan.variants == ("no-guarantee", "first-draft")
    assert plan.theories == ("my-game",)
    assert plan.games["my-game"] == game.read_text(encoding="utf-8")


def test_a_case_can_be_given_in_place_of_the_named_one() -> None:
    plan = small()
    only = {key: plan.loaded.guarantees[key] for key in ("no-guarantee", "korean-model")}
    loaded = replace(plan.loaded, guarantees=only)
    study = Study.model_validate(SMALL | {"guarantees": "all"})
    assert planned(study, loaded).variants == ("no-guarantee", "korean-model")
