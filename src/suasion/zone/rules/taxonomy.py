"""Classes of weapons, and the class that a report's words stand for.

A class lies within wider ones: a rule for artillery holds for mortars. Words are looked up by
identifier, title and alias, whole words only; a calibre in millimetres decides between classes of
one family; of several classes in one line of descent the narrowest counts.

Examples
--------
>>> class_of("self-propelled howitzers (2S1 Gvozdika, 122mm)")
'gun-100'
>>> class_of("82 mm mortars"), class_of("BM-21 Grad"), class_of("T-64 tank")
('mortar-under-100', 'mlrs', 'tank')
>>> covers("artillery-100", "mlrs-heavy"), covers("tank", "apc")
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from suasion.describe.reading import read
from suasion.errors import UnknownName

TABLE = Path(__file__).parent / "data" / "weapons.yaml"
CALIBRE = re.compile(r"(?<![\w.-])(\d{2,3})\s?-?mm\b")


@dataclass(frozen=True)
class WeaponClass:
    """One class of weapons or forces."""

    id: str
    title: str
    definition: str
    within: tuple[str, ...]
    aliases: tuple[str, ...]
    calibre_mm: tuple[float, float] | None
    """From and below [mm]."""
    family: str
    """What its calibre tells apart: `gun`, `mortar`, `artillery`; empty where there is none."""
    source: str
    """Key of the source; empty where the class is a judgement."""
    where: str
    judgement: str


@cache
def classes() -> Mapping[str, WeaponClass]:
    """Every class by identifier."""
    return {name: _entry(name, raw) for name, raw in read(TABLE).data.items()}


def _entry(name: str, raw: Mapping[str, Any]) -> WeaponClass:
    low_high = raw.get("calibre_mm")
    return WeaponClass(
        id=name,
        title=raw["title"],
        definition=raw["definition"],
        within=tuple(raw["within"]),
        aliases=tuple(map(str, raw["aliases"])),
        calibre_mm=(float(low_high[0]), float(low_high[1])) if low_high else None,
        family=raw.get("family", ""),
        source=raw.get("source", ""),
        where=raw.get("where", ""),
        judgement=raw.get("judgement", ""),
    )


def covers(wide: str, narrow: str) -> bool:
    """Whether what belongs to `narrow` belongs to `wide` too."""
    return wide == narrow or any(covers(wide, above) for above in classes()[narrow].within)


def class_of(text: str) -> str:
    """Identifier of the class that words stand for.

    Parameters
    ----------
    text
        An identifier, or words as a report has them.

    Raises
    ------
    UnknownName
        Where no class fits, or several of different kinds; it lists near names.
    """
    words = _normal(text)
    if words in _names():
        return _names()[words]
    found = _narrowest({_names()[name] for name in _named_in(words)})
    found = _by_calibre(found, words)
    if len(found) != 1:
        raise UnknownName("class of weapons", text, _offered(found, words))
    return found.pop()


def _offered(found: set[str], words: str) -> list[str]:
    """What an error offers: the classes that were found, near names, or every class."""
    near = [name for name in _names() if get_close_matches(words, [name])]
    return sorted(found) or near or list(classes())


def _normal(text: str) -> str:
    """Lower case, single spaces, plurals off, brackets and commas out."""
    plain = re.sub(r"[^\w<>=.\- ]+", " ", text.lower().replace("≥", ">= "))
    words = plain.split()
    return " ".join(word[:-1] if _is_plural(word) else word for word in words)


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and word.isalpha() and not word.endswith("ss")


@cache
def _names() -> Mapping[str, str]:
    """Class by every name in normal form."""
    names = {}
    for one in classes().values():
        for name in (one.id, one.title, *one.aliases):
            names[_normal(name)] = one.id
    return names


def _named_in(words: str) -> set[str]:
    """The names that stand in the words, without those inside longer ones."""
    padded = f" {words} "
    found = sorted((name for name in _names() if f" {name} " in padded), key=len, reverse=True)
    kept: set[str] = set()
    for name in found:
        if f" {name} " in padded:
            kept.add(name)
            padded = padded.replace(f" {name} ", " | ")
    return kept


def _narrowest(found: set[str]) -> set[str]:
    """The classes that have no other of those found within them."""
    return {one for one in found if not any(covers(one, other) for other in found - {one})}


def _by_calibre(found: set[str], words: str) -> set[str]:
    """The class of the right calibre, where the words have one and the class is a family."""
    calibre = CALIBRE.search(words)
    if not calibre or len(found) != 1:
        return found
    size, wide = float(calibre.group(1)), next(iter(found))
    fits = {
        one.id
        for one in classes().values()
        if one.family == wide and one.calibre_mm and one.calibre_mm[0] <= size < one.calibre_mm[1]
    }
    return fits or found
