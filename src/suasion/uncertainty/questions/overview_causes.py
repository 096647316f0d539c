"""The overview's first causes of failure, and who is in office when it breaks."""

from __future__ import annotations

from suasion.mechanism.prior import Array
from suasion.term.years.axes import PLACES
from suasion.term.years.causes import CAUSES
from suasion.uncertainty.questions.answer import Column, Figure, Table
from suasion.uncertainty.questions.playing import Played, Run, shown

OFFICES = {"incumbent": "incumbent", "dove": "a dove", "hawk": "a hawk"}


def shares(one: Played, name: str) -> Array:
    """Shares of a first major attack by cause or by leader [1], over all futures and years."""
    total = one.stacked(name).sum(axis=(0, 2, 3))
    found: Array = total / max(total.sum(), 1e-300)
    return found


def cause_table(run: Run) -> Table:
    """Shares of major attacks by first cause, a column a guarantee."""
    found = {label: shares(one, "causes") for label, one in shown(run).items()}
    columns = [Column("cause", "first cause of a major attack", "text"), *_by_label(run)]
    rows = [
        {"cause": cause} | {label: float(values[at]) for label, values in found.items()}
        for at, cause in enumerate(CAUSES)
        if any(values[at] > 0 for values in found.values())
    ]
    return Table("causes", "Share of major attacks by first cause", columns, rows)


def _by_label(run: Run) -> list[Column]:
    return [Column(label, label, "share") for label in shown(run)]


def has_leader(run: Run) -> bool:
    """True where the leader may change under every guarantee."""
    return all(one.has("leader") for one in shown(run).values())


def office_table(run: Run) -> Table:
    """Shares of major attacks by the challenger's leader."""
    found = {label: shares(one, "office") for label, one in shown(run).items()}
    columns = [Column("leader", "in office when it breaks", "text"), *_by_label(run)]
    rows = [
        {"leader": OFFICES[name]} | {label: float(values[at]) for label, values in found.items()}
        for at, name in enumerate(PLACES["leader"])
    ]
    return Table("office", "Share of major attacks by the challenger's leader", columns, rows)


def cause_figure(run: Run) -> Figure:
    """Major attacks by the end of each year, by first cause."""
    per_year, rows = run.asked.wanted.per_year, []
    for label, one in shown(run).items():
        mass = one.stacked("causes").mean(axis=(0, 3)).cumsum(axis=1)[:, per_year - 1 :: per_year]
        for at, cause in enumerate(CAUSES):
            if mass[at, -1] > 0:
                rows += [
                    {"panel": label, "series": cause, "year": year, "mean": float(value)}
                    for year, value in enumerate([0.0, *mass[at]])
                ]
    title, caption = "Major attack so far, by first cause", "Mean over futures, summed up by year."
    return Figure("causes", "areas", title, "chance", caption, rows)
