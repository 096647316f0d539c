"""A finite game in extensive form with its payoffs as expressions.

Definitions
-----------
node
    A terminal (an outcome), a chance move or a decision of one player, in order from the root: a
    node always stands before what follows it.
information set
    Decisions of one player that it cannot tell apart; they have the same actions.
types
    Where players have private types, the root is a chance move that draws a profile of types, and
    every decision stands once for each profile: the player knows its own type only.

All records are frozen; a `Tree` holds no arrays and is told apart by identity, so that it can key a
compiled program. `suasion.theory.tree.reading` makes one from YAML,
`suasion.theory.tree.efg_reading` from Gambit's format; both check it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from suasion.theory.parameter import Parameter
from suasion.theory.tree.expression import Expression

Family = Literal["logit", "probit"]
"""Families of errors of quantal responses."""
CHANCE, TERMINAL = -1, -2
"""Movers that are no players."""


@dataclass(frozen=True)
class Node:
    """One node.

    Parameters
    ----------
    name
        Of the node as written; of the outcome where it is a terminal.
    mover
        Index of the player, `CHANCE` or `TERMINAL`.
    actions
        Names of the moves.
    children
        Index of the node that each move leads to.
    chances
        Probability of each move where chance moves.
    information
        Index of the information set of a decision, else -1.
    parent
        Index of the node before, -1 at the root.
    types
        Index of each player's type, one for every player.
    """

    name: str
    mover: int
    actions: tuple[str, ...] = ()
    children: tuple[int, ...] = ()
    chances: tuple[Expression, ...] = ()
    information: int = -1
    parent: int = -1
    types: tuple[int, ...] = ()


@dataclass(frozen=True)
class Information:
    """One information set: whose, what it is called, what can be done, and its nodes."""

    name: str
    player: int
    actions: tuple[str, ...]
    members: tuple[int, ...]


@dataclass(frozen=True)
class Outcome:
    """One outcome, and the common outcome that it counts as (empty: none)."""

    name: str
    common: str = ""


@dataclass(frozen=True)
class Solving:
    """How the file wants to be solved: family of errors, and a precision for each player."""

    error: Family = "logit"
    precision: tuple[Expression, ...] = ()


@dataclass(frozen=True, eq=False)
class Tree:
    """A game.

    Parameters
    ----------
    id, title, source
        Name, one line, bibliography keys.
    players
        Names.
    type_names
        By player, the names of its types; one empty name where it has no types.
    parameters
        The file's own.
    definitions
        Named expressions, in order.
    nodes, information, outcomes
        See the records. Node 0 is the root.
    payoffs
        By terminal node: an expression for each player.
    solving
        How it is solved unless told otherwise.
    """

    id: str
    title: str
    players: tuple[str, ...]
    nodes: tuple[Node, ...]
    information: tuple[Information, ...]
    outcomes: tuple[Outcome, ...]
    payoffs: Mapping[int, tuple[Expression, ...]]
    source: tuple[str, ...] = ()
    type_names: tuple[tuple[str, ...], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    definitions: Mapping[str, Expression] = field(default_factory=dict)
    solving: Solving = Solving()

    @cached_property
    def terminals(self) -> tuple[int, ...]:
        """Indices of the terminals, in the order of nodes."""
        return tuple(i for i, node in enumerate(self.nodes) if node.mover == TERMINAL)

    @cached_property
    def outcome_of(self) -> tuple[int, ...]:
        """Index of the outcome of each terminal."""
        names = [outcome.name for outcome in self.outcomes]
        return tuple(names.index(self.nodes[i].name) for i in self.terminals)

    @cached_property
    def free_names(self) -> frozenset[str]:
        """Names that must be given a value: parameters, and numbers of a situation."""
        used = {name for pair in self.payoffs.values() for e in pair for name in e.names}
        used |= {name for node in self.nodes for e in node.chances for name in e.names}
        used |= {name for e in self.definitions.values() for name in e.names}
        used |= {name for e in self.solving.precision for name in e.names}
        return frozenset(used - set(self.definitions))
