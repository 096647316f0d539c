"""The sections of a guarantee: what may be said about each part of it."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import Discriminator, Field, Tag, model_validator

from suasion.describe import vocabulary as words
from suasion.describe.fact import (
    NOT_STATED,
    Day,
    Fact,
    Known,
    Model,
    SourceKey,
    Text,
    Truth,
    Unknown,
    fault,
    readings,
)

Amount = Annotated[float, Field(ge=0, le=100_000, strict=True)]
Count = Annotated[int, Field(ge=0, le=10_000_000, strict=True)]
Share = Annotated[float, Field(ge=0, le=1, strict=True)]
Years = Annotated[float, Field(gt=0, le=500, strict=True)]


class Absent(Model):
    """A part that the guarantee does not have, and how we know."""

    none: Text
    """In words: what is not there."""
    source: SourceKey
    """Key of the source in the bibliography."""
    where: Text
    """Where in the source."""


class Section(Model):
    """A part that the guarantee has."""

    is_section: ClassVar[bool] = True

    otherwise: Absent | None = None
    """What the fields that are not stated amount to; unknown where this is not given."""


class Instrument(Section):
    """The principal legal text."""

    title: Fact[Text] = NOT_STATED
    """Title of the text."""
    form: Fact[words.Form] = NOT_STATED
    """Legal form."""
    standing: Fact[words.Standing] = NOT_STATED
    """How far it has come."""
    signed: Fact[Day] = NOT_STATED
    """Date of signature."""
    in_force: Fact[Day] = NOT_STATED
    """Date of entry into force."""
    ended: Fact[Day] = NOT_STATED
    """Date on which it ceased to bind."""
    ratified: Fact[Truth] = NOT_STATED
    """Approved by the guarantor's legislature."""
    legally_binding: Fact[Truth] = NOT_STATED
    """Binding in law by its own terms."""
    obligation: Fact[words.Obligation] = NOT_STATED
    """Strongest obligation toward the protege."""
    activation: Fact[words.Activation] = NOT_STATED
    """How automatic the help is."""
    trigger: Fact[Text] = NOT_STATED
    """What sets the obligation off, in our words."""
    excludes_provocation: Fact[Truth] = NOT_STATED
    """The obligation does not cover a war that the protege provokes."""

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        steps = [("signed", self.signed), ("in_force", self.in_force), ("ended", self.ended)]
        known = [(name, fact, readings(fact)) for name, fact in steps if readings(fact)]
        for (early, _, before), (late, fact, after) in pairwise(known):
            if min(after) < min(before):
                message = f"must not lie before {early} ({min(before)})"
                place = f"{late}.value" if isinstance(fact, Known) else late
                raise fault(place, message, "Correct one of the two dates", min(after))
        return self


class Nuclear(Section):
    """Nuclear backing."""

    backing: Fact[words.Backing] = NOT_STATED
    """Explicit, implied or none."""
    deployed_in_theatre: Fact[Truth] = NOT_STATED
    """The guarantor's nuclear weapons stand on or near the protege's soil."""


class Forces(Section):
    """The guarantor's forces on the spot."""

    size: Fact[Count] = NOT_STATED
    """Persons."""
    place: Fact[words.Place] = NOT_STATED
    """Where they stand."""
    mandate: Fact[words.Mandate] = NOT_STATED
    """What they are there for."""


class Aid(Section):
    """Help short of fighting."""

    military_usd_billion_per_year: Fact[Amount] = NOT_STATED
    """Military aid promised or given [billion US dollars a year]."""
    training: Fact[Truth] = NOT_STATED
    """Training of the protege's forces."""
    industry: Fact[Truth] = NOT_STATED
    """Support of the protege's defence industry."""
    intelligence: Fact[Truth] = NOT_STATED
    """Sharing of intelligence."""


class Zone(Section):
    """The demarcation zone."""

    heavy_weapons_excluded: Fact[Truth] = NOT_STATED
    """Heavy weapons must be absent."""
    depth_challenger_km: Fact[Amount] = NOT_STATED
    """Depth on the challenger's side [km from the line]."""
    depth_protege_km: Fact[Amount] = NOT_STATED
    """Depth on the protege's side [km from the line]."""
    length_km: Fact[Amount] = NOT_STATED
    """Length of the line [km]."""
    monitors: Fact[words.Monitors] = NOT_STATED
    """Who watches it."""
    monitor_size: Fact[Count] = NOT_STATED
    """Monitors [persons]."""
    technical_monitoring: Fact[Truth] = NOT_STATED
    """Satellites, drones or sensors are part of the mandate."""


