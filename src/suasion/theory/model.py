"""A model of the library: parameters with the names of its publication, and its solvers.

Definitions
-----------
model
    One file of `suasion.theory.library`. Its module docstring is its page: definitions in the
    code's notation, valid range, sources, and a worked session that runs.
stage
    A model that reads a situation and may be played year after year in the term model.
standalone
    A model with its own clock, signals or object, such as an inspection or a vote.
reduced form
    A model written from an abstract or a summary, because the full text was not at hand. Its page
    says so in the first line.

Examples
--------
>>> from suasion.theory.solution import Equilibrium, Solution
>>> def sit_still(gain):
...     peace = Equilibrium("peace", {"attacks": 0.0}, {"SQ": 1.0}, {"challenger": -gain}, {})
...     return Solution("toy", {"gain": gain}, (peace,), 0, "the only one")
>>> toy = Model(
...     id="toy",
...     title="Nobody moves",
...     source=("Schelling1966",),
...     parameters=(Parameter("gain", 1.0, "worth of an attack", low=0.0),),
...     solvers={"exact": sit_still},
...     page="Nobody moves.",
... )
>>> toy.solve(gain=2.0).chosen.values["challenger"]
-2.0
>>> toy.solve(gian=2.0)
Traceback (most recent call last):
suasion.errors.UnknownName: no parameter of toy is called 'gian'. Did you mean gain?
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from suasion.errors import InputError, Problem, UnknownName
from suasion.theory.on_demand import solve_tree, tree_solvers
from suasion.theory.parameter import Parameter as Parameter
from suasion.theory.parameter import Value as Value
from suasion.theory.solution import Solution, Status, order_violations

if TYPE_CHECKING:
    from suasion.theory.tree.tree import Tree


@dataclass(frozen=True)
class Model:
    """A published model with its parameters and solvers.

    Parameters
    ----------
    id
        Name on the command line, words joined by hyphens.
    title
        What it says, in one line.
    source
        Keys of the bibliography.
    parameters
        In the order of the page.
    solvers
        By name; each takes every parameter by keyword and returns a `Solution`. The first is the
        default.
    page
        The docstring of its module.
    stage
        Identifier of the stage that plays it in the term model; empty if it stands alone.
    reduced
        Whether it is a reduced form.
    tree
        Gives the game tree, where the model is one.
    order
        Chains of payoffs, each strictly below the next, that the publication asks for. The tree is
        solved outside it too, with a status that says so.
    """

    id: str
    title: str
    source: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    solvers: Mapping[str, Callable[..., Solution]]
    page: str
    stage: str = ""
    reduced: bool = False
    tree: Callable[[], Tree] | None = field(default=None, compare=False)
    order: tuple[tuple[str, ...], ...] = ()

    @property
    def defaults(self) -> dict[str, Value]:
        """Parameters of the worked example."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    def solve(self, solver: str | None = None, **parameters: Value) -> Solution:
        """Every equilibrium at one point; parameters not given keep their defaults.

        The solution carries every parameter under its documented name, whatever the solver.

        Parameters
        ----------
        solver
            One of `solver_names`; the first where None.
        parameters
            By name.

        Raises
        ------
        UnknownName
            For a solver or a parameter that the model does not have.
        InputError
            For values outside their ranges, all of them at once.
        """
        name = self.solver_names[0] if solver is None else solver
        if name not in self.solver_names:
            raise UnknownName(f"solver of {self.id}", name, list(self.solver_names))
        known = self.checked(parameters)
        return replace(self._found(name, known), parameters=known)

    def _found(self, solver: str, known: Mapping[str, Value]) -> Solution:
        """What a solver finds; its own record of the parameters may use other names."""
        if solver in self.solvers:
            return self.solvers[solver](**known)
        tree = cast("Callable[[], Tree]", self.tree)()
        named = self._of_tree(tree, known)
        return self._in_order(named, solve_tree(tree, named, solver))

    def _in_order(self, known: Mapping[str, float], found: Solution) -> Solution:
        """The tree's solution, marked where the payoffs are not in the publication's order."""
        broken = order_violations(known, *self.order)
        if not broken or found.status.code != "ok":
            return found
        sentence = f"Outside the published order: {'; '.join(broken)}. The tree is solved as given:"
        marked = Status("degenerate", f"{sentence} {found.status.sentence}")
        return replace(found, status=marked)

    @staticmethod
    def _of_tree(tree: Tree, given: Mapping[str, Value]) -> dict[str, float]:
        """What the tree's expressions name: the file's own values, then the model's."""
        known = {one.name: one.default for one in tree.parameters} | dict(given)
        return {name: float(known[name]) for name in tree.free_names}  # type: ignore[arg-type]

    @property
    def solver_names(self) -> tuple[str, ...]:
        """Its own solvers, and where it is a tree those of any tree."""
        general = tree_solvers() if self.tree is not None else ()
        return tuple(dict.fromkeys([*self.solvers, *general]))

    def checked(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """All parameters, those given within their ranges."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UnknownName(f"parameter of {self.id}", name, list(known))
        wrong = {name: known[name].problem(value) for name, value in given.items()}
        problems = [
            Problem(self.id, 0, 0, name, repr(given[name]), message, known[name].meaning)
            for name, message in wrong.items()
            if message
        ]
        if problems:
            raise InputError(problems)
        return self.defaults | dict(given)
