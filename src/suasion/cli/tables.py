"""The comparison in the terminal, as tables and as CSV."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterator
from typing import Any

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from suasion.uncertainty.lost import notable

WEIGHED = ("rank", "mean", "share_holding", "p5", "p50", "p95")
"""Columns of the weighed ranking in CSV, after their prefix."""
NAMED = 20
"""Characters of rank and identifier in a line: with them every table fits in 80 columns."""
Row = dict[str, Any]
Part = Table | Text | Padding


def comparison_tables(summary: Row, *, diagnose: bool) -> Iterator[Part]:
    """Everything that the table format prints, in order."""
    options = summary["options"]
    yield Text(f"{summary['case']['title']}, as of {summary['case']['as_of']}", style="bold")
    yield Text(
        f"{options['draws']} draws x {len(options['theories'])} theories, seed {options['seed']}, "
        f"ranked by the mean over futures ({options['rank_by']}). {summary['caution']}"
    )
    yield from strayed(summary["diagnosis"]["lost"])
    for table in (peace_table, entry_table, hazard_table, honour_table, unconditional_table):
        yield table(summary)
    yield from turning(summary)
    if len(options["theories"]) > 1 and len(summary["guarantees"]) > 1:
        yield from disagreement(summary["disagreement"])
    if diagnose:
        yield from diagnosis(summary["diagnosis"])
    yield Text(f"Run {summary['run']['run']}, suasion {summary['run']['suasion']}")


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="left" if number < 1 else "right", overflow="fold")
    return table


def peace_table(summary: Row) -> Table:
    """Chance of no major attack, given entry."""
    horizon = summary["options"]["horizon_years"]
    table = _table(
        "No major attack, given entry: mean (5-95 % of futures); share of futures at 0.9 or more",
        "guarantee",
        "through the term",
        ">=.9",
        f"through {horizon} years",
        ">=.9",
    )
    for row in summary["guarantees"]:
        peace = row["no_major_attack"]
        parts = [peace["through_term"], peace["through_horizon"]]
        cells = [cell for part in parts for cell in (spread(part), percent(part["share_holding"]))]
        table.add_row(_ranked(row), *cells)
    return table


def entry_table(summary: Row) -> Table:
    """Entry, what is left of peace where it is not given, and the views."""
    horizon = summary["options"]["horizon_years"]
    table = _table(
        f"Entry, no major attack through {horizon} years where entry is not given, other priors",
        "guarantee",
        "entry",
        "unconditional",
        ">=.9",
        "sceptic",
        "optimist",
    )
    for row in summary["guarantees"]:
        part, views = row["no_major_attack"]["unconditional_through_horizon"], row["views"]
        seen = [f"{views[view]['horizon']:.2f}" for view in ("sceptic", "optimist")]
        cells = [f"{row['entry']['mean']:.2f}", spread(part), percent(part["share_holding"])]
        table.add_row(_ranked(row), *cells, *seen)
    return table


def hazard_table(summary: Row) -> Table:
    """Terms, hazards around their end, incidents, the worst theory."""
    table = _table(
        "The years, given entry: hazard of a major attack a year before and after the end of the "
        "term, incidents a year",
        "guarantee",
        "term, years",
        "before",
        "after",
        "incidents",
        "worst theory",
    )
    for row in summary["guarantees"]:
        hazard = row["hazard_per_year"]
        table.add_row(
            _ranked(row),
            term(row["term_years"]),
            *map(_rate, (hazard["before_end"], hazard["after_end"])),
            f"{row['limited_incidents_per_year']['mean']:.0f}",
            row["worst_theory"],
        )
    return table


def honour_table(summary: Row) -> Table:
    """Honour if tested, and coerced concessions."""
    table = _table(
        "The commitment, given entry: honoured if tested at random or by the challenger's choice, "
        "concessions",
        "guarantee",
        "at random",
        "by choice",
        "coerced concession",
    )
    for row in summary["guarantees"]:
        honour = row["honour_if_tested"]
        parts = (honour["imposed"], honour["chosen_by_challenger"], row["coerced_concession"])
        table.add_row(_ranked(row), *map(spread, parts))
    return table


def unconditional_table(summary: Row) -> Table:
    """Hazards, incidents and concessions with the chance that there is no guarantee."""
    table = _table(
        "Unconditional, with the chance that entry fails: hazard a year before and after the end "
        "of the term, incidents a year, concessions",
        "guarantee",
        "before",
        "after",
        "incidents",
        "coerced concession",
    )
    for row in summary["guarantees"]:
        hazard = row["unconditional_hazard_per_year"]
        table.add_row(
            _ranked(row),
            *map(_rate, (hazard["before_end"], hazard["after_end"])),
            f"{row['unconditional_limited_incidents_per_year']['mean']:.0f}",
            spread(row["unconditional_coerced_concession"]),
        )
    return table


def _ranked(row: Row) -> str:
    """Rank and identifier, a long one broken at its hyphens so that the numbers beside it fit."""
    text = f"{row['rank']} {row['id']}"
    if len(text) <= NAMED:
        return text
    lines = textwrap.wrap(text.replace("-", "- "), NAMED, subsequent_indent="  ")
    return "\n".join(line.replace("- ", "-") for line in lines)


def turning(summary: Row) -> Iterator[Part]:
    """What each result hinges on and what would reverse its place, a paragraph each."""
    yield Text(
        "What it hinges on: the assumptions that clearly stand out, at most three (rank "
        "correlation); what would put the next one first\n"
    )
    names = [row["id"] for row in summary["guarantees"]]
    for row, following in zip(summary["guarantees"], [*names[1:], ""], strict=True):
        hinges = ", ".join(f"{h['factor']} {h['correlation']:+.2f}" for h in row["hinges_on"])
        yield Text(f" {row['rank']} {row['id']}", style="bold")
        yield _indented(f"hinges on {hinges or 'no assumption that clearly stands out'}", 3)
        if row["next"] is not None:
            yield _indented(_next(row["next"], following), 3)


def _indented(told: str, by: int) -> Padding:
    """A paragraph of which every line is indented."""
    return Padding(Text(told), (0, 0, 0, by))


def _next(found: Row, following: str) -> str:
    turn = found["reversed_by"]
    by = f"{turn['factor']} at its {turn['percentile']:.0%}" if turn else "no single assumption"
    under = ", ".join(found["reversed_under"]) or "no theory"
    ahead = f"ahead of {following} in {percent(found['better_in_share'])} of draws"
    return f"{ahead}; reversed by {by}; reversed under {under}"


def disagreement(found: Row) -> Iterator[Part]:
    """Each theory's own order, and the neighbours on which theories split."""
    table = _table(
        "Where the theories disagree: each one's first and last, and agreement with the table",
        "theory",
        "first",
        "last",
        "Kendall's tau",
    )
    for column in table.columns[1:3]:
        column.justify = "left"
    for one in found["theories"]:
        ends = [(one["order"][0], one["best"]), (one["order"][-1], one["worst"])]
        cells = [f"{key} {mean:.2f}" for key, mean in ends]
        table.add_row(one["theory"], *cells, f"{one['agreement']:+.2f}")
    yield table
    lines = [
        f"{' before '.join(one['pair'])}: {len(one['for'])} for; "
        f"against {', '.join(one['against'])}"
        for one in found["split"]
    ]
    yield Text("Neighbours on which theories split")
    yield from (_indented(line, 2) for line in lines or ["none"])


