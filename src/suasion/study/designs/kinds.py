"""What a study file says of its design."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from suasion.describe.fact import Model, fault

MOST_DRAWS = 100_000_000
Seed = Annotated[int, Field(ge=0, le=2**63 - 1)]
Chunk = Annotated[int, Field(ge=1, le=1_000_000)]


class _Design(Model):
    """What every design has."""

    seed: Seed = 1
    """Root of every stream of chance."""
    chunk: Chunk | None = None
    """Draws evaluated and stored together; None takes what suits the kernels."""


class LatinHypercube(_Design):
    """Stratified draws: in every chunk, one in each of as many strata as it has draws."""

    kind: Literal["latin-hypercube"]
    """Name of the design."""
    draws: Annotated[int, Field(ge=2, le=MOST_DRAWS)] = 9000
    """How many."""


class Sobol(_Design):
    """A scrambled Sobol sequence."""

    kind: Literal["sobol"]
    """Name of the design."""
    draws: Annotated[int, Field(ge=2, le=MOST_DRAWS)] = 8192
    """How many: a power of two."""


class Factorial(_Design):
    """Every combination of a few levels of each factor."""

    kind: Literal["factorial"]
    """Name of the design."""
    levels: Annotated[int, Field(ge=2, le=100)] = 3
    """Levels of a number; a fact has its words and the theory its theories."""


class Saltelli(_Design):
    """Rows for Sobol indices."""

    kind: Literal["saltelli"]
    """Name of the design."""
    base: Annotated[int, Field(ge=2, le=MOST_DRAWS)] = 1024
    """Base samples: a power of two."""
    second_order: bool = False
    """Whether indices of pairs are wanted too, at nearly twice the draws."""


class Morris(_Design):
    """Trajectories that move one factor at a time."""

    kind: Literal["morris"]
    """Name of the design."""
    trajectories: Annotated[int, Field(ge=2, le=1_000_000)] = 50
    """How many."""
    grid: Annotated[int, Field(ge=4, le=100)] = 4
    """Levels of the grid, an even number."""

    @model_validator(mode="after")
    def _even(self) -> Self:
        if self.grid % 2:
            raise fault("grid", "must be an even number", "Use 4 or 6", self.grid)
        return self


Design = LatinHypercube | Sobol | Factorial | Saltelli | Morris
KINDS: dict[str, type[Model]] = {
    "latin-hypercube": LatinHypercube,
    "sobol": Sobol,
    "factorial": Factorial,
    "saltelli": Saltelli,
    "morris": Morris,
}


def _of_a_kind(raw: Any) -> Any:
    """The raw design, if its kind exists."""
    if not isinstance(raw, dict):
        return raw
    kind = raw.get("kind")
    if kind not in KINDS:
        near = get_close_matches(str(kind), list(KINDS), n=1, cutoff=0.4)
        remedy = f"Did you mean {near[0]}?" if near else "Use one of them"
        raise fault("kind", f"must be one of {', '.join(KINDS)}", remedy, kind or "nothing")
    return raw


OneDesign = Annotated[Design, Field(discriminator="kind"), BeforeValidator(_of_a_kind)]
