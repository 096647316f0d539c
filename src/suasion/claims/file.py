"""A claim file: what is claimed, by whom, on which facts, and what would show it right or wrong.

::

    claim: 1
    id: zone-is-the-key
    text: …            the claim in our words
    side: article      whose side of the debate
    source: KEY, where: …
    premises: [...]    facts that it rests on
    test: {type: …}    contrast, threshold, equivalence, largest-contribution, sufficiency,
                       fact-only or not-testable
    mechanisms: [...]  what it is about: their priors are zeroed and flipped
    record: …          what of the record it can be held against
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from suasion.claims.groups import Held
from suasion.claims.metrics import Metric
from suasion.claims.testing import FactOnly, Played, Test
from suasion.describe.fact import Fact, Model, SourceKey, Text, Truth, fault
from suasion.describe.guarantee import Id


class Premise(Model):
    """A fact that the claim rests on: looked up in the case, or given here with its source."""

    says: Text
    """The premise in words."""
    check: Text | None = None
    """`SUBJECT: path OPERATOR value`, such as `korean-model: forces.size > 0`."""
    fact: Fact[Truth] | None = None
    """Where the case has no field for it: true or false with a source, contested, or unknown."""
    needed: bool = True
    """False where the claim may stand without it; then it caps no verdict."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.check is None) == (self.fact is None):
            found = "neither" if self.check is None else "both"
            message = "a premise is looked up (check) or given here (fact), one of the two"
            raise fault("check", message, "Give check or fact", found)
        return self


class Claim(Model):
    """One claim."""

    claim: Literal[1]
    """Version of this format."""
    id: Id
    """Identifier: the file's name without its ending."""
    text: Text
    """The claim in our words."""
    side: Id
    """Whose side of the debate it belongs to, in a word or two, such as `article`."""
    source: SourceKey
    """Key of a work that makes the claim."""
    where: Text
    """Where in the work: paragraph or page."""
    scope: Text
    """For whom, where and when the claim is meant."""
    premises: Annotated[list[Premise], Field(max_length=12)] = []
    """Facts that it rests on."""
    test: Test
    """What would show it to be right or wrong."""
    mechanisms: list[Id] = []
    """The claim's own mechanisms: those whose strength it asserts."""
    record: Held | None = None
    """What of the record it can be held against."""

    @model_validator(mode="after")
    def _premises_of_a_fact(self) -> Self:
        if isinstance(self.test, FactOnly) and not any(one.needed for one in self.premises):
            message = "a claim of fact needs a premise to be looked up"
            raise fault("premises", message, "Add a premise", "none")
        return self

    @model_validator(mode="after")
    def _mechanisms_of_a_played_one(self) -> Self:
        if isinstance(self.test, Played) and not self.mechanisms and not _of_the_world(self.test):
            message = "a claim that is played names the mechanisms whose strength it asserts"
            raise fault("mechanisms", message, "Name them; `suasion explain` lists them", "none")
        return self


def _of_the_world(test: Played) -> bool:
    """True where no mechanism of a guarantee is asserted: a threshold on leaders or entry."""
    return test.metric in (Metric.LEADER_GONE, Metric.ENTRY)
