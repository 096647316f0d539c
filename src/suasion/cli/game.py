"""What `solve` works on: a model of the library, or a game from a YAML or .efg file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suasion.errors import InputError, Problem, UnknownName
from suasion.theory.catalogue import get
from suasion.theory.model import Model, Parameter, Value
from suasion.theory.solution import Solution
from suasion.theory.solvers.solutions import SOLVERS, solve_tree
from suasion.theory.tree.tree import Tree

FILES = (".yaml", ".yml", ".efg")


@dataclass(frozen=True)
class Game:
    """A model or a tree, or both.

    Parameters
    ----------
    model
        Of the library; None where the game is a file.
    place
        Its name, or the path of the file.
    tree
        The game tree; None where a model is none.
    """

    title: str
    place: str
    model: Model | None
    tree: Tree | None

    @property
    def name(self) -> str:
        """Identifier of the model, or of the game in the file."""
        return self.model.id if self.model else self._tree().id

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its own parameters."""
        own = self.model.parameters if self.model else ()
        named = {parameter.name for parameter in own}
        extra = self.tree.parameters if self.tree else ()
        return (*own, *(one for one in extra if one.name not in named))

    @property
    def names(self) -> list[str]:
        """What `--set` may set."""
        own = [parameter.name for parameter in self.parameters]
        return [*own, *sorted((self.tree.free_names if self.tree else frozenset()) - set(own))]

    def solve(self, solver: str | None, given: Mapping[str, Value]) -> Solution:
        """Every equilibrium."""
        if self.model:
            own = {parameter.name for parameter in self.model.parameters}
            return self.model.solve(solver, **{k: v for k, v in given.items() if k in own})
        tree, name = self._tree(), solver or "quantal-response"
        if name not in SOLVERS:
            raise UnknownName(f"solver of {tree.id}", name, list(SOLVERS))
        return solve_tree(tree, self.values(given), name)

    def values(self, given: Mapping[str, Value]) -> dict[str, float]:
        """A number for everything that the tree names."""
        known = {one.name: one.default for one in self.parameters} | dict(given)
        missing = sorted(self._tree().free_names - set(known))
        if missing:
            message = "the game reads numbers of a situation, and these have no value"
            remedy = "Give --case CASE --guarantee ID, or --set NAME=VALUE for each"
            shown = ", ".join(missing)
            raise InputError([Problem(self._tree().id, 0, 0, "", shown, message, remedy)])
        names = [name for name in self.names if name in self._tree().free_names]
        return {name: float(known[name]) for name in names}  # type: ignore[arg-type]

    def situation(self, case: str, guarantee: str | None) -> dict[str, Value]:
        """Numbers of a case's situation on the first day, each at its median."""
        from suasion.theory.registry import stage
        from suasion.uncertainty.first_day import middling

        if self.model or self.place.endswith(".efg"):
            message, remedy = "only a game in YAML reads a situation", "Leave --case out"
            raise InputError([Problem("--case", 0, 0, "", case, message, remedy)])
        stage(self.place)
        return dict(middling(case, guarantee, self._tree(), self.place))

    def efg(self, given: Mapping[str, Value]) -> str:
        """The tree in Gambit's format."""
        from suasion.theory.tree.efg_writing import to_efg

        return to_efg(self._tree(), self.values(given))

    def svg(self, found: Solution) -> str:
        """The tree drawn, with the selected equilibrium on its branches."""
        from suasion.theory.tree.drawing import to_svg

        tree = self._tree()
        return to_svg(tree, _moves(tree, found), self.title, values=_numbers(tree, found))

    def text(self, found: Solution, width: int) -> str:
        """The tree drawn for a terminal, without its title; empty where it is none or large."""
        from suasion.theory.tree.drawing import to_text

        if self.tree is None or len(self.tree.terminals) > 24 or not _moves(self.tree, found):
            return ""
        numbers = _numbers(self.tree, found)
        drawn = to_text(self.tree, _moves(self.tree, found), width, values=numbers)
        return drawn.partition("\n")[2]

    def _tree(self) -> Tree:
        if self.tree is None:
            name = self.model.id if self.model else self.title
            remedy = "Use --format table or json"
            raise InputError([Problem(name, 0, 0, "", "", "the model is no game tree", remedy)])
        return self.tree


def _moves(tree: Tree, found: Solution) -> dict[str, dict[str, float]] | None:
    """The selected equilibrium's strategies by set and action; None where a solver names others."""
    if not found.equilibria:
        return None
    flat = found.chosen.strategies
    moves = {one.name: {a: f"{one.name}: {a}" for a in one.actions} for one in tree.information}
    if any(key not in flat for row in moves.values() for key in row.values()):
        return None
    return {name: {a: float(flat[key]) for a, key in row.items()} for name, row in moves.items()}


def _numbers(tree: Tree, found: Solution) -> dict[str, float]:
    """What was solved, of what the tree names."""
    named = tree.free_names & set(found.parameters)
    return {name: float(found.parameters[name]) for name in named}


def game_of(name: str) -> Game:
    """The game that a name or a path stands for."""
    if not name.endswith(FILES):
        model = get(name)
        return Game(model.title, name, model, model.tree() if model.tree else None)
    tree = _read(name)
    return Game(tree.title, name, None, tree)


def _read(name: str) -> Tree:
    if name.endswith(".efg"):
        from suasion.describe.reading import text_of
        from suasion.theory.tree.efg_reading import read_efg

        return read_efg(text_of(Path(name), name), name)
    from suasion.theory.tree.reading import load

    return load(Path(name))


def settings(given: Sequence[str], game: Game) -> dict[str, Value]:
    """`name=value` pairs as numbers, each known to the game and within its range."""
    found: dict[str, Value] = {}
    for setting in given:
        name, equals, text = setting.partition("=")
        if not equals:
            raise _refused(setting, "is not NAME=VALUE", "Write it as --set name=0.5")
        if name not in game.names:
            raise UnknownName("parameter of this game", name, game.names)
        found[name] = _value(setting, text)
    known = {one.name: one for one in game.parameters}
    for name, value in found.items():
        if name in known and (fault := known[name].problem(value)):
            raise _refused(f"{name}={value}", fault, f"{name} is: {known[name].meaning or name}")
    return found


def _value(setting: str, text: str) -> Value:
    """A number, `1,2` as a row, `1,2;3,4` as rows."""
    try:
        if ";" in text:
            return tuple(tuple(map(float, row.split(","))) for row in text.split(";"))
        return tuple(map(float, text.split(","))) if "," in text else float(text)
    except ValueError:
        raise _refused(setting, "has no number", "Write 0.5, or 1,2 for a list") from None


def _refused(value: Any, message: str, remedy: str) -> InputError:
    return InputError([Problem("--set", 0, 0, "", str(value), message, remedy)])
