"""`suasion explain`: from fact to mechanism to situation number, and each mechanism's share."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from suasion.cli.explain_basis import (
    said_of_case,
    said_of_fact,
    said_of_numbers,
    said_of_shares,
    said_of_strengths,
)
from suasion.cli.progress import bar
from suasion.describe.levers import apply
from suasion.describe.loading import Loaded, load_case
from suasion.mechanism.prior import Prior
from suasion.mechanism.priors import resting_on
from suasion.uncertainty.comparison import options_for
from suasion.uncertainty.explanation import explain

Found = dict[str, Any]
Part = Table | Text


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    original = load_case(options["case"])
    loaded = apply(original, list(options["settings"]))
    asked = options_for(
        loaded,
        [options["guarantee"]],
        options["theories"],
        draws=options["draws"],
        seed=options["seed"],
        prior=options["prior"],
    )
    with bar("Explaining", quiet=False) as progress:
        found = explain(loaded, original, asked, progress)
    if options["format"] == "json":
        json.dump(found, sys.stdout, indent=2, allow_nan=False)
        sys.stdout.write("\n")
        return
    console = Console()
    for part in _parts(found, loaded, resting_on(options["prior"])):
        console.print(part, highlight=False)


def _parts(found: Found, loaded: Loaded, priors: Mapping[str, Prior]) -> Iterator[Part]:
    """Everything that the table format prints, in order."""
    yield _heading(found)
    if found["shapley"]["shares"]:
        yield _shares(found)
    unshared = said_of_shares(found, loaded.case.baseline)
    if unshared:
        yield Text(f"{unshared}\n")
    yield from _way(found, loaded, priors)
    if found["situation"]:
        yield _situation(found)
        numbers = [row["number"] for row in found["situation"]]
        yield Text(said_of_numbers(numbers, priors))
    yield from _equilibria(found)


def _heading(found: Found) -> Text:
    return Text(f"{found['title']} ({found['guarantee']})", style="bold")


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _way(found: Found, loaded: Loaded, priors: Mapping[str, Prior]) -> Iterator[Part]:
    """One paragraph a mechanism, in the order of their shares."""
    ranked = [row["mechanism"] for row in found["shapley"]["shares"]]
    order = ranked + [one["id"] for one in found["mechanisms"] if one["id"] not in ranked]
    yield Text("From fact to mechanism to situation number (median move on the link scale, 5-95 %)")
    for one in sorted(found["mechanisms"], key=lambda one: order.index(one["id"])):
        yield Text(f"\n{one['title']} [{one['id']}]", style="bold")
        yield _ways(one, found["guarantee"], loaded, priors)


def _ways(one: Found, guarantee: str, loaded: Loaded, priors: Mapping[str, Prior]) -> Table:
    """One mechanism's facts with their sources, moves, strengths with theirs, and works."""
    facts = [
        *(said_of_fact(loaded, guarantee, fact["path"]) for fact in one["facts"]),
        *said_of_case(loaded, guarantee, one["id"]),
    ]
    moves = [
        f"{move['number']} {move['p50']:+.2f} ({move['p5']:+.2f} to {move['p95']:+.2f})"
        for move in one["moves"]
    ]
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    works = [", ".join(one["theory"])]
    strengths = said_of_strengths(one["id"], priors)
    told = {"facts": facts, "moves": moves, "strength": strengths, "theory": works}
    for head, lines in told.items():
        table.add_row(f"  {head}", Text("\n".join(lines)))
    return table


def _shares(found: Found) -> Table:
    shapley = found["shapley"]
    title = (
        f"Shapley shares in what it adds to the chance of no major attack through "
        f"{shapley['years']} years: from {shapley['with_none']:.2f} without a guarantee "
        f"to {shapley['with_all']:.2f}"
    )
    table = _table(title, "mechanism", "share", "standard error")
    for row in shapley["shares"]:
        table.add_row(row["mechanism"], f"{row['credit']:+.3f}", f"{row['standard_error']:.3f}")
    return table


def _equilibria(found: Found) -> Iterator[Text]:
    """The equilibria of every theory on the first day of one draw."""
    yield Text("\nEquilibria on the first day, in the draw of the middling value of peace")
    for one in found["equilibria"]:
        labels = [play["label"] for play in one["equilibria"]]
        chosen = labels[one["selected"]] if labels else "none"
        others = ", ".join(label for label in labels if label != chosen) or "no other"
        yield Text(f"  {one['theory']}: {chosen}; beside it {others}; {one['status']['code']}.")
        yield Text(f"    selected: {one['selection']}. {one['status']['sentence']}")


def _situation(found: Found) -> Table:
    table = _table(
        "The situation on the first day (median, 5-95 %)",
        "number",
        "before any mechanism",
        "with all",
        "unit",
    )
    table.columns[0].no_wrap = True
    for row in found["situation"]:
        before, after = (
            f"{part['p50']:.3g} ({part['p5']:.3g}-{part['p95']:.3g})"
            for part in (row["before"], row["after"])
        )
        table.add_row(row["number"], before, after, row["unit"])
    return table
