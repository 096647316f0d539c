"""Tables of the comparison, as rows of cells that a template lays out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from suasion.report.words import NONE, Row, interval, number, percent, spread, years

Cell = str | Markup


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row names it."""

    caption: str
    heads: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    classes: str = ""


def comparison_tables(summary: Row) -> list[Table]:
    """The comparison: peace, the commitment, and what the places rest on."""
    rows, horizon = summary["guarantees"], summary["options"]["horizon_years"]
    return [_peace(rows, horizon), _commitment(rows), _rests(rows)]


def _name(row: Row) -> Markup:
    shown = Markup('<span class="rank">{}</span> {}<br><code>{}</code>')
    return shown.format(row["rank"], row["title"], row["id"])


def chance_cell(part: Row) -> Markup:
    """Share of futures in which it holds, mean and percentiles."""
    text = Markup('<b>{}</b><br><span class="sub">{}</span><br><span class="sub">≥ 0.9 in {}</span>')
    return text.format(number(part["mean"]), interval(part), percent(part["share_holding"]))


def spread_cell(part: Row | None, digits: int = 2) -> Cell:
    """A mean above its percentiles; a dash where nothing models it."""
    if part is None:
        return NONE
    text = Markup('<b>{}</b><br><span class="sub">{}</span>')
    return text.format(number(part["mean"], digits), interval(part, digits))


def _peace(rows: list[Row], horizon: int) -> Table:
    heads = [
        "guarantee",
        "term",
        "given entry: through the term",
        f"given entry: through {horizon} years",
        "chance of entry",
        "unconditional: through the term",
        f"unconditional: through {horizon} years",
    ]
    kinds = ["through_term", "through_horizon", "unconditional_through_term", "unconditional_through_horizon"]
    body = []
    for row in rows:
        cells: list[Cell] = [chance_cell(row["no_major_attack"][kind]) for kind in kinds]
        cells.insert(2, spread_cell(row["entry"]))
        body.append([_name(row), years(row["term_years"]), *cells])
    caption = (
        "Chance of no major attack: mean, 5–95 % of futures, share of futures in which it is at "
        "least 0.9"
    )
    return Table(caption, heads, body, "wide")


def _commitment(rows: list[Row]) -> Table:
    heads = [
        "guarantee",
        "hazard a year before the end of the term",
        "hazard a year after it",
        "honoured if tested at random",
        "honoured if the challenger chooses the test",
        "limited incidents a year",
        "coerced concession",
    ]
    body = [
        [
            _name(row),
            spread_cell(row["hazard_per_year"]["before_end"], 3),
            spread_cell(row["hazard_per_year"]["after_end"], 3),
            spread_cell(row["honour_if_tested"]["imposed"]),
            spread_cell(row["honour_if_tested"]["chosen_by_challenger"]),
            spread_cell(row["limited_incidents_per_year"], 1),
            spread_cell(row["coerced_concession"]),
        ]
        for row in rows
    ]
    return Table("What happens under each guarantee: mean and 5–95 % of futures", heads, body, "wide")


def _rests(rows: list[Row]) -> Table:
    heads = [
        "guarantee",
        "does worst under",
        "hinges on (rank correlation)",
        "ahead of the next in",
        "its place would be reversed by",
        "sceptic",
        "optimist",
    ]
    return Table("What each place rests on", heads, [_rest(row) for row in rows], "wide words")


def _rest(row: Row) -> list[Cell]:
    worst = row["worst_theory"]
    hinges = [Markup("{} ({:+.2f})").format(h["words"], h["correlation"]) for h in row["hinges_on"]]
    views = [_view(row["views"].get(view)) for view in ("sceptic", "optimist")]
    under = Markup("{}<br><b>{}</b>").format(worst, number(row["by_theory"][worst]))
    return [_name(row), under, Markup("<br>").join(hinges), *_next(row["next"]), *views]


def _view(part: Row | None) -> Cell:
    if part is None:
        return NONE
    text = Markup('<b>{}</b><br><span class="sub">≥ 0.9 in {}</span>')
    return text.format(number(part["horizon"]), percent(part["share_holding"]))


def _next(following: Row | None) -> tuple[Cell, Cell]:
    if following is None:
        return NONE, "nothing: it comes last"
    share = Markup("<code>{}</code>: {} of draws")
    return share.format(following["id"], percent(following["better_in_share"])), turned(following)


def turned(following: Row) -> Markup:
    """What would put the next guarantee first: an assumption, theories, or nothing."""
    turn, under = following["reversed_by"], following["reversed_under"]
    what = Markup("no single assumption")
    if turn:
        side = "low" if turn["percentile"] < 0.5 else "high"
        what = Markup("{}, at the {} end of its range").format(turn["words"], side)
    theories = ", ".join(under) or "no theory"
    return Markup("{}<br>under: {}").format(what, theories)


def anchor_table(found: Row, record: dict[str, dict[str, Any]]) -> Table:
    """The case without a guarantee beside the record."""
    title = f"major attack within {found['years']} years without a guarantee"
    rows: list[list[Cell]] = [["target, drawn from the record's range", spread(found["target"]), NONE]]
    for theory, reached in found["reached"].items():
        rows.append([f"theory {theory}", spread(reached), percent(found["met_share"][theory])])
    for key, rate in found["record"].items():
        rows.append([f"record: {record[key]['what']}", number(rate, 3), NONE])
    return Table(f"The anchor: {title}", ["theory or record", "chance", "met in share of draws"], rows)


def noise_table(found: Row) -> Table:
    """Share of each result that goes with noise."""
    rows = [[key, percent(share)] for key, share in found["noise_share"].items()]
    caption = "Share of the variance over futures that goes with precisions and private reasons"
    return Table(caption, ["guarantee", "share"], rows)
