"""A step of a loop in three stages: what is the same in every step, what is the step's, the rest.

A step is written as one function of its number and of what the loop carries. Here its operations
are sorted by what they depend on, and those whose results nobody reads are left out. What is the
same in every step is worked out once; what depends on the number of the step alone is worked out on
no more states than make a difference. So factors and theories may be written as they are published,
without a thought for how often they are played.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import jax
from jax.extend.core import ClosedJaxpr, Jaxpr, JaxprEqn, Literal, Var, jaxpr_as_fun

from suasion.term.invariant import FREE
from suasion.term.years.spreading import spread

CALLS = frozenset({"jit", "pjit"})
"""Operations that are a program of their own, opened here."""
ELEMENTWISE = frozenset(
    {
        *("add", "sub", "mul", "div", "max", "min", "pow", "select_n", "clamp"),
        *("lt", "le", "gt", "ge", "eq", "ne", "and", "or", "atan2"),
    }
)
"""Operations that take arrays of several shapes and spread the smaller."""
ALWAYS, BY_STEP, CARRIED = range(3)

Arrays = list[jax.Array]
Known = dict[Var, Any]


class Staged(NamedTuple):
    """A step in three stages: `late(once(), early(once(), step), *carry)` is the step itself.

    Parameters
    ----------
    once
        Nothing -> what every step reads.
    early
        (that, number of the step) -> what one step reads.
    late
        (both, what the loop carries) -> what the step gives.
    """

    once: Callable[[], Arrays]
    early: Callable[[Arrays, Any], Arrays]
    late: Callable[..., Any]


class _Program(NamedTuple):
    """Some operations of a program, the variables that they are given, and those to be given."""

    whole: Jaxpr
    operations: list[JaxprEqn]
    given: list[Var]
    wanted: list[Any]

    def __call__(self, known: Known) -> Arrays:
        return _values(self.whole, self.operations, known, self.wanted)


def staged(function: Callable[..., Any], step: jax.Array, *carry: Any) -> Staged:
    """A function of a step's number and of what a loop carries, in stages.

    Parameters
    ----------
    function
        A pure function of arrays.
    step, carry
        Examples of its arguments, of which the shapes and types count.

    Examples
    --------
    >>> import jax.numpy as jnp
    >>> one = staged(lambda step, x: jnp.exp(2.0 * step) * x, jnp.zeros(()), jnp.ones(()))
    >>> fixed = one.once()
    >>> kept = one.early(fixed, 0.0)
    >>> float(one.late(fixed, kept, 3.0))
    3.0
    """
    closed, tree = _opened(function, step, *carry)
    program = closed.jaxpr
    number, carried = program.invars[:1], program.invars[1:]
    levels = _levels(program, number, carried)
    late = _part(program, levels, CARRIED, program.outvars)
    by_step = [v for v in late.given if levels[v] == BY_STEP]
    early = _part(program, levels, BY_STEP, by_step)
    every = [v for v in (*late.given, *early.given) if levels[v] == ALWAYS]
    every = list(dict.fromkeys(every))
    always = _part(program, levels, ALWAYS, every)
    constants = _named(program.constvars, closed.consts)

    def after(fixed: Arrays, kept: Arrays, *carry: Any) -> Any:
        known = _named(every, fixed) | _named(by_step, kept)
        return jax.tree.unflatten(tree, late(known | _named(carried, jax.tree.leaves(carry))))

    return Staged(
        lambda: always(constants),
        lambda fixed, step: early(_named(every, fixed) | _named(number, [step])),
        after,
    )


def _opened(function: Callable[..., Any], *examples: Any) -> tuple[ClosedJaxpr, Any]:
    """A function as one program without calls of others, and its result's form."""
    closed, shape = jax.make_jaxpr(function, return_shape=True)(*examples)
    while any(one.primitive.name in CALLS for one in closed.jaxpr.eqns):
        closed = jax.make_jaxpr(_without_calls(closed))(*jax.tree.leaves(examples))
    return closed, jax.tree.structure(shape)


