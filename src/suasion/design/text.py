"""A design as a guarantee: facts that hang together, written over those of the start.

What a choice leaves incoherent is made coherent by a few plain rules, so that no design is cheaper
or stronger than a text could be: no place without forces, no zone of no depth, a treaty is
ratified, a declaration is not binding, a zone on the challenger's side needs its consent. A zone
has the same depth on both sides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from suasion.describe.case import Scalar
from suasion.describe.fact import Contested, Judged, Known, readings
from suasion.describe.guarantee import Guarantee
from suasion.describe.sections import Absent
from suasion.describe.vocabulary import Role
from suasion.design.space import reading

Facts = dict[str, Scalar]
PEACEFUL = ("none", 0, False)
RATIFIED = ("treaty", "statute", "alliance-accession")
NOT_BINDING = ("declaration", "memorandum", "resolution")
NEW = ("proposed", "draft")
"""What a text that is only being written may be."""


def coherent(facts: Mapping[str, Scalar]) -> Facts:
    """The facts of a choice, made to hang together.

    Examples
    --------
    >>> coherent({"forces.size": 5000, "forces.place": "none"})
    {'forces.size': 0, 'forces.place': 'none', 'forces.mandate': 'none'}
    """
    found = dict(facts)
    for rule in RULES:
        found = rule(found)
    return found


def _forces(facts: Facts) -> Facts:
    fields = ("forces.size", "forces.place", "forces.mandate")
    if not any(path in facts and facts[path] in PEACEFUL for path in fields):
        return facts
    return facts | {"forces.size": 0, "forces.place": "none", "forces.mandate": "none"}


def _zone(facts: Facts) -> Facts:
    excluded = facts.get("zone.heavy_weapons_excluded")
    depth = facts.get("zone.depth_challenger_km")
    if excluded is None and depth is None:
        return facts
    if excluded is False or depth == 0:
        depth = 0
    if depth is None:
        return facts
    both = {"zone.depth_challenger_km": depth, "zone.depth_protege_km": depth}
    return facts | both | {"zone.heavy_weapons_excluded": depth != 0}


def _form(facts: Facts) -> Facts:
    form = facts.get("instrument.form")
    if form in RATIFIED:
        return facts | {"instrument.ratified": True, "instrument.legally_binding": True}
    if form in NOT_BINDING:
        return facts | {"instrument.ratified": False, "instrument.legally_binding": False}
    return facts


def _term(facts: Facts) -> Facts:
    """A term without an end has nothing to renew."""
    if facts.get("duration.years") != "open-ended":
        return facts
    return {path: value for path, value in facts.items() if path != "duration.renewal"}


def _consent(facts: Facts) -> Facts:
    """What lies in the challenger's hands needs its signature."""
    hers = (
        facts.get("zone.depth_challenger_km", 0) not in PEACEFUL,
        facts.get("site.contingent", "none") not in PEACEFUL,
        facts.get("economy.challenger_assets_usd_billion", 0) not in PEACEFUL
        and facts.get("economy.free_zones", True) is True,
    )
    return facts | {"coalition.challenger_consent_needed": True} if any(hers) else facts


RULES: tuple[Callable[[Facts], Facts], ...] = (_forces, _zone, _form, _term, _consent)


def new_text(start: Guarantee) -> Facts:
    """What any new text is, whatever it says: proposed, and still to be approved."""
    found: Facts = {}
    if reading(start, "instrument.standing") not in NEW:
        found["instrument.standing"] = "proposed"
    if not reading(start, "coalition.entry_approvals"):
        givers = [party for party in start.parties if Role.GUARANTOR in party.roles]
        found["coalition.entry_approvals"] = max(len(givers), 1)
    return found


def differing(facts: Mapping[str, Scalar], start: Guarantee) -> Facts:
    """The facts that are not already the start's only reading."""
    return {path: value for path, value in facts.items() if not _same(path, value, start)}


def _same(path: str, value: Scalar, start: Guarantee) -> bool:
    """Whether the start says so already; what it does not have is none of it."""
    if isinstance(getattr(start, path.split(".")[0]), Absent):
        return value in PEACEFUL
    found = versions(start, path)
    return (
        len(found) == 1
        and found[0] == value
        and isinstance(found[0], bool) == isinstance(value, bool)
    )


def versions(guarantee: Guarantee, path: str) -> list[Any]:
    """Every reading of a field; none where it is unknown or its part is absent."""
    section, field = path.split(".")
    part = getattr(guarantee, section)
    return [] if isinstance(part, Absent) else readings(getattr(part, field, None))


def rewritten(
    raw: Mapping[str, Any], facts: Mapping[str, Scalar], because: str, disagree: str
) -> dict[str, Any]:
    """A guarantee's plain data with facts set as judgements; all else stays as it was."""
    changed = dict(raw)
    for path, value in facts.items():
        section, field = path.split(".")
        fact = {"judgement": value, "because": because, "disagree": disagree}
        changed[section] = _opened(changed[section]) | {field: fact}
    return changed


def _opened(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part that can take a fact; what it does not state stays absent or unknown."""
    if "none" in part:
        return {"otherwise": dict(part)}
    return {} if "unknown" in part else dict(part)


def in_words(value: Any) -> str:
    """A value as a reader writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.10g}"
    return str(value)


def described(guarantee: Guarantee, path: str) -> str:
    """What a guarantee says in a field, in words."""
    section, field = path.split(".")
    part = getattr(guarantee, section)
    if isinstance(part, Absent):
        return "not there"
    fact = getattr(part, field, None)
    if isinstance(fact, Contested):
        return "contested: " + " / ".join(map(in_words, readings(fact)))
    if isinstance(fact, Known | Judged):
        return in_words(readings(fact)[0])
    return "unknown"
