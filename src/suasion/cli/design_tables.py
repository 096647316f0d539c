"""A search in the terminal: the front, the candidates beside it, the limits, and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from suasion.design.text import in_words

Row = dict[str, Any]
Part = Table | Text | Padding
LIMITS = {
    "most_usd_billion_per_year": "$bn a year at most",
    "most_troops": "troops at most",
    "most_term_years": "term, years at most",
    "most_depth_km": "depth, km at most",
    "least_challenger_acceptance": "challenger accepts, at least",
    "least_guarantor_approval": "guarantor approves, at least",
    "least_protege_acceptance": "protege accepts, at least",
    "least_entry": "entry, at least",
}


def design_tables(summary: Row) -> Iterator[Part]:
    """Everything that the table format prints, in order."""
    yield Text(f"{summary['case']['title']}: designs from {summary['start']}", style="bold")
    yield Text(_searched(summary))
    yield Text(_fresh(summary))
    yield front_table(summary)
    yield Text(_legend(summary))
    yield limits_table(summary)
    yield Text(_control(summary))
    yield from _differences(summary)
    yield Text(f"Run {summary['run']['run']}, suasion {summary['run']['suasion']}")


def _searched(summary: Row) -> str:
    search, options = summary["search"], summary["options"]
    how = "all of them" if search["whole_space"] else "the most promising"
    late = "" if search["whole_space"] else _late(summary)
    return (
        f"{search['variables']} search variables, {search['combinations']:.2g} combinations; "
        f"{search['played']:,} designs played ({how}), {search['over_a_limit']:,} over a limit and "
        f"not played; {options['draws']} draws x {len(options['theories'])} theories, "
        f"seed {options['seed']}.{late}"
    )


def _late(summary: Row) -> str:
    """A word on whether the search had come to its end."""
    late, front = summary["search"]["late_on_front"], summary["front"]["in_search"]
    return f" {late} of {front} designs of its front came in its last fifth: more evaluations " + (
        "would find better ones." if late * 5 > front else "would add little."
    )


def _fresh(summary: Row) -> str:
    front = summary["front"]
    if not front["left"]:
        return f"No design was found that keeps every limit. {summary['caution']}"
    return (
        f"Scored again on {summary['options']['fresh_draws']} fresh draws: robustness is "
        f"{points(front['mean_loss_of_robustness'])} lower than in the search, over its front; "
        f"{front['dominated_on_fresh_draws']} designs are dominated and "
        f"{front['over_a_limit_on_fresh_draws']} over a limit there, and are dropped. "
        f"{front['left']} are left. {summary['caution']}"
    )


def points(share: float) -> str:
    """A difference of shares in percentage points.

    Examples
    --------
    >>> points(0.0213)
    '2.1 points'
    """
    return f"{100 * share:.1f} points"


def front_table(summary: Row) -> Table:
    """Designs and candidates on the same axes, cheapest first."""
    table = Table(
        title="The front on fresh draws, and the case's own candidates",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 0, 0, 1),
    )
    table.add_column("", no_wrap=True)
    for heading in ("$bn/year", "robust (95 %)", "search", "worst theory", "entry"):
        table.add_column(heading, justify="right", overflow="fold")
    for row in summary["designs"]:
        if row["name"]:
            table.add_row(*_cells(row, f"{row['in_search']['robustness']:.0%}"))
    table.add_section()
    for row in sorted(summary["candidates"], key=lambda one: -one["robustness"]["share"]):
        table.add_row(*_cells(row, ""))
    return table


def _cells(row: Row, searched: str) -> list[str]:
    robust, worst = row["robustness"], row["worst_theory"]
    return [
        row["name"],
        f"{row['cost_usd_billion_per_year']['mean']:.1f}",
        f"{robust['share']:.0%} ({100 * robust['low']:.0f}-{100 * robust['high']:.0f})",
        searched,
        f"{worst['share']:.0%} {worst['theory']}",
        f"{row['acceptability']:.0%}",
    ]


def _legend(summary: Row) -> str:
    options, front = summary["options"], summary["front"]
    unnamed = front["left"] - sum(1 for row in summary["designs"] if row["name"])
    more = f" {unnamed} more designs are in --format json." if unnamed > 0 else ""
    return (
        "robust: share of futures x theories in which the chance of a major attack through "
        f"{options['horizon_years']} years, given entry, is below {options['threshold']:g}. "
        "search: the same in the draws of the search. worst theory: the share under the one where "
        "it is least. entry: mean chance of coming into being, 100 % for what is in force, with "
        "what the limits file adds of each party's acceptance, so it is not that of compare; a "
        "candidate may break the limits." + more
    )


def limits_table(summary: Row) -> Table:
    """What the next step would gain that only this limit forbids."""
    table = Table(
        title="Limits: what the best single step gains that only this limit forbids, in points",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    table.add_column("limit")
    for heading in ("now", "kept out", "robust", "entry", "binds"):
        table.add_column(heading, justify="right", overflow="fold")
    for row in summary["limits"]:
        table.add_row(
            LIMITS[row["limit"]],
            f"{row['bound']:,g}",
            f"{row['rejected_alone']:,}",
            _gain(row["robustness_gain"]),
            _gain(row["acceptability_gain"]),
            "yes" if row["binds"] else "no",
        )
    return table


def _gain(gain: Row | None) -> str:
    """A gain with its error; a dash where there is none."""
    if gain is None or gain["gain"] <= 0:
        return "-"
    error = f" ±{100 * gain['error']:.1f}" if gain["error"] else ""
    return f"+{100 * gain['gain']:.1f}{error}"


def _control(summary: Row) -> str:
    control = summary["control"]
    names = [LIMITS[row["limit"]] for row in summary["limits"] if row["binds"]]
    stops = f"Better designs are stopped by: {'; '.join(names)}." if names else ""
    steps = [said for row in summary["limits"] if (said := _step(row))]
    forbidden = f" The steps: {'; '.join(steps)}." if steps else ""
    missed = [
        f"{_gain(control[name])} {word}"
        for name, word in (("robustness_gain", "robust"), ("acceptability_gain", "entry"))
        if control[name]
    ]
    return (
        f"{stops or 'No limit stops a better design that was found.'}{forbidden} kept out: "
        "designs of the search that no other limit kept out. A gain is over the best on the front "
        "that is no worse otherwise, on fresh draws; limits are relaxed by half, the term to "
        "open-ended. Steps that no limit forbids and the search has missed gain "
        f"{', '.join(missed) or 'nothing'}: a limit binds if it forbids more."
    )


def _step(row: Row) -> str:
    """The step that a limit forbids, where it surely gains."""
    gains = [row["robustness_gain"], row["acceptability_gain"]]
    best = next((gain for gain in gains if gain and gain["sure"] > 0), None)
    if best is None:
        return ""
    step = best["step"]
    before, after = in_words(step["from"]), in_words(step["to"])
    return f"{LIMITS[row['limit']]}: {step['variable']} {before} to {after}"


def _differences(summary: Row) -> Iterator[Part]:
    """Each design in words."""
    yield Text(f"\nWhat each design changes in {summary['start']} (in brackets: the start)")
    for row in summary["designs"]:
        if not row["name"]:
            continue
        yield Text(f" {row['name']}", style="bold")
        said = [f"{one['field']} {one['design']} ({one['start']})" for one in row["differs"]]
        yield Padding(Text("; ".join(said or ["nothing"])), (0, 0, 0, 3))
