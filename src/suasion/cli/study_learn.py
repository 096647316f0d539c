"""`suasion study learn`: what knowing one assumption before the choice is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from suasion.cli.study_analysed import (
    Analysed,
    analysed,
    better_high,
    head_of,
    named_metric,
    refused,
    sample_of,
)
from suasion.cli.study_plain import show_csv, show_json
from suasion.cli.study_printing import checked_plot, draw, head, meanings, say, spread, table
from suasion.report.study.naming import short
from suasion.report.study.sentences import figure, percent
from suasion.report.words import listed
from suasion.study.analysis.learning import Learned, Learning, Stretch, learned
from suasion.study.analysis.resampling import Interval
from suasion.study.analysis.table import Table

Options = Mapping[str, Any]
POINTS = 100
"""Worth is told in hundredths of the metric: points of a chance."""


def run(options: Options) -> None:
    """Work out, print and draw; `options` are those of the command, by name."""
    checked_plot(options["plot"])
    study = sample_of(analysed(options["folder"], options["draws"], options["seed"]))
    name = named_metric(study, options["metric"])
    _refuse(study)
    variants = study.variants(options["guarantee"] or [])
    if len(variants) < 2:
        message = "names only one guarantee, and a choice takes two"
        raise refused("--guarantee", variants[0], message, "Name more, or none for all")
    futures = study.futures(name, variants, options["theory"])
    result = futures.result if better_high(name) else -futures.result
    found = learned(futures.table, variants, result, options["seed"])
    told = head_of(study, name, futures, options["theory"]) | {
        "best": found.best,
        "everything": found.everything,
    }
    show(told, found, futures.table, options)
    if options["plot"] and not any(row.value.value > 0 for row in found.rows):
        say("Nothing to draw: no assumption is worth anything.")
    elif options["plot"]:
        from suasion.report.study.charts import learning

        title = "What knowing one assumption before the choice is worth"
        text = _sentence(found, told["unit"])
        draw(learning(found, options["most"], title), options["plot"], title, text)


def _refuse(study: Analysed) -> None:
    """Refuse a design whose futures are no sample to regress on."""
    if study.kind == "factorial":
        message = "has a factorial design, whose futures are a grid and not drawn from the priors"
        remedy = "Run it with a latin-hypercube or sobol design"
        raise refused(str(study.plan.study.study), "", message, remedy)


def show(told: Mapping[str, Any], found: Learned, table_: Table, options: Options) -> None:
    """Print in the form asked for."""
    if options["form"] == "json":
        show_json({**told, "factors": [_plain(row, table_) for row in found.rows]})
    elif options["form"] == "csv":
        show_csv([_plain(row, table_) for row in found.rows])
    else:
        _print(told, found, table_, options["most"])


def _plain(row: Learning, table_: Table) -> dict[str, Any]:
    return {
        "factor": row.factor,
        "value": row.value,
        "chance": row.chance,
        "counts": row.counts,
        "choice": _choices(row, table_),
    }


def _print(told: Mapping[str, Any], found: Learned, table_: Table, most: int) -> None:
    head(told, f"What is worth knowing before choosing by {told['meaning']}")
    say(_sentence(found, told["unit"]))
    counted = [row for row in found.rows if row.counts][:most]
    if not counted:
        say("No single assumption is worth more than chance would show: the choice stays.")
        return
    rows = [
        [
            short(row.factor),
            spread(Interval(*(POINTS * part for part in row.value))),
            _chance(POINTS * row.chance),
        ]
        for row in counted
    ]
    title = f"Worth in {_points(told['unit'])}, with 95 % intervals"
    table(title, ["factor", "worth", "by chance"], rows)
    for row in counted:
        say(f"{short(row.factor)}: {_choices(row, table_)}", 2)
    rest = sum(not row.counts for row in found.rows)
    say(f"\n{rest} more factors are worth no more than chance, or change no choice.\n")
    meanings([row.factor for row in counted])


def _chance(points: float) -> str:
    return f"{points:.2f}" if points >= 0.005 or not points else "under 0.01"


def _points(unit: str) -> str:
    """What a hundredth of the metric is called."""
    return "points" if unit == "1" else "hundredths a year"


def _sentence(found: Learned, unit: str) -> str:
    worth = f"{POINTS * found.everything:.1f} {_points(unit)}"
    return (
        f"Without learning anything {found.best} has the best mean. Knowing everything would be "
        f"worth {worth}; no single assumption can be worth more."
    )


def _choices(row: Learning, table_: Table) -> str:
    """Which candidate is best where, in words."""
    words = table_.words.get(row.factor)
    if words:
        return _by_word(row.stretches, words)
    return "; ".join(_stretch(one, row.stretches) for one in row.stretches)


def _stretch(one: Stretch, every: Sequence[Stretch]) -> str:
    share = percent(one.high_share - one.low_share)
    if len(every) == 1:
        return f"{one.candidate} everywhere"
    if one is every[0]:
        return f"{one.candidate} up to {figure(one.high)} ({share} of futures)"
    if one is every[-1]:
        return f"{one.candidate} above {figure(one.low)} ({share})"
    return f"{one.candidate} from {figure(one.low)} to {figure(one.high)} ({share})"


def _by_word(stretches: Sequence[Stretch], words: Sequence[str]) -> str:
    by: dict[str, list[str]] = {}
    for one in stretches:
        by.setdefault(one.candidate, []).append(words[int(one.low)])
    return "; ".join(f"{candidate} if {listed(said, 'or')}" for candidate, said in by.items())
