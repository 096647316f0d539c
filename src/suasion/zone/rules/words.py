"""The rules of a zone in words: what, where, until when, by which text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from suasion.describe.fact import Contested, Judged, Unknown, readings
from suasion.zone.rules.file import Kind, Rule
from suasion.zone.rules.names import PLACES
from suasion.zone.rules.reading import Zone
from suasion.zone.rules.taxonomy import class_of, classes


@dataclass(frozen=True)
class Worded:
    """One rule in one place, in words."""

    place: str
    """Identifier of the belt, site, area or corridor."""
    where: str
    """The place in words."""
    sides: str
    """Names of the sides; empty where it has none."""
    weapons: tuple[str, ...]
    """Identifiers of the classes."""
    rule: str
    """Its kind."""
    limit: int | None
    sentence: str
    source: str
    cited: str
    """Where in the source."""
    begins: str
    ends: str
    note: str


def worded(zone: Zone, day: datetime.date | None = None) -> list[Worded]:
    """Every rule in every place in which it holds, in the order of the places.

    Parameters
    ----------
    day
        Only rules that are in force that day; a rule or zone without dates counts as in force.

    Examples
    --------
    >>> from suasion.zone.rules.reading import load
    >>> worded(load("minsk-memorandum-2014"))[0].sentence
    'Artillery of 100 mm and more: none may be there'
    """
    rules = [rule for rule in zone.file.rules if day is None or in_force(zone, rule, day)]
    return [
        _worded(zone, rule, kind, name)
        for kind in PLACES
        for name in getattr(zone.file, kind)
        for rule in rules
        if name in rule.places and (kind != "belts" or _sides(zone, rule, name))
    ]


def _sides(zone: Zone, rule: Rule, belt: str) -> list[str]:
    """The sides of a belt on which a rule holds."""
    every = list(zone.file.sides)
    held, asked = zone.file.belts[belt].sides or every, rule.sides or every
    return [one for one in every if one in held and one in asked]


def in_force(zone: Zone, rule: Rule, day: datetime.date) -> bool:
    """Whether a rule is in force on a day, as far as dates are known."""
    begins = [rule.begins] if rule.begins else readings(zone.file.begins)
    ends = [rule.ends] if rule.ends else readings(zone.file.ends)
    return (not begins or min(begins) <= day) and (not ends or day <= max(ends))


def _worded(zone: Zone, rule: Rule, kind: str, name: str) -> Worded:
    chosen = _sides(zone, rule, name) if kind == "belts" else rule.sides
    limits = readings(rule.limit)
    return Worded(
        place=name,
        where=_where(kind, name, zone),
        sides=zone.side_names(chosen) if chosen else "",
        weapons=tuple(class_of(words) for words in rule.weapons),
        rule=rule.rule.value,
        limit=limits[0] if limits else None,
        sentence=_sentence(rule),
        source=rule.source,
        cited=rule.where,
        begins=str(rule.begins or _first(readings(zone.file.begins))),
        ends=str(rule.ends or _first(readings(zone.file.ends))),
        note=rule.note or "",
    )


def _first(days: list[datetime.date]) -> str:
    return str(days[0]) if days else ""


def _where(kind: str, name: str, zone: Zone) -> str:
    place = getattr(zone.file, kind)[name]
    if kind == "belts":
        depth = _kilometres(place.depth_km)
        start = f"from {place.beyond_km:g} to" if place.beyond_km else "down to"
        return f"{place.name}: {start} {depth} from the line"
    if kind == "sites":
        return f"{place.name}: within {_kilometres(place.radius_km)} of its centre"
    if kind == "corridors":
        return f"{place.name}: {_kilometres(place.width_km)} wide"
    return f"{place.name}: {'outline not known' if place.unknown else 'within its outline'}"


def _kilometres(fact: object) -> str:
    if isinstance(fact, Unknown):
        return "an unknown distance"
    said = " or ".join(f"{one:g}" for one in readings(fact))
    if isinstance(fact, Judged):
        return f"{said} km (a judgement)"
    return f"{said} km (contested)" if isinstance(fact, Contested) else f"{said} km"


def _sentence(rule: Rule) -> str:
    titles = [classes()[class_of(words)].title for words in rule.weapons]
    named = ", ".join([titles[0], *(title[0].lower() + title[1:] for title in titles[1:])])
    return f"{named}: {_asked(rule)}"


def _asked(rule: Rule) -> str:
    if rule.rule is Kind.CEILING:
        numbers = readings(rule.limit)
        return f"at most {' or '.join(f'{one:,}' for one in numbers) or 'an unknown number'}"
    return {
        Kind.ABSENT: "none may be there",
        Kind.STORED: "only in store under seal",
        Kind.NOTIFY: "only after notice",
    }[rule.rule]


def sources(zone: Zone) -> Iterator[str]:
    """Keys of the works that the rules rest on, each once."""
    yield from dict.fromkeys(rule.source for rule in zone.file.rules)
