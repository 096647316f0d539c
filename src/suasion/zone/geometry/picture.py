"""A zone as a picture in SVG: outlines, belts from the widest in, lines, places, a legend, a scale.

Everything is projected to the plane round its own middle (azimuthal, equidistant), where paths are
filled by the even-odd rule: no ring is ever read inside out, whichever way it runs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Literal

import numpy as np
import pyproj
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from suasion.zone.geometry.ellipsoid import near

WIDTH, HEIGHT, MARGIN, LEGEND = 900.0, 640.0, 24.0, 300.0
"""Of the picture, and of the column to the right of the map [pixels]."""
LAND = 'fill="#f4f2ec" stroke="none" fill-rule="evenodd"'
BORDER = 'fill="none" stroke="#8d8775" stroke-width="0.7"'
HALO = 'stroke="#ffffff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
AIR = 1.12
"""How much wider than the zone the map is."""
ROUND = (1, 2, 5)

Look = Literal["area", "line", "point", "cut", "label"]


@dataclass(frozen=True)
class Layer:
    """One thing to draw, and its words in the legend; those of a label stand on the map."""

    shape: BaseGeometry
    words: str
    look: Look
    colour: str


@dataclass(frozen=True)
class _Frame:
    """From longitude and latitude to pixels."""

    projection: pyproj.Transformer
    longitude: float
    low: tuple[float, float]
    scale: float
    """Pixels for a metre."""

    def placed(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape in pixels."""
        return shapely.transform(shape, self._pixels)

    def _pixels(self, corners: np.ndarray) -> np.ndarray:
        x, y = self.projection.transform(near(corners[:, 0], self.longitude), corners[:, 1])
        across = MARGIN + (np.asarray(x) - self.low[0]) * self.scale
        down = HEIGHT - MARGIN - (np.asarray(y) - self.low[1]) * self.scale
        return np.column_stack([across, down])


def picture(
    title: str,
    layers: Sequence[Layer],
    *,
    notes: Sequence[str] = (),
    outlines: Sequence[BaseGeometry] = (),
) -> str:
    """The text of an SVG file.

    Parameters
    ----------
    title
        Stands above the legend.
    layers
        In the order in which they are drawn; longitudes run on across the antimeridian.
    notes
        Lines below the legend.
    outlines
        Land and borders; they do not widen the map.
    """
    frame = _frame([layer.shape for layer in layers])
    land = [_way(_near_map(frame, shape)) for shape in outlines]
    areas = [layer for layer in layers if layer.look in ("area", "cut")]
    above = [layer for layer in layers if layer.look not in ("area", "cut")]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}" font-family="Arial, Liberation Sans, sans-serif">',
        f"<title>{escape(title)}</title>",
        f'<clipPath id="map"><rect width="{WIDTH - LEGEND:g}" height="{HEIGHT:g}"/></clipPath>',
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#ffffff"/>',
        f'<g clip-path="url(#map)"><rect width="{WIDTH - LEGEND:g}" height="{HEIGHT:g}" '
        'fill="#e8eff3"/>',
        *(f'<path d="{way}" {LAND}/>' for way in land),
        *(_drawn(frame.placed(layer.shape), layer) for layer in areas),
        *(f'<path d="{way}" {BORDER}/>' for way in land),
        *(_drawn(frame.placed(layer.shape), layer) for layer in above),
        "</g>",
        *_legend(title, [layer for layer in layers if layer.look != "label"], notes),
        *_scale_bar(frame.scale),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _frame(shapes: Sequence[BaseGeometry]) -> _Frame:
    """The map that holds all shapes."""
    middle = shapely.box(*shapely.total_bounds(_together(shapes))).centroid
    local = f"+proj=aeqd +lat_0={middle.y} +lon_0={middle.x} +ellps=WGS84"
    projection = pyproj.Transformer.from_crs("EPSG:4326", local, always_xy=True)
    raw = _Frame(projection, middle.x, (0.0, 0.0), 1.0)
    low_x, low_y, high_x, high_y = shapely.total_bounds([raw.placed(one) for one in shapes])
    # In the raw frame the second coordinate runs down from HEIGHT - MARGIN.
    bottom, top = HEIGHT - MARGIN - high_y, HEIGHT - MARGIN - low_y
    wide, high = max(high_x - low_x, 1.0), max(top - bottom, 1.0)
    room_x, room_y = WIDTH - LEGEND - 2 * MARGIN, HEIGHT - 2 * MARGIN
    scale = min(room_x / wide, room_y / high) / AIR
    low = (low_x - MARGIN - (room_x / scale - wide) / 2, bottom - (room_y / scale - high) / 2)
    return _Frame(projection, middle.x, low, scale)


