"""Colours of cells, with text that stands out from them."""

from __future__ import annotations

PALE, DEEP = (239, 246, 252), (8, 61, 119)


def mixed(share: float) -> tuple[int, int, int]:
    """The colour at a share of the way from pale to deep."""
    held = min(max(share, 0.0), 1.0)
    return tuple(  # type: ignore[return-value]
        round(low + held * (high - low)) for low, high in zip(PALE, DEEP, strict=True)
    )


def coded(colour: tuple[int, int, int]) -> str:
    """A colour as the page writes it.

    Examples
    --------
    >>> coded((8, 61, 119))
    '#083d77'
    """
    return "#" + "".join(f"{part:02x}" for part in colour)


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance of the web's contrast rule [0 to 1]."""
    shares = [part / 255 for part in colour]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast of two colours [1 to 21]."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink(colour: tuple[int, int, int]) -> str:
    """Black or white, whichever stands out more: at least 4.5 on any colour."""
    black, white = (0, 0, 0), (255, 255, 255)
    return coded(max((black, white), key=lambda one: contrast(one, colour)))
