"""The report: one file that explains itself, needs no network, and can be run again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from suasion.mechanism.calendar import anchors
from suasion.report import assumptions, facts, figures, theories, values, weighed
from suasion.report.contribution_figure import contribution_figure
from suasion.report.contributions import contributions, shown
from suasion.report.embedded import as_script, plain, record
from suasion.report.findings import findings
from suasion.report.references import References
from suasion.report.tables import anchor_table, comparison_tables, noise_table
from suasion.report.words import Row
from suasion.report.writing import put
from suasion.uncertainty.comparison import Comparison
from suasion.uncertainty.manifest import manifest
from suasion.uncertainty.shapley import Shares

TEMPLATES = Path(__file__).parent / "templates"
FIGURES = 5
METHODS = ("Shapley1953", "CastroGomezTejada2009", "SaltelliEtAl2008")
Progress = Callable[[int, int], None]


def write(
    comparison: Comparison,
    summary: Row,
    path: Path,
    command: str,
    progress: Progress = lambda done, total: None,
) -> None:
    """Write the report of a comparison; nothing half-written is left behind.

    Parameters
    ----------
    comparison, summary
        The comparison and what `suasion.uncertainty.summary` makes of it.
    path
        The file, which is replaced if it exists.
    command
        The command line that gives these numbers.
    progress
        Called with steps done and steps in all.

    Raises
    ------
    FileRefused
        Where the file cannot be written.
    """
    put(path, page(comparison, summary, command, progress), "report")


def page(
    comparison: Comparison,
    summary: Row,
    command: str,
    progress: Progress = lambda done, total: None,
) -> str:
    """The report as HTML."""
    count = _counted(progress, len(shown(comparison)) + FIGURES)
    shares = contributions(comparison, count)
    drawings = _figures(comparison, summary, shares, count)
    references = References(comparison.loaded.works)
    run = manifest(comparison, command)
    context = _context(comparison, summary, references) | {"figures": drawings, "run": run}
    context["methods"] = {key: references.cite(key) for key in METHODS}
    context["bibliography"] = references.entries()
    carried = record(comparison, summary, run, references.cited)
    context["record"] = Markup(as_script(carried))
    context["manifest"] = json.dumps(plain(run), indent=2, ensure_ascii=False)
    return environment().get_template("report.html").render(context)


def _counted(progress: Progress, total: int) -> Callable[[], None]:
    done = [0]

    def count() -> None:
        done[0] += 1
        progress(done[0], total)

    return count


def _figures(
    comparison: Comparison, summary: Row, shares: Mapping[str, Shares], count: Callable[[], None]
) -> list[figures.Figure]:
    options = comparison.options
    makers: list[Callable[[], figures.Figure]] = [
        lambda: figures.survival_figure(comparison, summary),
        lambda: figures.theory_figure(comparison),
        lambda: figures.futures_figure(summary),
        lambda: contribution_figure(shares, options.draws, options.horizon),
        lambda: figures.views_figure(summary),
    ]
    found = []
    for make in makers:
        found.append(make())
        count()
    return found


def _context(comparison: Comparison, summary: Row, references: References) -> dict[str, Any]:
    """What the template reads; citing as it goes."""
    drawn = comparison.ensemble.sample.columns
    guarantees = comparison.loaded.guarantees
    groups = assumptions.priors(comparison, references)
    strengths = assumptions.mechanisms(comparison, references)
    return {
        "summary": summary,
        "case": comparison.loaded.case,
        "findings": findings(comparison, summary),
        "tables": comparison_tables(summary, comparison),
        "weighed": weighed.section(summary, references),
        "facts": [
            (
                guarantees[key],
                facts.rows(guarantees[key], drawn, references),
                _texts(guarantees[key], references),
            )
            for key in _described(comparison)
        ],
        "case_facts": facts.case_rows(comparison.loaded.case, references),
        "priors": groups,
        "mechanisms": strengths,
        "unsourced": assumptions.unsourced(groups, strengths),
        "weights": [
            (name, words, references.linked(why)) for name, words, why in assumptions.weights()
        ],
        "unknown_facts": values.unknown_facts(comparison, references),
        "constants": values.constant_numbers(references),
        "theories": theories.theories(summary, references),
        "anchor": anchor_table(summary["diagnosis"]["anchor"], anchors()),
        "anchor_sources": _record_sources(summary, references),
        "noise": noise_table(summary["diagnosis"]),
    }


def _described(comparison: Comparison) -> list[str]:
    """Guarantees that were asked for, and the baseline, to which they all are tied."""
    return list(comparison.found)


def _texts(guarantee: Any, references: References) -> list[tuple[str, Markup]]:
    return [
        (f"{one.title}, {one.where}" if one.where else one.title, references.cite(one.source))
        for one in guarantee.also
    ]


def _record_sources(summary: Row, references: References) -> Markup:
    found = [
        key
        for name in summary["diagnosis"]["anchor"]["record"]
        for key in anchors()[name]["source"]
    ]
    return references.cites(list(dict.fromkeys(found)))


def environment() -> Environment:
    """Templates in which everything is escaped that is not marked as ours."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
