"""Guarantees as claims set them: candidates or library guarantees with facts changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from suasion.claims.measured import Variant
from suasion.describe.guarantee import Guarantee
from suasion.describe.levers import apply
from suasion.describe.loading import LIBRARY, Loaded, load_library
from suasion.describe.reading import parse, read


def label(one: Variant) -> str:
    """A variant's name in tables: the guarantee, and in brackets what is set.

    Examples
    --------
    >>> label(Variant(guarantee="korean-model", set={"forces.size": 0, "discord": "none"}))
    'korean-model[forces.size=0, discord=none]'
    """
    held = [f"{name} held at {value:g}" for name, value in one.hold.items()]
    stays = [] if one.leader == "by-record" else ["the leader stays"]
    inside = ", ".join([*settings(one), *held, *stays])
    return f"{one.guarantee}[{inside}]" if inside else one.guarantee


def settings(one: Variant) -> list[str]:
    """What is set, each `NAME=VALUE` as for --set."""
    return [f"{name}={_said(value)}" for name, value in one.set.items()]


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def named(setting: str) -> dict[str, Any]:
    """A setting as a mapping, the inverse of `settings` for one of them.

    Examples
    --------
    >>> named("forces.size=0")
    {'forces.size': 0}
    """
    name, _, value = setting.partition("=")
    return {name: parse(value, setting).data}


def described(one: Variant, loaded: Loaded) -> Guarantee:
    """The guarantee with its facts set.

    Raises
    ------
    UnknownName, InputError
        For a guarantee, field, lever or value that does not exist.
    """
    whole = loaded if one.guarantee in loaded.guarantees else _with_library(one.guarantee, loaded)
    texts = [f"{one.guarantee}:{text}" for text in settings(one)]
    return apply(whole, texts).guarantees[one.guarantee]


def _with_library(name: str, loaded: Loaded) -> Loaded:
    """The case with a guarantee of the library as a further candidate."""
    guarantees: Mapping[str, Guarantee] = {**loaded.guarantees, name: load_library(name)}
    raw = {**loaded.raw, name: read(LIBRARY / f"{name}.yaml").data}
    return replace(loaded, guarantees=guarantees, raw=raw)
