"""Clauses: one rule in one place on one side, as something that a position can be held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from suasion.describe.fact import readings
from suasion.zone.geometry.ellipsoid import near
from suasion.zone.rules.building import Built
from suasion.zone.rules.file import Kind, Rule
from suasion.zone.rules.reading import Zone
from suasion.zone.rules.taxonomy import class_of


@dataclass(frozen=True, eq=False)
class Clause:
    """One rule in one place, on one side where the place has sides."""

    number: int
    """Of its rule in the zone file, from 1."""
    kind: Kind
    weapons: tuple[str, ...]
    """Identifiers of the classes."""
    place: str
    side: str
    """Side of the line on which the ground lies; empty where the place has none."""
    shape: BaseGeometry | None
    unknown: str
    """Why the place is not known."""
    begins: dt.date
    ends: dt.date
    limits: tuple[int, ...]
    """Highest numbers allowed, for a ceiling; several where sources differ."""
    source: str
    where: str

    @property
    def id(self) -> str:
        """Rule, place and side in short."""
        return "/".join(part for part in (f"rule-{self.number}", self.place, self.side) if part)


def clauses(zone: Zone, built: Sequence[Built]) -> list[Clause]:
    """Every rule in every place and on every side where it holds, longitudes run on together.

    Parameters
    ----------
    built
        The zone's places, from `suasion.zone.rules.building.build`.
    """
    known = [one for one in built if one.shape is not None]
    middle = known[0].shape.centroid.x if known and known[0].shape is not None else 0.0
    return [
        _clause(zone, number, rule, one, middle)
        for number, rule in enumerate(zone.file.rules, 1)
        for one in _places(rule, built)
    ]


def _places(rule: Rule, built: Sequence[Built]) -> Iterator[Built]:
    for one in built:
        ours = one.kind in ("belt", "site", "area", "corridor") and one.id in rule.places
        if ours and (not one.side or not rule.sides or one.side in rule.sides):
            yield one


def _clause(zone: Zone, number: int, rule: Rule, one: Built, middle: float) -> Clause:
    shape = one.shape
    if shape is not None:
        turn = float(near(shape.centroid.x, middle)) - shape.centroid.x
        shape = affinity.translate(shape, turn) if turn else shape
    begins, ends = readings(zone.file.begins), readings(zone.file.ends)
    return Clause(
        number=number,
        kind=rule.rule,
        weapons=tuple(class_of(words) for words in rule.weapons),
        place=one.id,
        side=one.side,
        shape=None if shape is None or shapely.is_empty(shape) else shape,
        unknown=one.unknown,
        begins=rule.begins or (min(begins) if begins else dt.date.min),
        ends=rule.ends or (max(ends) if ends else dt.date.max),
        limits=tuple(sorted(readings(rule.limit))),
        source=rule.source,
        where=rule.where,
    )
