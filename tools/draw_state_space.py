"""Draw the state space of the full model of the years: `docs/images/state-space.svg`.

Factors, places and the moves that are possible are read off the model, played on the packaged case.

    python tools/draw_state_space.py          # says whether the picture is stale
    python tools/draw_state_space.py --write
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import jax
import jax.numpy as jnp
import numpy as np

from suasion.describe.loading import load_case
from suasion.term.years.axes import AXES, PLACES, Space
from suasion.term.years.factors.factor import Factor, Moment
from suasion.term.years.factors.registry import FACTORS
from suasion.term.years.given import Given
from suasion.term.years.scene import at_time, scene
from suasion.uncertainty.device import in_double
from suasion.uncertainty.sample import Sample
from suasion.uncertainty.years import Wanted, made

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "state-space.svg"
WIDTH, ROW, TOP = 830, 74, 70
LEFT, BOX, GAP, HIGH = 140, 116, 20, 30
CASE, GUARANTEE = "ukraine-2025", "us-article-5-like"

BY = {
    "leader": "age, tenure, regime: life table and record; heirs are drawn hawk or dove",
    "government": "election calendar; ratified law makes hedging rarer",
    "coalition": "guarantors fall out and make up",
    "balance": "aid, industry, revenue, rebuilding; plans met or not",
    "zone": "violations unseen; probes let pass; restoration of what is seen",
    "belief": "probes answered or let pass, by Bayes' rule; it may jump over a point",
    "instrument": "entry into force, end of term, withdrawal under hedging",
    "ties": "free zones grow",
}
"""What moves a factor, in words."""


def moves_of(factor: Factor, given: Given, space: Space) -> set[tuple[int, int]]:
    """Pairs of places between which a factor can move of itself."""
    if factor.rows is None:
        return {pair for at in range(4) for pair in ((at, at + 1), (at + 1, at))}
    found = set()
    situation = scene(given, space)
    for step in range(12):
        now = at_time(situation, given, space, jnp.asarray(float(step)))
        rows = factor.rows(given, now, space, Moment(jnp.asarray(step), foreseen=False))
        for source, row in enumerate(rows):
            found |= {(source, to) for to, chance in enumerate(row) if np.any(np.asarray(chance))}
    return {(source, to) for source, to in found if source != to}


def drawn() -> str:
    """The picture."""
    loaded = load_case(CASE)
    wanted = Wanted(horizon_years=12)
    one = made(loaded.guarantees[GUARANTEE], loaded.case, Sample(4, 1), wanted, "threshold")
    given = jax.tree.map(jnp.asarray, one.given)
    by_name = {factor.id: factor for factor in FACTORS}
    parts, height = [], TOP + ROW * len(AXES) + 40
    for at, name in enumerate(AXES):
        moves = moves_of(by_name[name], given, one.space)
        parts += _row(name, one.space, moves, TOP + ROW * at)
    states = f"{one.space.states:,} states of the world, each for two kinds of guarantor"
    return _page(parts, height, states)


def _row(name: str, space: Space, moves: set[tuple[int, int]], top: int) -> list[str]:
    places = PLACES[name] or tuple(f"{100 * point:.0f} %" for point in space.points)
    parts = [f'<text x="16" y="{top + 20}" class="name">{name}</text>']
    for at, place in enumerate(places):
        x = LEFT + at * (BOX + GAP)
        parts.append(f'<rect x="{x}" y="{top}" width="{BOX}" height="{HIGH}" rx="6"/>')
        parts.append(f'<text x="{x + BOX / 2}" y="{top + 20}" class="place">{escape(place)}</text>')
    parts += [_arrow(source, to, top) for source, to in sorted(moves)]
    parts.append(f'<text x="{LEFT}" y="{top + 58}" class="by">{escape(BY[name])}</text>')
    return parts


def _arrow(source: int, to: int, top: int) -> str:
    """A short arrow between neighbours, an arc above or below for the rest."""
    start, end = (LEFT + at * (BOX + GAP) for at in (source, to))
    if abs(source - to) == 1:
        low = 10 if to > source else 20
        x, until = (start + BOX, end) if to > source else (start, end + BOX)
        path = f"M{x},{top + low} L{until},{top + low}"
    else:
        over = top - 8 - 7 * abs(to - source) if to > source else top + HIGH + 14
        edge = top if to > source else top + HIGH
        x, until = start + BOX * 0.62, end + BOX * 0.38
        path = f"M{x:.0f},{edge} Q{(x + until) / 2:.0f},{over} {until:.0f},{edge}"
    return f'<path d="{path}" marker-end="url(#tip)"/>'


STYLE = (
    "text{font-family:sans-serif;fill:#222}.name{font-size:15px;font-weight:600}"
    ".place{font-size:12px;text-anchor:middle}.by{font-size:12px;fill:#555}"
    ".title{font-size:17px;font-weight:600}.note{font-size:12px;fill:#555}"
    "rect{fill:#eef3f8;stroke:#5b7c99}path{fill:none;stroke:#5b7c99;stroke-width:1.3}"
)


def _page(parts: list[str], height: int, note: str) -> str:
    tip = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" '
        'markerHeight="6" orient="auto"><path d="M0,0 L8,4 L0,8 z" '
        'style="fill:#5b7c99;stroke:none"/></marker></defs>'
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" aria-label="State space of the years">'
        f"<style>{STYLE}</style>{tip}"
        f'<rect x="0" y="0" width="{WIDTH}" height="{height}" style="fill:#fff;stroke:none"/>'
        f'<text x="16" y="30" class="title">A state of the years is one place in every row</text>'
    )
    foot = f'<text x="16" y="{height - 14}" class="note">{escape(note)}</text></svg>'
    return "\n".join([head, *parts, foot]) + "\n"


def main() -> int:
    """Write the picture, or say whether it is stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="Write the picture.")
    with in_double():
        picture = drawn()
    if parser.parse_args().write:
        PICTURE.write_text(picture, encoding="utf-8")
        return 0
    fresh = PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == picture
    print("up to date" if fresh else f"{PICTURE} is stale: run this tool with --write")
    return not fresh


if __name__ == "__main__":
    sys.exit(main())
