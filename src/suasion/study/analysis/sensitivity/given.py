"""First-order variance shares from any draws: no design is needed, and totals cannot be had.

Draws are put into bins of one factor; the variance between the bins, less what chance puts there
(a bin's mean has an error), over the whole variance, is the factor's share. With M bins, N draws
and sums of squares between (B) and within (W) the bins,

    share = (B - (M - 1) W / (N - M)) / (B + W)

which is the adjusted correlation ratio. A factor that matters only together with others has a
share of 0 here.

References
----------
[PlischkeEtAl2013]_ for estimation from given data; [Kelley1935]_ for the adjustment.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from suasion.study.analysis.resampling import RESAMPLES, Interval, about
from suasion.study.analysis.sensitivity.designed import Designed, Shares
from suasion.study.analysis.table import Array, Table, Whole, sound

FEWEST_BINS, MOST_BINS, PER_BIN = 4, 60, 30
"""A bin has at least so many draws, where there are enough bins."""
BATCH = 20
"""Resamples whose weights are held at once."""


def from_draws(table: Table, result: Array, seed: int) -> Designed:
    """First-order shares with intervals.

    The interval is 1.96 bootstrap standard errors to either side: percentiles would be too high,
    because a sample drawn again has the chance differences of the first sample as well as its own.

    Parameters
    ----------
    table
        What was assumed in each draw. Where factors go together, each share holds what it tells
        of the others, and shares add up to no whole.
    result
        Shape (draws,); NaN for a draw that failed.
    seed
        Of the bootstrap.
    """
    table, result, failed = sound(table.varying(), result)
    variance = float(result.var()) if len(result) else 0.0
    if variance < 1e-24:
        rows = tuple(Shares(name, Interval(0.0, 0.0, 0.0), None) for name in table.names)
        return Designed(rows, table.draws, failed, variance, Interval(0.0, 0.0, 0.0))
    labels, counts = _labels(table)
    centred = (result - result.mean()) / result.std()
    share = _shares(labels, counts, centred, np.ones((1, table.draws)))[0]
    again = _resampled(labels, counts, centred, seed)
    rows = tuple(
        Shares(name, about(value, again[:, at]), None)
        for at, (name, value) in enumerate(zip(table.names, share.tolist(), strict=True))
    )
    ordered = tuple(sorted(rows, key=lambda row: -row.first.value))
    alone = about(float(share.sum()), again.sum(axis=1))
    return Designed(ordered, table.draws, failed, variance, alone)


def _labels(table: Table) -> tuple[Whole, Whole]:
    """Bin of each draw by factor, shape (factors, draws), and how many bins each factor has."""
    most = int(np.clip(table.draws // PER_BIN, FEWEST_BINS, MOST_BINS))
    labels, counts = [], []
    for name in table.names:
        distinct, place = np.unique(table.column(name), return_inverse=True)
        if len(distinct) > most:
            rank = np.argsort(np.argsort(table.column(name), kind="stable"), kind="stable")
            place, distinct = rank * most // table.draws, distinct[:most]
        labels.append(place)
        counts.append(len(distinct))
    return np.stack(labels), np.array(counts, dtype=np.intp)


def _resampled(labels: Whole, counts: Whole, centred: Array, seed: int) -> Array:
    """Shares under resampling, shape (resamples, factors)."""
    stream, draws = np.random.default_rng(seed), len(centred)
    found = []
    for start in range(0, RESAMPLES, BATCH):
        rows = stream.integers(draws, size=(min(BATCH, RESAMPLES - start), draws))
        weights = np.stack([np.bincount(row, minlength=draws) for row in rows])
        found.append(_shares(labels, counts, centred, weights.astype(float)))
    return np.concatenate(found)


def _shares(labels: Whole, counts: Whole, result: Array, weights: Array) -> Array:
    """Adjusted correlation ratios by sample and factor; `weights` are (samples, draws)."""
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    flat = labels + starts[:, None]
    size, draws = int(counts.sum()), len(result)
    columns = np.tile(np.arange(draws), len(labels))
    member = sparse.csr_array(
        (np.ones(flat.size), (flat.ravel(), columns)), shape=(size, draws), dtype=float
    )
    mass = (member @ weights.T).T
    sums = (member @ (weights * result).T).T
    mean = (weights @ result / draws)[:, None]
    total = (weights @ result**2)[:, None] - draws * mean**2
    parts = np.where(mass > 0, sums**2 / np.maximum(mass, 1), 0.0)
    between = np.add.reduceat(parts, starts, axis=1) - draws * mean**2
    filled = np.add.reduceat((mass > 0).astype(float), starts, axis=1)
    within = total - between
    found = (between - (filled - 1) * within / np.maximum(draws - filled, 1)) / total
    return np.asarray(found)
