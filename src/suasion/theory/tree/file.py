"""What a game file may say: its fields, for validation and for the schema."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from suasion.theory.outcomes import OUTCOMES

MAX_NODES = 400
Name = Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
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
    low: Number | None = None
    high: Number | None = None
    unit: StrictStr = "1"
    meaning: StrictStr = ""


class NodeEntry(_Entry):
    """A decision, or a chance move."""

    player: StrictStr | None = None
    chance: dict[Label, Formula] | None = None
    actions: dict[Label, Label] = Field(min_length=1)
    information: Label | None = None


class OutcomeEntry(_Entry):
    """An outcome: payoffs by player, each perhaps by the player's own type."""

    common: Common | None = None
    payoffs: dict[StrictStr, Formula | dict[StrictStr, Formula]]


class SolveEntry(_Entry):
    """How the game is solved unless told otherwise."""

    error: Literal["logit", "probit"] = "logit"
    precision: Formula | dict[StrictStr, Formula] = 5.0


class GameFile(_Entry):
    """A crisis game as written."""

    game: Name
    title: Annotated[StrictStr, Field(min_length=1, max_length=200)]
    source: list[StrictStr] = []
    players: list[Word] = Field(min_length=1, max_length=8)
    parameters: dict[Word, Number | ParameterEntry] = {}
    types: dict[StrictStr, dict[Word, Formula]] = {}
    define: dict[Word, Formula] = {}
    nodes: dict[Label, NodeEntry] = Field(min_length=1, max_length=MAX_NODES)
    outcomes: dict[Label, OutcomeEntry] = Field(min_length=1, max_length=MAX_NODES)
    solve: SolveEntry = SolveEntry()


assert tuple(Common) == OUTCOMES
