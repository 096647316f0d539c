"""What the commands of analysis share: a study's draws as arrays, and what was asked of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from suasion.errors import InputError, Problem, UnknownName
from suasion.report.study.naming import words_of
from suasion.study.analysis.table import Array, Table, Whole, sound
from suasion.study.designs.saltelli import rows_each
from suasion.study.factors import THEORY
from suasion.study.metrics import MET, metric
from suasion.study.plan import Plan
from suasion.study.running.starting import plan_of
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import read_manifest
from suasion.study.store.reading import read
from suasion.study.store.shape import Shape
from suasion.study.store.status import changed_inputs

CAUTION = (
    "Shares of futures are shares of assumptions under stated priors, not probabilities of events."
)
WORSE_WHEN_HIGH = ("hazard_before", "hazard_after", "incidents", "concession")
BLOCKS = ("saltelli", "morris")
"""Designs whose draws count only in whole blocks."""
MOST = 100_000
"""Draws that are read where nothing else is asked for: more change the third figure."""
HOLDS = 0.9
"""A chance counts as holding from here on unless another threshold is given."""


def refused(option: str, value: object, message: str, remedy: str) -> InputError:
    """The error for an option that does not fit the study."""
    return InputError([Problem(option, 0, 0, "", str(value), message, remedy)])


@dataclasses.dataclass(frozen=True)
class Futures:
    """Some futures of a study: what was assumed, and what came of it.

    Parameters
    ----------
    table
        What was assumed, the theory among it where it differs between the futures.
    result
        Shape (variants, draws).
    left_out
        Futures in which something is missing.
    met
        Share of futures in which the case without a guarantee meets the base rate drawn.
    """

    table: Table
    result: Array
    left_out: int
    met: float


@dataclasses.dataclass(frozen=True)
class Analysed:
    """A study that is looked into.

    Parameters
    ----------
    plan
        Its plan.
    data
        Its draws so far, those asked for.
    table
        What was assumed in them.
    seed
        Of everything drawn by lot here.
    done
        Draws that the study has so far.
    sampled
        Whether only those draws of a Saltelli design are here that are a sample.
    """

    plan: Plan
    data: xr.Dataset
    table: Table
    seed: int
    done: int
    sampled: bool = False

    @property
    def kind(self) -> str:
        """The kind of its design."""
        return self.plan.study.design.kind

    def variants(self, named: Sequence[str]) -> tuple[str, ...]:
        """The variants asked for; a guarantee means all its settings, and none named means all."""
        known = [str(name) for name in self.data["variant"].values]
        found: list[str] = []
        for name in named:
            meant = [one for one in known if name in (one, one.partition("[")[0])]
            if not meant:
                raise UnknownName("guarantee of this study", name, known)
            found += [name] if name in meant else meant
        return tuple(dict.fromkeys(found)) or tuple(known)

    def theories(self) -> tuple[str, ...]:
        """The theories that were played."""
        return self.plan.stages

    def whole(self, name: str, variants: Sequence[str]) -> Array:
        """A metric of some variants, shape (variants, theories on the axis, draws)."""
        return np.asarray(self.data[name].sel(variant=list(variants)).values, dtype=float)

    def futures(self, name: str, variants: Sequence[str], theory: str | None = None) -> Futures:
        """The futures under one theory, or each under its own.

        Where every draw was played under every theory, each takes one of them by lot, so that
        futures stay independent of each other.
        """
        result, table = self.whole(name, variants), self._bearing(variants)
        if theory is not None and theory not in self.plan.stages:
            raise UnknownName("theory of this study", theory, list(self.plan.stages))
        rows = np.arange(table.draws)
        if self.plan.drawn and theory is not None:
            at = self.plan.stages.index(theory)
            rows = np.flatnonzero(table.column(THEORY) == at)
        of = self._axis(theory)
        if len(self.plan.theories) > 1 and theory is None:
            words = dict(table.words) | {THEORY: self.plan.stages}
            values = np.column_stack([table.values, of])
            table = Table((*table.names, THEORY), values, words)
        met = self.whole(MET, variants[:1])[0]
        found = np.concatenate([result[:, of[rows], rows], met[None, of[rows], rows]])
        return _sound(table.at(rows), found, variants)

    def _bearing(self, variants: Sequence[str]) -> Table:
        """The table without facts of guarantees that are not asked for."""
        asked = {variant.partition("[")[0] for variant in variants}
        asked.add(self.plan.loaded.case.baseline)
        others = tuple(f"fact:{key}." for key in self.plan.loaded.guarantees if key not in asked)
        return self.table.only([n for n in self.table.names if not n.startswith(others or "-")])

    def _axis(self, theory: str | None) -> Whole:
        """The place on the theory axis that each draw is read at."""
        draws, count = self.table.draws, len(self.plan.theories)
        if count == 1:
            return np.zeros(draws, dtype=np.intp)
        if theory is not None:
            return np.full(draws, self.plan.theories.index(theory), dtype=np.intp)
        lot = np.random.default_rng([self.seed, 4]).permutation(draws)
        return np.asarray(lot % count, dtype=np.intp)


def _sound(table: Table, found: Array, variants: Sequence[str]) -> Futures:
    """Futures without those in which anything is missing; the last row says what is met."""
    kept, result, left_out = sound(table, found)
    if kept.draws < 2:
        missing = np.isnan(found[:-1]).sum(axis=1)
        worst = variants[int(missing.argmax())]
        raise refused(
            "--metric",
            worst,
            "is missing in all futures asked for but one at most",
            "Leave that guarantee out, ask for another metric or theory, or run more of the study",
        )
    return Futures(kept, result[:-1], left_out, float(result[-1].mean()))


def sample_of(study: Analysed) -> Analysed:
    """The draws of a study that are a sample of what is assumed.

    Of a block of a Saltelli design these are the first and the last; the others repeat them in all
    factors but one, or in one, so that halves and resamples of all draws would know each other.

    Raises
    ------
    InputError
        For a Morris design, whose draws lie on a grid that reaches both ends of every prior.
    """
    if study.kind == "morris":
        message = "has a morris design, whose futures are not drawn from the priors"
        remedy = "Run it with a latin-hypercube or sobol design"
        raise refused(str(study.plan.study.study), "", message, remedy)
    if study.kind != "saltelli":
        return study
    design: Any = study.plan.study.design
    each = rows_each(study.plan.groups, second_order=design.second_order)
    place = study.data["draw"].values % each
    rows = np.flatnonzero((place == 0) | (place == each - 1))
    data, table = study.data.isel(draw=rows), study.table.at(rows)
    return dataclasses.replace(study, data=data, table=table, sampled=True)


def analysed(folder: Path, draws: int | None, seed: int) -> Analysed:
    """The study in a folder, the first so many of its draws."""
    data = read(folder)
    plan = _own_plan(folder)
    of_blocks = plan.study.design.kind in BLOCKS
    if draws is not None and of_blocks:
        message = f"cannot be cut: a {plan.study.design.kind} design counts only in whole blocks"
        raise refused("--draws", draws, message, "Leave --draws out")
    done = data.sizes["draw"]
    if plan.study.design.kind == "factorial" and done < plan.draws:
        message = f"has {done:,} of the {plan.draws:,} draws of its grid, and a part is no grid"
        raise refused(str(folder), "", message, f"Go on with it: suasion study resume {folder}")
    data = data.isel(draw=slice(draws or (None if of_blocks else MOST)))
    if data.sizes["draw"] < 2:
        message = "has fewer than two draws so far"
        raise refused(str(folder), "", message, f"Go on with it: suasion study resume {folder}")
    names = tuple(str(name) for name in data["factor"].values)
    words = words_of(plan.columns, plan.loaded, plan.stages)
    values = np.asarray(data["values"].values, dtype=float).T
    return Analysed(plan, data, Table(names, values, words), seed, done)


def _own_plan(folder: Path) -> Plan:
    """The plan that the draws of a folder were made by."""
    record = read_manifest(Layout(folder).manifest)
    changed = changed_inputs(folder, record)
    if changed:
        message = f"inputs/{', inputs/'.join(changed)} changed since the draws were made"
        remedy = f"Put back what was there, or start anew: suasion study run {Layout(folder).study}"
        raise refused(str(folder), "", message, remedy)
    plan = plan_of(folder)
    if Shape.of(plan) != record.shape:
        message = "has draws of other factors or metrics than this version of suasion plans"
        remedy = f"Use suasion {record.suasion}, which made it, or run it anew into another folder"
        raise refused(str(folder), "", message, remedy)
    return plan


def named_metric(study: Analysed, name: str) -> str:
    """A metric of the study that can be looked into."""
    known = [one for one in study.plan.metrics if one != MET]
    if name not in known:
        raise UnknownName("metric of this study", name, known)
    return name


def better_high(name: str) -> bool:
    """Whether more of a metric is better."""
    return name not in WORSE_WHEN_HIGH


def threshold(name: str, below: float | None, above: float | None) -> float:
    """From where on, or up to where, a metric is good enough."""
    if better_high(name):
        if above is not None:
            message = f"does not fit {name}, of which more is better"
            raise refused("--above", above, message, "Use --below, e.g. --below 0.9")
        return HOLDS if below is None else below
    if below is not None or above is None:
        message = f"{name} is a rate or chance of which less is better: it fails above a threshold"
        remedy = "Give that threshold, e.g. --above 0.02"
        raise refused("--below" if above is None else "--above", below or "", message, remedy)
    return above


def notes(study: Analysed, met: float, theory: str | None) -> Iterator[str]:
    """What to mind of the futures of an answer.

    Parameters
    ----------
    met
        Share of them whose baseline meets its base rate.
    theory
        The one asked for.
    """
    if study.done < study.plan.draws:
        yield f"The study is not finished: {study.done:,} of {study.plan.draws:,} draws are there."
    if study.sampled:
        yield (
            "Of each block of the Saltelli design the two draws that are a sample are read, "
            f"{study.table.draws:,} of {study.done:,}."
        )
    if study.kind == "factorial":
        yield "A factorial design: shares and extremes are those of its grid, combinations alike."
    if len(study.plan.theories) > 1 and theory is None:
        whole = study.kind in BLOCKS and not study.sampled
        rule = "the mean over theories is looked at" if whole else "each future takes one by lot"
        yield f"Every draw was played under every theory: {rule}."
    if study.plan.pairs:
        count = len(study.plan.pairs)
        told = "A pair of factors goes" if count == 1 else f"{count} pairs of factors go"
        yield f"{told} together here: what is said of one is in part what the other does."
    if met < 1:
        yield (
            f"The base rate drawn is met in {met:.1%} of these futures; in the others the model "
            "comes as near to it as it can."
        )


def head_of(study: Analysed, name: str, futures: Futures, theory: str | None) -> dict[str, Any]:
    """What every answer tells of where it comes from."""
    one = metric(name)
    return {
        "study": study.plan.study.study,
        "run": study.data.attrs.get("run"),
        "design": study.kind,
        "metric": name,
        "meaning": one.meaning,
        "unit": one.unit,
        "theory": theory,
        "draws_so_far": study.done,
        "draws_read": study.table.draws,
        "futures": futures.table.draws,
        "left_out": futures.left_out,
        "base_rate_met": futures.met,
        "seed": study.seed,
        "notes": list(notes(study, futures.met, theory)),
        "caution": CAUTION,
    }
