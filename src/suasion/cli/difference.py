"""Two guarantees side by side in the terminal: facts, mechanisms, and the ranked chance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.table import Table
from rich.text import Text

from suasion.cli.sections import fitted, section_table
from suasion.cli.tables import spread

RANKED = {
    "horizon": "No major attack through {} years, given entry",
    "term": "No major attack through the term, given entry",
    "unconditional": "No major attack through {} years where entry is not given",
}


def difference_parts(summary: dict[str, Any], width: int) -> Iterator[Table | Text]:
    """Facts and mechanisms in which two guarantees differ, in a terminal of some width."""
    found, options = summary["difference"], summary["options"]
    first, second = found["guarantees"]
    title = f"{first} against {second}: facts that differ"
    facts = [(one["path"], one["first"], one["second"]) for one in found["facts"]]
    if facts:
        yield section_table(("fact", first, second), facts, width, title)
    moves = [
        (one["mechanism"], one["number"], one["first"], one["second"])
        for one in found["mechanisms"]
    ]
    if moves:
        heads = ("mechanism", "number that it moves", first, second)
        yield fitted(heads, moves, width, "Mechanisms that differ: median of each one's move")
    ranked = RANKED[options["rank_by"]].format(options["horizon_years"])
    yield Text(
        f"{ranked}: {first} less {second}, mean (5-95 % of draws) {spread(found['difference'])}"
    )
