"""`suasion explain`: from fact to mechanism to situation number, and each mechanism's share."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from suasion.cli.progress import bar
from suasion.describe.levers import apply
from suasion.describe.loading import load_case
from suasion.uncertainty.comparison import options_for
from suasion.uncertainty.explanation import explain


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
    parts = (_heading(found), _shares(found), *_way(found), _situation(found), *_equilibria(found))
    for part in parts:
        console.print(part, highlight=False)


def _heading(found: dict[str, Any]) -> Text:
    return Text(f"{found['title']} ({found['guarantee']})", style="bold")


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _way(found: dict[str, Any]) -> Iterator[Text]:
    """One paragraph a mechanism, in the order of their shares."""
    ranked = [row["mechanism"] for row in found["shapley"]["shares"]]
    order = ranked + [one["id"] for one in found["mechanisms"] if one["id"] not in ranked]
    yield Text("From fact to mechanism to situation number (median move on the link scale, 5-95 %)")
    for one in sorted(found["mechanisms"], key=lambda one: order.index(one["id"])):
        facts = "; ".join(f"{fact['path']} = {fact['said']}" for fact in one["facts"])
        moves = "; ".join(
            f"{move['number']} {move['p50']:+.2f} ({move['p5']:+.2f} to {move['p95']:+.2f})"
            for move in one["moves"]
        )
        yield Text(f"\n{one['title']} [{one['id']}]", style="bold")
        yield Text(f"  facts     {facts or 'see the case file'}")
        yield Text(f"  moves     {moves}")
        yield Text(f"  strength  {'; '.join(one['strengths'])}   theory {', '.join(one['theory'])}")


def _shares(found: dict[str, Any]) -> Table:
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


def _equilibria(found: dict[str, Any]) -> Iterator[Text]:
    """The equilibria of every theory on the first day of one draw."""
    yield Text("\nEquilibria on the first day, in the draw of the middling value of peace")
    for one in found["equilibria"]:
        labels = [play["label"] for play in one["equilibria"]]
        chosen = labels[one["selected"]] if labels else "none"
        others = ", ".join(label for label in labels if label != chosen) or "no other"
        yield Text(f"  {one['theory']}: {chosen}; beside it {others}; {one['status']['code']}.")
        yield Text(f"    selected: {one['selection']}. {one['status']['sentence']}")


def _situation(found: dict[str, Any]) -> Table:
    table = _table(
        "The situation on the first day (median, 5-95 %)",
        "number",
        "before any mechanism",
        "with all",
        "unit",
    )
    for row in found["situation"]:
        before, after = (
            f"{part['p50']:.3g} ({part['p5']:.3g}-{part['p95']:.3g})"
            for part in (row["before"], row["after"])
        )
        table.add_row(row["number"], before, after, row["unit"])
    return table