def _without_calls(closed: ClosedJaxpr) -> Callable[..., Arrays]:
    """A program in which calls are replaced by what is called."""

    def run(*arguments: Any) -> Arrays:
        known = _named(closed.jaxpr.constvars, closed.consts)
        known |= _named(closed.jaxpr.invars, arguments)
        for one in closed.jaxpr.eqns:
            given = [_value(atom, known) for atom in one.invars]
            inner = one.params["jaxpr"] if one.primitive.name in CALLS else None
            found = (
                _alone(closed.jaxpr, one, given) if inner is None else jaxpr_as_fun(inner)(*given)
            )
            known |= _named(one.outvars, found)
        return [_value(atom, known) for atom in closed.jaxpr.outvars]

    return run


def _levels(program: Jaxpr, number: list[Var], carried: list[Var]) -> dict[Var, int]:
    """What each variable depends on."""
    levels = dict.fromkeys(program.constvars, ALWAYS)
    levels |= dict.fromkeys(number, BY_STEP) | dict.fromkeys(carried, CARRIED)
    for one in program.eqns:
        level = max((levels[v] for v in _read(one)), default=ALWAYS)
        levels |= dict.fromkeys(one.outvars, level)
    return levels


def _part(program: Jaxpr, levels: dict[Var, int], level: int, wanted: list[Any]) -> _Program:
    """Operations of a level on which what is wanted rests, and free ones of the levels before."""
    needed = dict.fromkeys(atom for atom in wanted if not isinstance(atom, Literal))
    found: list[JaxprEqn] = []
    for one in reversed(program.eqns):
        own = levels[one.outvars[0]]
        here = own == level or (own < level and one.primitive.name in FREE)
        if here and any(v in needed for v in one.outvars):
            found.append(one)
            needed |= dict.fromkeys(_read(one))
    made = {v for one in found for v in one.outvars}
    return _Program(program, found[::-1], [v for v in needed if v not in made], wanted)


def _read(one: JaxprEqn) -> list[Var]:
    return [atom for atom in one.invars if not isinstance(atom, Literal)]


def _named(variables: Iterable[Var], values: Iterable[Any]) -> Known:
    return dict(zip(variables, values, strict=True))


def _value(atom: Any, known: Known) -> Any:
    return atom.val if isinstance(atom, Literal) else known[atom]


def _values(program: Jaxpr, operations: list[JaxprEqn], known: Known, wanted: list[Any]) -> Arrays:
    """Values of variables after some operations; what is spread is so once for all that read it."""
    known, wide = dict(known), {}
    for one in operations:
        shape = _shape(one.outvars[0])
        given = [_value(atom, known) for atom in one.invars]
        if one.primitive.name not in ELEMENTWISE:
            known |= _named(one.outvars, _alone(program, one, given))
            continue
        for at, atom in enumerate(one.invars):
            if _shape(atom) not in ((), shape):
                if (atom, shape) not in wide:
                    wide[atom, shape] = spread(given[at], shape)
                given[at] = wide[atom, shape]
        known[one.outvars[0]] = one.primitive.bind(*given, **one.params)
    return [_value(atom, known) for atom in wanted]


def _shape(atom: Any) -> tuple[int, ...]:
    shape: tuple[int, ...] = atom.aval.shape
    return shape


def _alone(program: Jaxpr, one: JaxprEqn, given: list[Any]) -> Arrays:
    """The results of one operation of a program."""
    variables = list(dict.fromkeys(_read(one)))
    known = {
        atom: value for atom, value in zip(one.invars, given, strict=True) if atom in variables
    }
    alone = program.replace(constvars=[], invars=variables, outvars=one.outvars, eqns=[one])
    return jaxpr_as_fun(ClosedJaxpr(alone, []))(*(known[v] for v in variables))
