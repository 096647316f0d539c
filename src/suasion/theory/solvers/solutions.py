"""A game tree at one point, solved: every equilibrium that a solver finds, as a `Solution`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from suasion.theory.solution import Equilibrium, Solution, Status
from suasion.theory.solvers import naming
from suasion.theory.solvers.assessment import Assessment, node_chances
from suasion.theory.solvers.backward import Backwards, Played, played, solve_backwards
from suasion.theory.solvers.beliefs import beliefs, incidence, log_moves, strategic
from suasion.theory.solvers.branches import all_found, same
from suasion.theory.solvers.continuation import Vector, follow
from suasion.theory.solvers.many import games
from suasion.theory.solvers.odds import two_actions
from suasion.theory.solvers.perfect_bayesian import SAME, Search, perfect_bayesian
from suasion.theory.solvers.private_information import obstacle, private_information
from suasion.theory.solvers.quantal_response import by_set, slopes
from suasion.theory.solvers.responses import Family
from suasion.theory.solvers.subgame_perfect import Pure, subgame_perfect, unit
from suasion.theory.tree.expression import NUMPY
from suasion.theory.tree.numbers import Numbers, numbers, precisions
from suasion.theory.tree.structure import solvable_backwards
from suasion.theory.tree.tree import Tree

PRINCIPAL = "the principal branch of the agent quantal response, from zero precision"
ONLY = "the only one: backward induction with independent shocks"
FIRST_TIE = "the only one, or where payoffs tie the first in the order of the file's actions"
NEAREST = "the one nearest to the principal branch of the logit quantal response, at high precision"
FIRST_FOUND = "the first found: the principal branch could not be followed to high precision"
SHARP = 2000.0
"""Precision, relative to the largest payoff, at which the principal branch selects."""
SOLVED = Status("ok", "Solved by backward induction; there is one equilibrium.")
FOLLOWED = Status("ok", "Followed from zero precision; others by Newton's method from 48 starts.")
NOT_BACKWARDS = (
    "Beliefs depend on what players choose, so backward induction does not apply; "
    "use perfect-bayesian or quantal-response."
)


def solve_tree(
    tree: Tree, values: Mapping[str, float], solver: str = "quantal-response", **options: Any
) -> Solution:
    """Equilibria of a tree at one point.

    Parameters
    ----------
    tree
        The game.
    values
        A number for each of `tree.free_names`.
    solver
        One of `SOLVERS`.
    options
        `family` and `precision` (one for each player) for quantal responses; those of the file
        where left out.
    """
    with np.errstate(all="ignore"):
        own = numbers(tree, values, NUMPY)
        options = {"precision": precisions(tree, values, NUMPY), **options}
    if fault := _fault(tree, own):
        status = Status("degenerate", fault)
        return Solution(tree.id, naming.parameters(values), (), -1, "none", status)
    found, selection, status = SOLVERS[solver](tree, own, options)
    selected = 0 if found else -1
    return Solution(tree.id, naming.parameters(values), tuple(found), selected, selection, status)


Found = tuple[Sequence[Equilibrium], str, Status]


def _fault(tree: Tree, own: Numbers) -> str:
    """What is wrong with the numbers; empty if nothing."""
    for at, row in zip(tree.terminals, own.payoffs, strict=True):
        for player, payoff in zip(tree.players, row, strict=True):
            if not math.isfinite(payoff):
                return f"The payoff of {player} at {tree.nodes[at].name} is {payoff}."
    for node, row in zip(tree.nodes, own.chances, strict=True):
        total = math.fsum(row) if row else 1.0
        if not (abs(total - 1) < 1e-9 and min(row, default=0.0) >= 0):
            return f"The chances of {node.name} are {', '.join(f'{x:g}' for x in row)}."
    return ""


def _quantal(tree: Tree, own: Numbers, options: Mapping[str, Any]) -> Found:
    family: Family = options.get("family", tree.solving.error)
    rates = [float(rate) for rate in options["precision"]]
    if solvable_backwards(tree):
        play = solve_backwards(tree, own, rates, family)
        return [_equilibrium("quantal response", tree, own, play, SOLVED)], ONLY, SOLVED
    if family == "probit" and not two_actions(incidence(tree)):
        sentence = "Beliefs depend on choices among three actions or more: use the logit family."
        return [], PRINCIPAL, Status("not-applicable", sentence)
    return _branches(tree, own, rates, family)


def _branches(tree: Tree, own: Numbers, rates: Sequence[float], family: Family) -> Found:
    known, curve = incidence(tree), slopes(tree, own, rates, family)
    branch = follow(curve, known.spread.shape[1])
    if not branch.reached:
        sentence = f"The principal branch was left after {branch.steps} steps."
        return [], PRINCIPAL, Status("step-limit", sentence)
    others = [z for z in all_found(curve, len(branch.z)) if not same(z, branch.z)]
    found = [_from_odds("principal branch", tree, own, branch.z)]
    found += [_from_odds(f"another branch, {n}", tree, own, z) for n, z in enumerate(others, 1)]
    return found, PRINCIPAL, FOLLOWED


def _from_odds(label: str, tree: Tree, own: Numbers, z: Vector) -> Equilibrium:
    known = incidence(tree)
    play = played(tree, own, by_set(known, np.exp(log_moves(known, z))))
    return _equilibrium(label, tree, own, play, FOLLOWED, log_moves(known, z))


def _perfect(tree: Tree, own: Numbers, options: Mapping[str, Any]) -> Found:
    if not solvable_backwards(tree):
        return [], FIRST_TIE, Status("not-applicable", NOT_BACKWARDS)
    found, complete = subgame_perfect(tree, own)
    sentence = f"{len(found)} in pure strategies{'' if complete else '; there are more'}."
    status = Status("ok" if complete else "step-limit", sentence)
    return [_pure(tree, own, one, status) for one in found], FIRST_TIE, status


def _pure(tree: Tree, own: Numbers, pure: Pure, status: Status) -> Equilibrium:
    chances = [unit(len(one.actions), pure[at]) for at, one in enumerate(tree.information)]
    play = played(tree, own, chances)
    reached = [one.name for one, x in zip(tree.outcomes, play.outcomes(tree), strict=True) if x > 0]
    return _equilibrium(", ".join(reached), tree, own, play, status)


def _private(tree: Tree, own: Numbers, options: Mapping[str, Any]) -> Found:
    if reason := obstacle(tree):
        return (
            [],
            ONLY,
            Status("not-applicable", f"Private information: {reason}; use quantal-response."),
        )
    play = private_information(tree, own)
    return [_equilibrium("private information", tree, own, play, SOLVED)], ONLY, SOLVED


def _bayesian(tree: Tree, own: Numbers, options: Mapping[str, Any]) -> Found:
    search = perfect_bayesian(tree, own)
    status = _searched(search)
    found, rule = _nearest_first(tree, own, search.found)
    return (
        [_assessed(tree, own, alike, status) for alike in _by_path(tree, own, found)],
        rule,
        status,
    )


def _searched(search: Search) -> Status:
    count = len(search.found)
    if search.off_path:
        return Status("ok", "None without mixing off the path; one with it was found.")
    if search.complete and count:
        return Status("ok", f"{count} found by enumeration of supports.")
    if search.complete:
        return Status(
            "none-found", "None was found, and none that mixes at one set off the path at a time."
        )
    if search.pure_complete:
        sentence = (
            f"Too many supports: all pure strategies were tried, not all others; {count} found."
        )
        return Status("step-limit", sentence)
    return Status("step-limit", "The tree has too many supports to try; use quantal-response.")


def _by_path(tree: Tree, own: Numbers, found: Sequence[Assessment]) -> list[list[Assessment]]:
    """Equilibria that differ off the path only, together."""
    moves = len(incidence(tree).owner)
    chances = np.array([one.chances for one in found]).reshape(len(found), moves)
    paths, left, groups = node_chances(tree, games(tree, own), chances), list(range(len(found))), []
    while left:
        away = np.max(np.abs(paths[left] - paths[left[0]]), axis=1)
        groups.append([found[i] for i, gap in zip(left, away, strict=True) if gap < SAME])
        left = [i for i, gap in zip(left, away, strict=True) if gap >= SAME]
    return groups


def _assessed(tree: Tree, own: Numbers, alike: Sequence[Assessment], status: Status) -> Equilibrium:
    known, one = incidence(tree), alike[0]
    play = played(tree, own, by_set(known, one.chances))
    members = [row[mask > 0] for row, mask in zip(one.held, known.member_of, strict=True)]
    happens = naming.outcomes(tree, play)
    sentence = status.sentence
    if len(alike) > 1:
        sentence += f" This is one of {len(alike)} that differ off the path only."
    if any(other.continuum for other in alike):
        sentence += " It belongs to a continuum."
    return Equilibrium(
        ", ".join(name for name, chance in happens.items() if chance > 0),
        naming.strategies(tree, play.strategies),
        happens,
        naming.values(tree, play),
        naming.beliefs(tree, [[float(x) for x in row] for row in members]),
        Status(status.code, sentence),
    )


def _nearest_first(
    tree: Tree, own: Numbers, found: Sequence[Assessment]
) -> tuple[Sequence[Assessment], str]:
    """Equilibria, the nearest to the principal branch at high precision first; and the rule."""
    if len(found) < 2:
        return found, NEAREST
    scale = max((abs(float(x)) for row in own.payoffs for x in row), default=1.0)
    known, rates = incidence(tree), [SHARP / max(scale, 1e-12)] * len(tree.players)
    branch = follow(slopes(tree, own, rates), known.spread.shape[1])
    if not branch.reached:
        return found, FIRST_FOUND
    there = np.exp(log_moves(known, branch.z))
    gaps = [float(np.abs(one.chances - there).sum()) for one in found]
    return [found[i] for i in np.argsort(gaps, kind="stable")], NEAREST


def _equilibrium(
    label: str, tree: Tree, own: Numbers, play: Played, status: Status, logs: Any = None
) -> Equilibrium:
    return Equilibrium(
        label,
        naming.strategies(tree, play.strategies),
        naming.outcomes(tree, play),
        naming.values(tree, play),
        naming.beliefs(tree, _held(tree, own, logs)),
        status,
    )


def _held(tree: Tree, own: Numbers, logs: Any) -> list[list[float]]:
    """Beliefs at every set: from the moves' log-chances where given, else by chance alone."""
    if logs is not None:
        held = beliefs(incidence(tree), strategic(tree, own), logs)
        return [
            [float(x) for x, inside in zip(row, mask, strict=True) if inside]
            for row, mask in zip(held, incidence(tree).member_of, strict=True)
        ]
    walk = Backwards(tree, own)
    return [[float(x) for x in walk.weights(at)] for at in range(len(tree.information))]


SOLVERS: Mapping[str, Callable[[Tree, Numbers, Mapping[str, Any]], Found]] = {
    "quantal-response": _quantal,
    "subgame-perfect": _perfect,
    "private-information": _private,
    "perfect-bayesian": _bayesian,
}
"""By name: (tree, numbers, options) -> equilibria, selection, status."""
