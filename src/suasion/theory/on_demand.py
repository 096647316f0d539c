"""Games in files and the solvers of trees, imported by the first that needs them.

Most theories are played year after year without either, and both are an eighth of what a comparison
imports beside the array compiler.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from suasion.theory.solution import Solution
    from suasion.theory.stage import Stage
    from suasion.theory.tree.tree import Tree


def packaged(name: str) -> Tree:
    """The tree of a packaged game file; see `suasion.theory.tree.reading.packaged`."""
    from suasion.theory.tree.reading import packaged as read

    return read(name)


def solve_tree(tree: Tree, values: Mapping[str, Any], solver: str) -> Solution:
    """Every equilibrium of a tree; see `suasion.theory.solvers.solutions.solve_tree`."""
    from suasion.theory.solvers.solutions import solve_tree as solve

    return solve(tree, values, solver)


def tree_solvers() -> tuple[str, ...]:
    """Names of the solvers of any tree."""
    from suasion.theory.solvers.solutions import SOLVERS

    return tuple(SOLVERS)


def game_in(text: str, place: str) -> Tree:
    """The tree of a game's YAML text; see `suasion.theory.tree.reading.read_game`."""
    from suasion.theory.tree.reading import read_game

    return read_game(text, place)


def stage_in(path: Path) -> Stage:
    """The stage of a game file."""
    from suasion.theory.tree.reading import load

    return stage_of(load(path), str(path))


def stage_of(tree: Tree, place: str) -> Stage:
    """The stage of a tree; see `suasion.theory.stages.from_tree.stage_of`."""
    from suasion.theory.stages.from_tree import stage_of as made

    return made(tree, place)
