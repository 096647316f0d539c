"""What the commands of analysis share: a study's draws as arrays, and what was asked of them."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from suasion.errors import InputError, Problem, UnknownName
from suasion.report.study.naming import words_of
from suasion.study.analysis.table import Array, Flags, Table, Whole
from suasion.study.factors import THEORY
from suasion.study.metrics import MET, metric
from suasion.study.plan import Plan
from suasion.study.running.starting import plan_of
from suasion.study.store.reading import read

CAUTION = (
    "Shares of futures are shares of assumptions under stated priors, not probabilities of events."
)
WORSE_WHEN_HIGH = ("hazard_before", "hazard_after", "incidents", "concession")
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
    """

    table: Table
    result: Array
    left_out: int


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
    """

    plan: Plan
    data: xr.Dataset
    table: Table
    seed: int
    done: int

    @property
    def kind(self) -> str:
        """The kind of its design."""
        return self.plan.study.design.kind

    def variants(self, named: Sequence[str]) -> tuple[str, ...]:
        """The variants asked for; none named means all."""
        known = [str(name) for name in self.data["variant"].values]
        for name in named:
            if name not in known:
                raise UnknownName("guarantee of this study", name, known)
        return tuple(dict.fromkeys(named)) or tuple(known)

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
        return _sound(table.at(rows), result[:, of[rows], rows])

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


def _sound(table: Table, result: Array) -> Futures:
    kept: Flags = np.asarray(np.isfinite(result).all(axis=0))
    if kept.sum() < 2:
        raise refused(
            "--metric",
            "",
            "is missing in all futures asked for but one at most",
            "Ask for another metric, theory or guarantee, or run more of the study",
        )
    return Futures(table.at(kept), result[:, kept], int((~kept).sum()))


def analysed(folder: Path, draws: int | None, seed: int) -> Analysed:
    """The study in a folder, the first so many of its draws."""
    data, plan = read(folder), plan_of(folder)
    of_blocks = plan.study.design.kind in ("saltelli", "morris")
    if draws is not None and of_blocks:
        message = f"cannot be cut: a {plan.study.design.kind} design counts only in whole blocks"
        raise refused("--draws", draws, message, "Leave --draws out")
    done = data.sizes["draw"]
    data = data.isel(draw=slice(draws or (None if of_blocks else MOST)))
    if data.sizes["draw"] < 2:
        message = "has fewer than two draws so far"
        raise refused(str(folder), "", message, f"Go on with it: suasion study resume {folder}")
    names = tuple(str(name) for name in data["factor"].values)
    words = words_of(plan.columns, plan.loaded, plan.stages)
    values = np.asarray(data["values"].values, dtype=float).T
    return Analysed(plan, data, Table(names, values, words), seed, done)


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


def plain(found: Any) -> Any:
    """Records as plain data: tuples as lists, what is not a number as None, four figures."""
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        fields = {one.name: getattr(found, one.name) for one in dataclasses.fields(found)}
        return plain(fields)
    if isinstance(found, Mapping):
        return {str(key): plain(value) for key, value in found.items()}
    if hasattr(found, "_asdict"):
        return plain(found._asdict())
    if isinstance(found, list | tuple):
        return [plain(one) for one in found]
    if isinstance(found, float | np.floating):
        return float(f"{found:.6g}") if math.isfinite(found) else None
    return found


def show_json(found: Any) -> None:
    """Print plain data as JSON."""
    json.dump(plain(found), sys.stdout, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def show_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as CSV, columns in the order in which they first come."""
    flat = [dict(_flat(plain(row))) for row in rows]
    columns = list(dict.fromkeys(name for row in flat for name in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(flat)
    sys.stdout.write(buffer.getvalue())


def _flat(node: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else key)
    else:
        yield prefix, "; ".join(map(str, node)) if isinstance(node, list) else node


def head_of(study: Analysed, name: str, futures: Futures) -> dict[str, Any]:
    """What every answer tells of where it comes from."""
    one = metric(name)
    return {
        "study": study.plan.study.study,
        "run": study.data.attrs.get("run"),
        "design": study.kind,
        "metric": name,
        "meaning": one.meaning,
        "draws_so_far": study.done,
        "draws_read": study.table.draws,
        "futures": futures.table.draws,
        "left_out": futures.left_out,
        "seed": study.seed,
        "caution": CAUTION,
    }
