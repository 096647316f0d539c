"""Labels that may stand in any text: one line, printable, told apart."""

from __future__ import annotations

from collections.abc import Iterable


def clean(label: str) -> str:
    r"""A label on one line, without control characters and spaces that are too many.

    Examples
    --------
    >>> clean(" hold\tfast\x1b ")
    'hold fast'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in label).split())


def clipped(text: str, letters: int) -> str:
    """A text, broken off where it has more than so many letters.

    Examples
    --------
    >>> clipped("a long story", 7)
    'a long…'
    """
    return text if len(text) <= letters else text[: max(letters - 1, 0)].rstrip() + "…"


def distinct(labels: Iterable[str]) -> list[str]:
    """Labels with a number behind each that stood before.

    Examples
    --------
    >>> distinct(["fight", "wait", "fight"])
    ['fight', 'wait', 'fight (2)']
    """
    wanted = list(labels)
    taken, counts, found, own = set(wanted), dict.fromkeys(wanted, 1), [], set()
    for label in wanted:
        shown = label
        while label in own and shown in taken:
            counts[label] += 1
            shown = f"{label} ({counts[label]})"
        own.add(label)
        taken.add(shown)
        found.append(shown)
    return found


def types_label(type_names: tuple[tuple[str, ...], ...], types: tuple[int, ...]) -> str:
    """Names of the types in a profile, of the players that have types."""
    pairs = zip(type_names, types, strict=False)
    return "/".join(names[kind] for names, kind in pairs if names and names[0])
