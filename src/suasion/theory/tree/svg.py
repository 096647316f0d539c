"""A game tree as a picture: one self-contained SVG, read from left to right.

Players are told apart by colours that the colour-blind can tell apart and by their names at every
node; on white, every colour of a text has a contrast of at least 4.5.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from suasion.theory.tree.labels import clean
from suasion.theory.tree.picture import Picture, fitted, spaced
from suasion.theory.tree.placing import (
    DASHED,
    DOT,
    HEAD,
    HEAD_LETTERS,
    LETTERS,
    MARGIN,
    SIZE,
    SMALL,
    TRACK,
    Places,
    column_width,
    legend,
    places,
    wide,
)
from suasion.theory.tree.tree import CHANCE, TERMINAL

PALETTE = (
    *("#0068a8", "#b64a00", "#00755a", "#93357c", "#7a5c00", "#3d4db7", "#8c2d2d", "#4a5560"),
)
"""Players' colours, in order."""
GREY, INK, PALE = "#5c6670", "#1b2026", "#c9ced4"
DASHES = 'stroke-dasharray="4 3.2"'
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def svg(picture: Picture) -> str:
    """The whole picture."""
    at = places(picture)
    code = f"{zlib.crc32(repr((picture.title, picture.labels, picture.payoffs)).encode()):08x}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{at.width:.0f}" '
        f'height="{at.height:.0f}" viewBox="0 0 {at.width:.0f} {at.height:.0f}" '
        f'aria-labelledby="t{code} d{code}" font-family={quoteattr(FONT)} '
        f'font-size="{SIZE}" fill="{INK}">'
    )
    parts = [
        head,
        f'<title id="t{code}">{escape(picture.title)}</title>',
        f'<desc id="d{code}">{escape(_described(picture))}</desc>',
        f'<rect width="{at.width:.0f}" height="{at.height:.0f}" fill="#ffffff"/>',
        *_heading(picture, at),
        '<g fill="none" stroke-linejoin="round">',
        *_branches(picture, at),
        *_joined(picture, at),
        "</g>",
        *_marks(picture, at),
        '<g stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">',
        *_labels(picture, at),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _described(picture: Picture) -> str:
    tree = picture.tree
    decisions = sum(node.mover >= 0 for node in tree.nodes)
    told = "Numbers on the branches are probabilities. " if picture.weighted else ""
    return (
        f"Game tree, read from left to right. Players: {', '.join(map(clean, tree.players))}. "
        f"{decisions} decisions, {len(tree.terminals)} ends of play. {told}"
        "Dashed lines join decisions that the player cannot tell apart."
    )


def _colour(mover: int) -> str:
    return PALETTE[mover % len(PALETTE)] if mover >= 0 else GREY


def _heading(picture: Picture, at: Places) -> Iterator[str]:
    title = escape(fitted(picture.title, HEAD_LETTERS))
    yield f'<text x="{MARGIN}" y="30" font-size="{HEAD}" font-weight="600">{title}</text>'
    for x, mover, name in legend(picture)[:-1]:
        yield _mark(x + DOT, 50, mover)
        yield _text(x + 17, 54.5, name, fill=_colour(mover))
    if at.tracks:
        x = legend(picture)[-1][0]
        yield f'<path d="M{x:.1f} 50h22" stroke="{GREY}" stroke-width="1.4" {DASHES}/>'
        yield _text(x + 28, 54.5, DASHED, fill=GREY)
    if not picture.payoffs:
        return
    x, y = at.table, min(at.y) - 24
    for player, name in enumerate(picture.tree.players):
        x += column_width(picture, player)
        yield _text(x, y, clean(name), fill=_colour(player), size=SMALL, anchor="end")


def _branches(picture: Picture, at: Places) -> Iterator[str]:
    for one, node in enumerate(picture.tree.nodes):
        for move, child in enumerate(node.children):
            share = picture.shares[one][move]
            weighted = share is not None and picture.weighted
            held = min(max(share or 0.0, 0.0), 1.0) if weighted else 0.25
            opacity = f' stroke-opacity="{0.35 + 0.65 * held:.2f}"' if weighted else ""
            bend = at.x[one] + at.slants[one]
            yield (
                f'<path d="M{at.x[one]:.1f} {at.y[one]:.1f}L{bend:.1f} {at.y[child]:.1f}'
                f'H{at.x[child]:.1f}" stroke="{_colour(node.mover)}" '
                f'stroke-width="{1.0 + 3.2 * held:.2f}"{opacity}/>'
            )
    if picture.payoffs:
        for one in picture.tree.terminals:
            start = at.x[one] + 18 + wide(picture.name(one)) * 1.08
            yield (
                f'<path d="M{start:.1f} {at.y[one]:.1f}H{at.table:.1f}" stroke="{PALE}" '
                'stroke-dasharray="1 4"/>'
            )


def _joined(picture: Picture, at: Places) -> Iterator[str]:
    """A dashed line through the nodes of each information set."""
    for one, track in at.tracks.items():
        information = picture.tree.information[one]
        points = [(at.x[member], at.y[member]) for member in information.members]
        one_column = len({x for x, _ in points}) == 1
        path = _bracket(points, track) if one_column else _through(points)
        yield (
            f'<path d="{path}" stroke="{_colour(information.player)}" '
            f'stroke-width="1.4" {DASHES}><title>{escape(clean(information.name))}</title></path>'
        )


def _bracket(points: list[tuple[float, float]], track: int) -> str:
    """Beside nodes of one column."""
    line = points[0][0] + 14 + TRACK * track
    path = [f"M{line:.1f} {points[0][1] + 8:.1f}V{points[-1][1] - 8:.1f}"]
    for x, y in points:
        turn = y - 8 if y == points[-1][1] else y + 8
        path.append(f"M{x + DOT:.1f} {y:.1f}H{line - 6:.1f}")
        path.append(f"Q{line:.1f} {y:.1f} {line:.1f} {turn:.1f}")
    return "".join(path)


def _through(points: list[tuple[float, float]]) -> str:
    """From node to node, where they stand in several columns."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _marks(picture: Picture, at: Places) -> Iterator[str]:
    for one, node in enumerate(picture.tree.nodes):
        yield _mark(at.x[one], at.y[one], node.mover)


def _mark(x: float, y: float, mover: int) -> str:
    """A disc for a player, a diamond for chance, a small disc for an end."""
    if mover == CHANCE:
        path = f"M{x - 6.5:.1f} {y:.1f}l6.5 -6.5l6.5 6.5l-6.5 6.5z"
        return f'<path d="{path}" fill="#ffffff" stroke="{GREY}" stroke-width="1.6"/>'
    size = DOT if mover >= 0 else 2.6
    colour = _colour(mover) if mover >= 0 else INK
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{colour}"/>'


def _labels(picture: Picture, at: Places) -> Iterator[str]:
    tree = picture.tree
    for one, node in enumerate(tree.nodes):
        x, y, name = at.x[one], at.y[one], picture.name(one)
        if node.mover == TERMINAL:
            yield _text(x + 10, y + 4.5, name, weight=600)
            yield from _paid(picture, at, one)
            continue
        yield _text(x - DOT - 1, y + 15, name, fill=_colour(node.mover), size=SMALL, anchor="end")
        for move, child in enumerate(node.children):
            left, label = x + at.slants[one] + 5, picture.labels[one][move]
            number = picture.shares[one][move] is not None
            style = 'font-weight="600"' if number else f'font-style="italic" fill="{GREY}"'
            more = (
                f'<tspan dx="4" {style}>{escape(fitted(label, LETTERS))}</tspan>' if label else ""
            )
            yield _text(left, at.y[child] - 7.5, spaced(node.actions[move]), more=more)


def _paid(picture: Picture, at: Places, one: int) -> Iterator[str]:
    x = at.table
    for player, value in enumerate(picture.payoffs.get(one, ())):
        x += column_width(picture, player)
        yield _text(
            x, at.y[one] + 4.5, f"{value:.3g}".replace("-", "−"), fill=_colour(player), anchor="end"
        )


def _text(
    x: float,
    y: float,
    text: str,
    *,
    fill: str = "",
    size: float = SIZE,
    anchor: str = "",
    weight: int = 0,
    more: str = "",
) -> str:
    """A label; where it is broken off, all of it shows when pointed at."""
    shown = fitted(text, LETTERS - 9 if more else LETTERS)
    style = f' fill="{fill}"' if fill else ""
    style += f' font-size="{size}"' if size != SIZE else ""
    style += f' text-anchor="{anchor}"' if anchor else ""
    style += f' font-weight="{weight}"' if weight else ""
    whole = f"<title>{escape(text)}</title>" if shown != text else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{style}>{whole}{escape(shown)}{more}</text>'
