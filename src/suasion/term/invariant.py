"""What stays the same in a loop is worked out once, before it.

The compiler leaves everything inside a loop that is written there. Here the body is traced, and its
operations are sorted by whether they depend on what the loop changes; so theories may be written
as they are published, without a thought for how often they are played.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
from jax.extend.core import ClosedJaxpr, JaxprEqn, Literal, Var, jaxpr_as_fun

FREE = frozenset({"broadcast_in_dim", "convert_element_type", "reshape", "squeeze"})
"""Operations that are done again rather than kept: they only spread what is smaller to read."""


Kept = list[jax.Array]


def split(
    function: Callable[..., Any], first: Any, *others: Any
) -> tuple[Callable[[Any], Kept], Callable[..., Any]]:
    """Two functions, `early` and `late`: `function(x, *y)` is `late(early(x), *y)`.

    Parameters
    ----------
    function
        A pure function of arrays.
    first, others
        Examples of its arguments, of which the shapes and types count.

    Examples
    --------
    >>> early, late = split(lambda x, y: jax.numpy.exp(x) * y, 1.0, 2.0)
    >>> kept = early(0.0)
    >>> float(kept[0]), float(late(kept, 3.0))
    (1.0, 3.0)
    """
    closed, shape = jax.make_jaxpr(function, return_shape=True)(first, *others)
    program, tree = closed.jaxpr, jax.tree.structure(shape)
    given, rest = _parted(program.invars, len(jax.tree.leaves(first)))
    before, after = _sorted(program.eqns, {*program.constvars, *given})
    made = {*rest, *(v for one in after for v in one.outvars)}
    read = [*(v for one in after for v in one.invars), *program.outvars]
    kept = [v for v in dict.fromkeys(map(_variable, read)) if v is not None and v not in made]
    head = program.replace(invars=given, outvars=kept, eqns=before)
    tail = program.replace(constvars=[], invars=[*kept, *rest], eqns=after)
    early = jaxpr_as_fun(ClosedJaxpr(head, closed.consts))
    late = jaxpr_as_fun(ClosedJaxpr(tail, []))
    return (
        lambda x: early(*jax.tree.leaves(x)),
        lambda values, *y: jax.tree.unflatten(tree, late(*values, *jax.tree.leaves(y))),
    )


def hoisted(function: Callable[..., Any], *examples: Any) -> Callable[..., Any]:
    """`function` with everything done now that does not depend on its arguments."""
    early, late = split(lambda _, *arguments: function(*arguments), (), *examples)
    return partial(late, early(()))


def _parted(variables: list[Var], count: int) -> tuple[list[Var], list[Var]]:
    return variables[:count], variables[count:]


def _sorted(equations: list[JaxprEqn], known: set[Var]) -> tuple[list[JaxprEqn], list[JaxprEqn]]:
    """Operations on what is known, and those that are left; free ones are among both."""
    before, after = [], []
    for one in equations:
        fixed = all(_variable(atom) in known for atom in one.invars if _variable(atom))
        if fixed:
            known |= set(one.outvars)
            before.append(one)
        if not fixed or one.primitive.name in FREE:
            after.append(one)
    return before, after


def _variable(atom: Any) -> Var | None:
    return None if isinstance(atom, Literal) else atom
