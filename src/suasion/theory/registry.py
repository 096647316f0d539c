"""The theories that a comparison plays, in the order of its tables, and those added from files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jax

from suasion.describe.reading import text_of as text_of_file
from suasion.errors import InputError, Problem, UnknownName
from suasion.theory.built_in import BUILT_IN
from suasion.theory.on_demand import game_in, stage_in, stage_of
from suasion.theory.stage import Stage
from suasion.theory.stages import (
    asymmetric_escalation,
    bargaining,
    brinkmanship,
    pawn,
    strategic,
    threshold,
    tying_hands,
    unilateral,
)

FILES = Path(__file__).resolve().parent / "stages"
"""Where built-in theories stand that are written as game files."""


IN_CODE = {
    one.STAGE.id: one.STAGE
    for one in (
        threshold,
        unilateral,
        asymmetric_escalation,
        tying_hands,
        strategic,
        bargaining,
        brinkmanship,
        pawn,
    )
}


def stages() -> tuple[Stage, ...]:
    """The built-in theories."""
    return tuple(map(_built_in, BUILT_IN))


@cache
def _built_in(name: str) -> Stage:
    return IN_CODE.get(name) or stage_in(FILES / f"{name}.yaml")


_ADDED: dict[str, tuple[str, Stage]] = {}
"""Stages from files by identifier, with the text of the file."""


def stage(name: str) -> Stage:
    """A theory by its identifier, or from a file that ends in .yaml or .yml.

    Raises
    ------
    UnknownName
        Where there is none.
    InputError
        Where the file has faults.
    """
    if name.endswith((".yaml", ".yml")):
        return add(text_of_file(Path(name), name), name)
    if name in BUILT_IN:
        return _built_in(name)
    if name not in _ADDED:
        raise UnknownName("theory", name, sorted((*BUILT_IN, *_ADDED)))
    return _ADDED[name][1]


def add(text: str, place: str) -> Stage:
    """The stage of a game's YAML text, known by its identifier from now on.

    Another game of the same name takes its place, and programs compiled for it are dropped.
    """
    tree = game_in(text, place)
    if tree.id in BUILT_IN:
        remedy = "Choose another name"
        message = "a built-in theory has this name"
        raise InputError([Problem(place, 1, 1, "game", tree.id, message, remedy)])
    if tree.id in _ADDED and _ADDED[tree.id][0] != text:
        jax.clear_caches()
    if tree.id not in _ADDED or _ADDED[tree.id][0] != text:
        _ADDED[tree.id] = (text, stage_of(tree, place))
    return _ADDED[tree.id][1]


def text_of(name: str) -> str | None:
    """The text of the file behind a theory; None for a built-in one."""
    return _ADDED[name][0] if name in _ADDED else None


def built_in(names: Sequence[str]) -> list[str]:
    """Those of some identifiers that are built-in theories; all of them where none is named."""
    return [name for name in names if name in BUILT_IN] if names else list(BUILT_IN)
