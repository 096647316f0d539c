"""The crisis on the first day, at one draw: every equilibrium that a theory has there."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

from suasion.describe.loading import load_case
from suasion.term.anchor import Anchor, with_peace_value
from suasion.term.inputs import FULL, Inputs
from suasion.term.solve import plan
from suasion.term.states import situations
from suasion.theory.registry import stage
from suasion.theory.solution import Solution
from suasion.theory.stages.from_tree import names
from suasion.theory.tree.tree import Tree
from suasion.uncertainty.comparison import options_for
from suasion.uncertainty.device import in_double
from suasion.uncertainty.ensemble import prepare
from suasion.uncertainty.playing import anchored
from suasion.uncertainty.sample import Sample

DRAWS = 64


def first_day(inputs: Inputs, tied: Anchor, theory: str, horizon: int, draw: int) -> Solution:
    """Solve the stage in the state in which the term begins.

    Parameters
    ----------
    inputs, tied
        One guarantee and its anchor.
    draw
        Which draw.
    """
    with in_double():
        return stage(theory).solve(*situation_at_start(inputs, tied, theory, horizon, draw))


def situation_at_start(
    inputs: Inputs, tied: Anchor, theory: str, horizon: int, draw: int
) -> tuple[dict[str, jax.Array], jax.Array]:
    """The situation in which the term begins, at one draw, and the value of waiting in it."""
    with in_double():
        one = jax.tree.map(lambda array: jnp.asarray(array[..., [draw]]), inputs)
        one = with_peace_value(one, jnp.asarray(tied.peace_value_per_year[[draw]]))
        numbers = situations(one, FULL)
        rates = plan(one, numbers, theory, FULL, horizon)
        start = {name: value[0, 0, 0, 0, 0] for name, value in numbers.items()}
        return start, rates.wait[0, 0, 0, 0, 0, 0]


def middling(case: str, guarantee: str | None, tree: Tree, theory: str) -> dict[str, float]:
    """What a game's expressions may name on the first day, in the draw of the middling peace.

    Parameters
    ----------
    case, guarantee
        Names of a case and of one of its candidates; the baseline where None.
    tree, theory
        The game, and what `suasion.theory.registry.stage` knows it by.
    """
    loaded = load_case(case)
    chosen = guarantee or loaded.case.baseline
    asked = options_for(loaded, [chosen], [theory], draws=DRAWS)
    sample = Sample(asked.draws, asked.seed)
    baseline = loaded.guarantees[loaded.case.baseline]
    _, zero = prepare(baseline, loaded.case, sample, asked.horizon)
    recurrence = sample.draw("anchor:recurrence_ten_years")
    tied = anchored(zero, recurrence, asked.theories[0], asked.horizon)
    _, inputs = prepare(loaded.guarantees[chosen], loaded.case, sample, asked.horizon)
    draw = middling_draw(tied)
    with in_double():
        start, wait = situation_at_start(inputs, tied, asked.theories[0], asked.horizon, draw)
        known = names(tree, start, wait, start["resolve_doubt"])
    return {name: float(known[name]) for name in tree.free_names}


def middling_draw(tied: Anchor) -> int:
    """The draw whose value of a year of peace is the median."""
    return int(np.argsort(tied.peace_value_per_year)[len(tied.peace_value_per_year) // 2])
