"""Factors and their words, as tables and sentences call them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.describe.fact import Contested
from suasion.describe.loading import Loaded
from suasion.report import naming
from suasion.report.words import value
from suasion.study.factors import THEORY, Factor

OPEN = float("inf")
"""Stands for no end, or no limit."""
KINDS = ("mechanism:", "situation:", "entry:", "anchor:", "years:", "fact:")


def short(factor: str) -> str:
    """A factor's name without its kind.

    Examples
    --------
    >>> short("mechanism:tripwire.cost"), short("fact:paris-2026.forces.size"), short("theory")
    ('tripwire.cost', 'paris-2026.forces.size', 'theory')
    """
    kind, colon, name = factor.partition(":")
    return name if colon and f"{kind}:" in KINDS else factor


def meaning(factor: str) -> str:
    """What a factor stands for, in words."""
    if factor == THEORY:
        return "Which theory of the crisis is right"
    return naming.meaning(factor) if ":" in factor else factor


def words_of(
    columns: Sequence[Factor], loaded: Loaded, theories: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The words of every factor that is one of words, by factor.

    Parameters
    ----------
    columns
        The factors.
    loaded
        The case, for the versions of its contested facts.
    theories
        Those that the factor `theory` counts.
    """
    found = {}
    for one in columns:
        if one.kind == "words":
            told = tuple(theories) if one.name == THEORY else _readings(one, loaded)
            found[one.name] = _apart(told)
    return found


def _readings(factor: Factor, loaded: Loaded) -> tuple[str, ...]:
    """The versions of a contested fact, or what an unknown one may be."""
    guarantee, section, field = factor.name.partition(":")[2].split(".")
    part = getattr(loaded.guarantees.get(guarantee), section, None)
    fact = getattr(part, field, None) or loaded.case.environment.get(f"{section}.{field}")
    if isinstance(fact, Contested) and len(fact.contested) == len(factor.readings):
        return tuple(value(version.value) for version in fact.contested)
    if factor.readings == (0.0, 1.0):
        return ("no", "yes")
    return tuple("open" if reading == OPEN else f"{reading:g}" for reading in factor.readings)


def _apart(told: tuple[str, ...]) -> tuple[str, ...]:
    """Words told apart by their place where two are the same."""
    if len(set(told)) == len(told):
        return told
    return tuple(f"{word} ({at + 1})" for at, word in enumerate(told))


def legend(factors: Sequence[str]) -> Mapping[str, str]:
    """What each factor stands for, by its short name."""
    return {short(name): meaning(name) for name in dict.fromkeys(factors)}
