"""What a game file may say: its fields, for validation and for the schema."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from suasion.theory.outcomes import OUTCOMES

MAX_NODES = 400
Name = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Word = Annotated[StrictStr, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=40)]
Label = Annotated[StrictStr, Field(min_length=1, max_length=60)]
Whole = Annotated[StrictInt, Field(ge=-(10**15), le=10**15)]
"""A double holds it exactly."""
Number = Whole | StrictFloat
Formula = Number | StrictStr
"""A number or an expression."""


class Common(StrEnum):
    """What an outcome may count as."""

    STATUS_QUO = "status_quo"
    LIMITED_CONFLICT = "limited_conflict"
    CONCESSION = "concession"
    CHALLENGER_BACKS_DOWN = "challenger_backs_down"
    WAR_WITHOUT_GUARANTOR = "war_without_guarantor"
    WAR_WITH_GUARANTOR = "war_with_guarantor"
    LINE_MOVED = "line_moved"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ParameterEntry(_Entry):
    """A parameter of the file."""

    value: Number
    """Unless `--set` gives another."""
    low: Number | None = None
    """Least value that is allowed."""
    high: Number | None = None
    """Largest value that is allowed."""
    unit: StrictStr = "1"
    """1 for a share, a probability or a bare number."""
    meaning: StrictStr = ""
    """In a few words."""


class NodeEntry(_Entry):
    """A decision, or a chance move."""

    player: StrictStr | None = None
    """Who moves; left out where chance does."""
    chance: dict[Label, Formula] | None = None
    """Probability of each move of chance."""
    actions: dict[Label, Label] = Field(min_length=1)
    """By move, the node or outcome that it leads to."""
    information: Label | None = None
    """The same on nodes that the player cannot tell apart."""


class OutcomeEntry(_Entry):
    """An outcome: payoffs by player, each perhaps by the player's own type."""

    common: Common | None = None
    """What it counts as beside other theories."""
    payoffs: dict[StrictStr, Formula | dict[StrictStr, Formula]]
    """By player: a number, an expression, or one for each of its types."""


class SolveEntry(_Entry):
    """How the game is solved unless told otherwise."""

    error: Literal["logit", "probit"] = "logit"
    """Family of the errors in choices."""
    precision: Formula | dict[StrictStr, Formula] = 5.0
    """How closely choices follow payoffs, 0 or more; one for all, or one by player."""


class GameFile(_Entry):
    """A crisis game as written."""

    game: Name
    """Name of the game."""
    title: Annotated[StrictStr, Field(min_length=1, max_length=200)]
    """One line."""
    source: list[StrictStr] = []
    """Keys of the bibliography."""
    players: list[Word] = Field(min_length=1, max_length=8)
    """Names; compare reads challenger, protege and guarantor."""
    parameters: dict[Word, Number | ParameterEntry] = {}
    """Numbers that `--set` may change, by name."""
    types: dict[StrictStr, dict[Word, Formula]] = {}
    """By player, its private types and their probabilities."""
    define: dict[Word, Formula] = {}
    """Names for expressions; each may use those above it."""
    nodes: dict[Label, NodeEntry] = Field(min_length=1, max_length=MAX_NODES)
    """By name; the first is the start."""
    outcomes: dict[Label, OutcomeEntry] = Field(min_length=1, max_length=MAX_NODES)
    """By name; where a game ends."""
    solve: SolveEntry = SolveEntry()
    """How the game is solved unless told otherwise."""


assert tuple(Common) == OUTCOMES