def diagnosis(found: Row) -> Iterator[Part]:
    """Saturation, noise, anchor and humps in words."""
    cells = [
        f"{c['guarantee']} under {c['theory']} at {c['at']}: {c['because']}"
        for c in found["saturated"]
    ]
    yield Text("Diagnosis", style="bold")
    yield Text("Saturated cells: " + ("; ".join(cells) or "none"))
    yield Text("Two humps: " + (", ".join(found["two_humped"]) or "none"))
    noise = ", ".join(f"{key} {share:.0%}" for key, share in found["noise_share"].items())
    yield Text(f"Share of variance with precision and private spread: {noise}")
    if found["lost"]:
        yield lost_table(found["lost"])
    yield anchor_table(found["anchor"])
    yield record_table(found["anchor"])


def strayed(lost: Row) -> Iterator[Part]:
    """A warning for each theory from a file that lost its branch in more than a few games."""
    for theory, share in notable(lost):
        yield Text(
            f"Warning: {theory} lost the branch that it follows in up to {share:.1%} of the games "
            "of a guarantee; what it plays there is no equilibrium, or one of several. See "
            "--diagnose; a lower precision loses fewer.",
            style="bold",
        )


def lost_table(lost: Row) -> Table:
    """By theory from a file and guarantee: games in which the branch was lost."""
    draws = max(one["draws"] for one in lost.values())
    table = _table(
        f"Theories from files: share of games in which the branch was lost, in {draws} draws",
        "theory",
        "guarantee",
        "on the first day",
        "in all years and states",
    )
    table.columns[1].justify = "left"
    for theory, one in lost.items():
        for key, first in one["first_day"].items():
            table.add_row(theory, key, f"{first:.1%}", f"{one['years'][key]:.1%}")
    return table


