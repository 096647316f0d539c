"""Orders and neighbours against the plain way of finding them."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.zone.findings import neighbours
from suasion.zone.findings.neighbours import near_pairs
from suasion.zone.findings.ordering import numbered, order_of, tied


@pytest.mark.parametrize("spread", [3, 1_000, 10**12])
def test_an_order_is_that_of_a_stable_sort(spread: int) -> None:
    rng = np.random.default_rng(spread)
    keys = rng.integers(-spread, spread, 5_000)
    for each in (keys, keys / 7):
        np.testing.assert_array_equal(order_of(each), np.argsort(each, kind="stable"))
    ordered = np.sort(keys)
    twice = {
        one for one, number in zip(*np.unique(keys, return_counts=True), strict=True) if number > 1
    }
    assert {int(at) for at in tied(ordered)} == {
        at for at, key in enumerate(ordered.tolist()) if key in twice
    }


def test_orders_of_nothing_are_empty() -> None:
    nothing = np.zeros(0, np.int64)
    assert [len(order_of(nothing)), len(tied(nothing)), len(numbered(nothing)[0])] == [0, 0, 0]


def test_numbers_are_those_of_numpy() -> None:
    keys = np.random.default_rng(1).integers(-40, 900, 3_000)
    for found, expected in zip(numbered(keys), np.unique(keys, return_inverse=True), strict=True):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("at_once", [1, 50, 2_000_000])
@pytest.mark.parametrize("size", [1.5, 6.0, 40.0])
def test_pairs_are_all_that_are_near(
    size: float, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against every pair compared with every other, cells and chunks of all sizes."""
    monkeypatch.setattr(neighbours, "AT_ONCE", at_once)
    rng = np.random.default_rng(2026)
    where = rng.uniform(-size, size, (220, 3))
    where[::9] = where[1::9][: len(where[::9])]
    where[::5] = np.round(where[::5])
    kind = rng.integers(0, 3, len(where))
    found = [
        pair
        for one, other in near_pairs(where, np.zeros_like(kind))
        for pair in zip(one.tolist(), other.tolist(), strict=True)
    ]
    apart = np.abs(where[:, None] - where[None]).max(axis=2)
    expected = {(int(i), int(j)) for i, j in np.argwhere(apart <= 1) if i < j}
    assert len(found) == len(set(found))
    assert set(found) == expected
    of_a_kind = {
        pair
        for one, other in near_pairs(where, kind)
        for pair in zip(one.tolist(), other.tolist(), strict=True)
    }
    assert of_a_kind == {(i, j) for i, j in expected if kind[i] == kind[j]}
