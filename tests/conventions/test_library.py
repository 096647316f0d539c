"""Every model of the library is listed, has a page, cites its source and solves as it stands."""

import re
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import suasion.theory
from suasion.theory.catalogue import TABLE, entries, get
from suasion.theory.model import Model
from suasion.theory.registry import stages

TOOL = "tools/derive_catalogue.py"
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LETTERS = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
IDS = [entry.id for entry in entries()]


@pytest.fixture(scope="module")
def tool(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / TOOL))


@pytest.fixture(scope="module")
def models(tool: dict[str, Any]) -> dict[str, Model]:
    return {model.id: model for _, model in tool["models"]()}


def test_the_catalogue_is_fresh(tool: dict[str, Any]) -> None:
    stale = TABLE.read_text(encoding="utf-8") != tool["table"]()
    assert not stale, f"{TABLE} is stale: run `python {TOOL}`"


def test_names_are_told_apart(tool: dict[str, Any]) -> None:
    found = [model for _, model in tool["models"]()]
    twice = [one for one, count in Counter(model.id for model in found).items() if count > 1]
    assert not twice
    played = [model.stage for model in found if model.stage]
    assert len(played) == len(set(played))
    names = [*(model.id for model in found), *(name for m in found for name in m.solver_names)]
    assert not [name for name in names if not NAME.fullmatch(name)]


def test_every_model_has_a_page(models: dict[str, Model]) -> None:
    silent = [one for one, model in models.items() if not model.page.strip() or not model.title]
    silent += [one for one, model in models.items() if not model.page.splitlines()[0].strip()]
    assert not silent


def test_a_reduced_form_says_so_at_once(models: dict[str, Model]) -> None:
    """And a page that says so belongs to a model that is marked as one."""
    says = {one: "reduced form" in first_line(model).lower() for one, model in models.items()}
    assert says == {one: model.reduced for one, model in models.items()}
    assert any(says.values())


def first_line(model: Model) -> str:
    return model.page.splitlines()[0]


def test_every_parameter_is_explained(models: dict[str, Model]) -> None:
    every = {f"{m.id}: {p.name}": p for m in models.values() for p in m.parameters}
    assert not [name for name, parameter in every.items() if not parameter.meaning.strip()]
    assert not [name for name, parameter in every.items() if not LETTERS.fullmatch(parameter.name)]
    assert not [name for name, parameter in every.items() if not parameter.unit.strip()]


def test_every_default_is_in_its_range(models: dict[str, Model]) -> None:
    every = {f"{m.id}: {p.name}": p for m in models.values() for p in m.parameters}
    wrong = {name: p.problem(p.default) for name, p in every.items() if p.problem(p.default)}
    assert not wrong


@pytest.mark.parametrize("name", IDS)
def test_every_solver_answers_at_the_defaults(name: str) -> None:
    """The model's own solvers find something; those of any tree may say that they do not apply.

    Whatever the solver, parameters carry the names of the model's page.
    """
    model = get(name)
    for solver in model.solver_names:
        found = model.solve(solver)
        assert list(found.parameters.items()) == list(model.defaults.items()), solver
        if found.status.code == "not-applicable" and solver not in model.solvers:
            assert not found.equilibria, solver
            assert len(found.status.sentence) > 20, solver
        else:
            assert found.status.code == "ok", f"{solver}: {found.status.sentence}"
            assert found.chosen in found.equilibria, solver
            assert found.selection, solver


def test_every_theory_of_compare_has_its_model() -> None:
    unknown = [stage.id for stage in stages() if suasion.theory.get(stage.id).stage != stage.id]
    assert not unknown
    played = {entry.stage for entry in entries() if entry.stage}
    assert played == {stage.id for stage in stages()}