def anchor_table(anchor: Row) -> Table:
    """The case without a guarantee against the record."""
    table = _table(
        f"Anchor: major attack within {anchor['years']} years without a guarantee",
        "theory",
        "mean (5-95 %)",
        "met in share of draws",
    )
    table.add_row("target drawn from the record's range", spread(anchor["target"]), "")
    for theory, reached in anchor["reached"].items():
        table.add_row(theory, spread(reached), percent(anchor["met_share"][theory]))
    return table


def record_table(anchor: Row) -> Table:
    """Counts of the record beside which the anchor stands."""
    table = _table("The record beside it: shares counted", "count", "share")
    for key, rate in anchor["record"].items():
        table.add_row(key, f"{rate:.4f}")
    return table


def spread(part: Row | None) -> str:
    """Mean with the 5th and 95th percentile; a dash where nothing models it."""
    return "-" if part is None else f"{part['mean']:.2f} ({part['p5']:.2f}-{part['p95']:.2f})"


def _rate(part: Row | None) -> str:
    """A hazard's mean; a dash where the term ends with the horizon."""
    return "-" if part is None else f"{part['mean']:.3f}"


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{share:.0%}"


def term(years: Row) -> str:
    """The term's possible lengths."""
    lengths = [f"{length:g}" for length in years["lengths"]]
    return "/".join([*lengths, *(["open"] if years["open_ended_share"] > 0 else [])])


def flat(node: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Leaves of nested mappings with dotted names; lists joined by semicolons."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from flat(value, f"{prefix}.{key}" if prefix else key)
    elif isinstance(node, list):
        yield (
            prefix,
            "; ".join(
                str(item.get("factor", item) if isinstance(item, dict) else item) for item in node
            ),
        )
    else:
        yield prefix, node


def csv_rows(summary: Row) -> str:
    """One line for each guarantee, columns with dotted names; the weighed ranking last."""
    rows = [dict(flat(row)) for row in summary["guarantees"]]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if "weighted" in summary:
        weighed = _weighed(summary["weighted"])
        columns += next(iter(weighed.values()))
        rows = [row | weighed[row["id"]] for row in rows]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def _weighed(found: Row) -> dict[str, Row]:
    """By guarantee, what stands in the columns of the weighed ranking."""
    by = {"weighted_by": found["weights"]["id"]}
    return {
        row["id"]: by | {f"weighted_{name}": row[name] for name in WEIGHED}
        for row in found["guarantees"]
    }
