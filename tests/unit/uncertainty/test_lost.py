"""Games in which the branch is lost are counted, and only those; all outputs say so."""

from typing import Any

import numpy as np
import pytest
from rich.console import Console

from suasion.cli.tables import lost_table, strayed
from suasion.describe.loading import load_case
from suasion.report.basis import _lost
from suasion.term.anchor import Anchor
from suasion.theory.registry import add, stage
from suasion.theory.solvers import batch_folds
from suasion.uncertainty.ensemble import Ensemble
from suasion.uncertainty.lost import LOOKED_AT, lost
from suasion.uncertainty.sample import Sample

DRAWS, BASELINE = 40, "no-guarantee"
AT_ONCE = """\
game: GAME
title: The challenger attacks, or waits, while the guarantor makes ready
players: [challenger, guarantor]
solve: {precision: PRECISION}
nodes:
  start: {player: challenger, actions: {wait: watch, attack: under}}
  watch: {player: guarantor, information: POST, actions: {ready: SQR, rest: SQ}}
  under: {player: guarantor, information: POST, actions: {ready: WAR, rest: ALONE}}
outcomes:
  SQ: {common: status_quo, payoffs: {challenger: wait, guarantor: 0}}
  SQR: {common: status_quo, payoffs: {challenger: wait, guarantor: -0.2}}
  WAR: {common: war_with_guarantor, payoffs: {challenger: against, guarantor: -intervention_cost}}
  ALONE:
    common: war_without_guarantor
    payoffs: {challenger: alone, guarantor: -abandonment_cost}
"""
IN_TURN = AT_ONCE.replace(", information: POST", "")


def counted(text: str, game: str, precision: float) -> dict[str, Any]:
    """What is counted of a game on the first day, the anchor left out."""
    theory = add(text.replace("GAME", game).replace("PRECISION", str(precision)), game).id
    loaded = load_case("ukraine-2025")
    tied = Anchor(np.zeros(DRAWS), np.ones(DRAWS, dtype=bool))
    ensemble = Ensemble(Sample(DRAWS, 1), 1, {}, {theory: tied, "threshold": tied}, {})
    found = lost(ensemble, loaded.case, {BASELINE: loaded.guarantees[BASELINE]})
    assert set(found) == {theory}  # built-in theories follow no branch
    return found[theory]


@pytest.fixture(scope="module")
def sharp() -> dict[str, Any]:
    """A game with folds that are given up at once: else none would be lost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_folds, "MOST_STEPS", 1)
        return counted(AT_ONCE, "sharp-game", 300.0)


def test_a_lost_branch_is_counted(sharp: dict[str, Any]) -> None:
    assert sharp["draws"] == min(DRAWS, LOOKED_AT)
    assert 0.01 < sharp["first_day"][BASELINE] < 1
    assert 0.01 < sharp["years"][BASELINE] < 1
    assert sharp["first_day"][BASELINE] * DRAWS == pytest.approx(
        round(sharp["first_day"][BASELINE] * DRAWS)
    )


def test_hardly_a_branch_is_lost_in_a_sharp_game() -> None:
    """A march in fixed steps lost 4 to 13 % of the first days of this game."""
    found = counted(AT_ONCE, "followed-game", 300.0)
    assert found["first_day"][BASELINE] < 0.01
    assert found["years"][BASELINE] < 0.01


def test_a_branch_that_is_kept_to_is_not() -> None:
    mild = counted(AT_ONCE, "mild-game", 0.1)
    assert mild["first_day"] == mild["years"] == {BASELINE: 0.0}


def test_nothing_is_computed_where_there_is_one_equilibrium() -> None:
    one = counted(IN_TURN, "in-turn", 300.0)
    assert one["first_day"] == one["years"] == {BASELINE: 0.0}
    assert "counts" not in stage("in-turn").selection
    assert "the diagnosis counts" in stage("sharp-game").selection


def test_outputs_say_so(sharp: dict[str, Any]) -> None:
    none = {"draws": 40, "first_day": {BASELINE: 0.0}, "years": {BASELINE: 0.0}}
    (warning,) = strayed({"sharp-game": sharp, "in-turn": none})
    assert "Warning: sharp-game lost the branch" in str(warning)
    console = Console(width=80)
    with console.capture() as capture:
        console.print(lost_table({"sharp-game": sharp, "in-turn": none}))
    assert f"{sharp['first_day'][BASELINE]:.1%}" in capture.get()
    assert "lost its branch in no game" in _lost("in-turn", none)
    assert "of 40 draws on the first day" in _lost("sharp-game", sharp)