class Site(Section):
    """A special zone around one place."""

    name: Fact[Text] = NOT_STATED
    """Name of the place."""
    radius_km: Fact[Amount] = NOT_STATED
    """Radius of the zone [km]."""
    contingent: Fact[words.Contingent] = NOT_STATED
    """Whose people guard it."""


class Economy(Section):
    """Money that binds, feeds or tempts."""

    free_zones: Fact[Truth] = NOT_STATED
    """Free economic zones with foreign business."""
    guarantor_assets_usd_billion: Fact[Amount] = NOT_STATED
    """Assets of the guarantor's firms in the protege [billion US dollars]."""
    challenger_assets_usd_billion: Fact[Amount] = NOT_STATED
    """Assets of the challenger's firms in the zones [billion US dollars]."""
    energy_purchases_eur_billion_per_year: Fact[Amount] = NOT_STATED
    """What the guarantors pay the challenger for energy [billion euro a year]."""
    frozen_assets_eur_billion: Fact[Amount] = NOT_STATED
    """The challenger's frozen state assets held by the guarantors [billion euro]."""
    frozen_assets_use: Fact[words.FrozenUse] = NOT_STATED
    """What happens to them."""


class Pressure(Section):
    """Acts against the challenger's means, and who is believed to stand behind them."""

    shadow_fleet: Fact[Truth] = NOT_STATED
    """Acts against the tanker fleet that evades sanctions."""
    bases: Fact[Truth] = NOT_STATED
    """Acts against submarines and strategic aviation."""
    believed_sponsor: Fact[words.Sponsor] = NOT_STATED
    """Whom the challenger believes to stand behind them."""


class Coalition(Section):
    """Who must agree, and how the guarantors stand to each other and to the challenger."""

    entry_rule: Fact[words.Rule] = NOT_STATED
    """Rule by which the guarantee comes into being."""
    entry_approvals: Fact[Count] = NOT_STATED
    """Governments or legislatures whose approval is still needed for entry."""
    entry_refusals: Fact[Count] = NOT_STATED
    """How many of them have said in public that they refuse."""
    challenger_consent_needed: Fact[Truth] = NOT_STATED
    """The guarantee cannot start without the challenger's consent."""
    approval_chance_each: Fact[Share] = NOT_STATED
    """Chance that one of those approves."""
    challenger_acceptance_chance: Fact[Share] = NOT_STATED
    """Chance that the challenger accepts a settlement with this guarantee."""
    protege_acceptance_chance: Fact[Share] = NOT_STATED
    """Chance that the protege accepts it."""
    activation_rule: Fact[words.Rule] = NOT_STATED
    """Rule by which the guarantors decide to act."""
    activation_members: Fact[Count] = NOT_STATED
    """Members that take part in that decision."""
    challenger_veto: Fact[Truth] = NOT_STATED
    """The challenger can block the activation."""
    discord: Fact[words.Discord] = NOT_STATED
    """Quarrel between guarantors that the challenger can see."""
    dialogue: Fact[words.Dialogue] = NOT_STATED
    """Channel to the challenger."""


class Settlement(Section):
    """What is settled between challenger and protege."""

    claims: Fact[words.Claims] = NOT_STATED
    """State of the challenger's territorial claims."""


class Duration(Section):
    """How long it binds."""

    years: Fact[Years | Literal["open-ended"]] = NOT_STATED
    """Length of the term [year], or open-ended."""
    renewal: Fact[words.Renewal] = NOT_STATED
    """What happens at its end."""
    withdrawal_notice_months: Fact[Amount] = NOT_STATED
    """Notice before withdrawal [month]."""


class Outcome(Section):
    """What became of a historical guarantee."""

    attacked: Fact[Truth] = NOT_STATED
    """The protege's core territory was attacked within the term or ten years of entry."""
    attack_date: Fact[Day] = NOT_STATED
    """Date of the first such attack."""
    honoured: Fact[words.Honoured] = NOT_STATED
    """What the guarantor did when tested."""
    summary: Fact[Text] = NOT_STATED
    """What happened, in our words."""


S = TypeVar("S")


def _part(raw: Any) -> str:
    """Tag of the variant that a raw section stands for."""
    names = raw if isinstance(raw, dict) else getattr(type(raw), "model_fields", {})
    return next((f"({tag})" for tag in ("none", "unknown") if tag in names), "section")


Part = Annotated[
    Annotated[S, Tag("section")]
    | Annotated[Absent, Tag("(none)")]
    | Annotated[Unknown, Tag("(unknown)")],
    Discriminator(_part),
]
