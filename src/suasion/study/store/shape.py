"""The shape of a study's results, which is all that the store needs to know of a plan."""

from __future__ import annotations

from typing import Annotated, Any, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field

THEORY = "theory"
"""The factor that says which theory a draw is played under."""
Names = tuple[str, ...]
Count = Annotated[int, Field(ge=1)]


class Planned(Protocol):
    """What a plan must tell; `suasion.study.plan.Plan` does, and so may any other model's."""

    @property
    def factors(self) -> Names:
        """Names of what is drawn."""

    @property
    def variants(self) -> Names:
        """Names of what is played."""

    @property
    def theories(self) -> Names:
        """Names on the theory axis."""

    @property
    def metrics(self) -> Names:
        """Names of what is kept of every draw."""

    @property
    def draws(self) -> int:
        """Draws in all."""

    @property
    def chunk(self) -> int:
        """Draws in a chunk; the last may be shorter."""


class Failed(Protocol):
    """A draw that failed."""

    @property
    def draw(self) -> int:
        """Its number."""

    @property
    def seed(self) -> str:
        """What makes it again."""

    @property
    def reason(self) -> str:
        """What went wrong."""


class Evaluated(Protocol):
    """What a chunk must hold; see `suasion.study.chunk.Chunk`."""

    @property
    def number(self) -> int:
        """From 0."""

    @property
    def quantiles(self) -> Any:
        """Shape (factor, draw), double."""

    @property
    def values(self) -> Any:
        """Shape (factor, draw), double."""

    @property
    def metrics(self) -> Any:
        """Shape (metric, variant, theory, draw), single."""

    @property
    def faults(self) -> tuple[Failed, ...]:
        """The draws that failed."""


class Shape(BaseModel):
    """Names and sizes of the axes; `drawn` names the theories where the theory is a factor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    factors: Names
    variants: Names
    theories: Names
    metrics: Names
    draws: Count
    chunk: Count
    drawn: Names = ()

    @classmethod
    def of(cls, plan: Planned) -> Self:
        """The shape of what a plan gives."""
        told = {name: getattr(plan, name) for name in cls.model_fields if name != "drawn"}
        drawn = getattr(plan, "stages", ()) if THEORY in plan.factors else ()
        return cls(**told, drawn=tuple(drawn))

    @property
    def chunks(self) -> int:
        """Number of chunks.

        Examples
        --------
        >>> Shape(
        ...     factors=["u"], variants=["a"], theories=["t"], metrics=["m"], draws=7, chunk=3
        ... ).chunks
        3
        """
        return -(-self.draws // self.chunk)

    def slice_of(self, number: int) -> slice:
        """Where the draws of a chunk lie."""
        return slice(number * self.chunk, min((number + 1) * self.chunk, self.draws))

    def draws_of(self, number: int) -> int:
        """Draws of a chunk."""
        at = self.slice_of(number)
        return at.stop - at.start