def _together(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Shapes on the turn of the first one."""
    first = shapes[0].centroid.x
    turns = [float(near(one.centroid.x, first)) - one.centroid.x for one in shapes]
    return [affinity.translate(one, turn) for one, turn in zip(shapes, turns, strict=True)]


def _near_map(frame: _Frame, below: BaseGeometry) -> BaseGeometry:
    """Outlines round the map only: far ones would wrap round the projection."""
    reach = math.degrees(WIDTH / frame.scale / 6.37e6)
    origin_y = float(frame.projection.transform(0, 0, direction="INVERSE")[1])
    wide = reach / max(math.cos(math.radians(origin_y)), 0.1)
    box = shapely.box(
        frame.longitude - wide, max(origin_y - reach, -89), frame.longitude + wide, origin_y + reach
    )
    return frame.placed(shapely.make_valid(below).intersection(box))


def _drawn(shape: BaseGeometry, layer: Layer) -> str:
    x, y = shape.centroid.x, shape.centroid.y
    if layer.look == "label":
        return (
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" text-anchor="middle" '
            f'fill="{layer.colour}" {HALO}>{escape(layer.words)}</text>'
        )
    if layer.look == "point":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" {_style(layer)}/>'
    return f'<path d="{_way(shape)}" {_style(layer)}/>'


def _style(layer: Layer) -> str:
    return {
        "area": f'fill="{layer.colour}" fill-opacity="0.9" stroke="#3b4a57" '
        'stroke-width="0.6" fill-rule="evenodd"',
        "line": f'fill="none" stroke="{layer.colour}" stroke-width="2" stroke-linejoin="round"',
        "point": f'fill="{layer.colour}" stroke="#ffffff" stroke-width="1.2"',
        "cut": f'fill="#ffffff" fill-opacity="0.8" stroke="{layer.colour}" '
        'stroke-width="1.2" stroke-dasharray="4 3" fill-rule="evenodd"',
    }[layer.look]


def _way(shape: BaseGeometry) -> str:
    """SVG's path of polygons and lines."""
    return " ".join(_pieces(shape))


def _pieces(shape: BaseGeometry) -> Iterator[str]:
    for part in getattr(shape, "geoms", [shape]):
        if isinstance(part, shapely.Polygon) and not part.is_empty:
            for ring in (part.exterior, *part.interiors):
                yield _track(ring) + "Z"
        elif isinstance(part, shapely.LineString) and not part.is_empty:
            yield _track(part)


def _track(line: shapely.LineString) -> str:
    corners = shapely.get_coordinates(line.simplify(0.1))
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _legend(title: str, layers: Sequence[Layer], notes: Sequence[str]) -> Iterator[str]:
    left, y = WIDTH - LEGEND + 18, 34.0
    for row in wrap(title, 30):
        yield f'<text x="{left:g}" y="{y:g}" font-size="16" font-weight="bold">{escape(row)}</text>'
        y += 20
    y += 8
    for layer in layers:
        yield _mark(layer, left, y)
        for row in wrap(layer.words, 38):
            yield f'<text x="{left + 28:g}" y="{y:g}" font-size="12.5">{escape(row)}</text>'
            y += 16
        y += 6
    for note in notes:
        y += 6
        for row in wrap(note, 46):
            yield f'<text x="{left:g}" y="{y:g}" font-size="11" fill="#555555">{escape(row)}</text>'
            y += 14


def _mark(layer: Layer, x: float, y: float) -> str:
    if layer.look == "line":
        return f'<path d="M{x:g},{y - 4:g}h20" {_style(layer)}/>'
    if layer.look == "point":
        return f'<circle cx="{x + 10:g}" cy="{y - 4:g}" r="4.5" {_style(layer)}/>'
    return f'<rect x="{x:g}" y="{y - 11:g}" width="20" height="13" {_style(layer)}/>'


def _scale_bar(pixels_per_metre: float) -> Iterator[str]:
    """A bar of a round number of kilometres, about a fifth of the map long."""
    room_km = (WIDTH - LEGEND) / 5 / pixels_per_metre / 1000
    power = 10.0 ** math.floor(math.log10(room_km))
    length_km = max(factor * power for factor in ROUND if factor * power <= room_km)
    x, y, long = MARGIN, HEIGHT - 14, length_km * 1000 * pixels_per_metre
    yield f'<path d="M{x:g},{y - 5:g}v5h{long:.1f}v-5" fill="none" stroke="#333333"/>'
    yield f'<text x="{x + long + 6:.1f}" y="{y:g}" font-size="12">{length_km:g} km</text>'
