"""Designs: strata, balance, order of rows, and that any part can be made alone."""

import numpy as np
import pytest
from SALib.analyze import morris as elementary_effects
from SALib.sample import sobol as salib
from scipy.stats import kstest, qmc, spearmanr

from suasion.study.designs import copula, factorial, latin_hypercube, morris, saltelli, sobol
from suasion.study.designs.copula import Pair
from suasion.study.designs.kinds import Factorial, LatinHypercube, Morris, Sobol
from suasion.study.designs.registry import chunk_for
from suasion.study.designs.streams import stream

NAMES = ["a", "b", "c", "d"]


def test_every_stratum_of_every_factor_has_one_draw() -> None:
    u = latin_hypercube.quantiles(NAMES, 7, 3, 500)
    assert u.min() >= 0
    assert u.max() < 1
    strata = np.sort(np.floor(u * 500), axis=1)
    assert np.array_equal(strata, np.tile(np.arange(500), (4, 1)))


def test_the_hypercube_is_as_even_as_scipys() -> None:
    ours = np.mean(
        [qmc.discrepancy(latin_hypercube.quantiles(NAMES, 7, k, 64).T) for k in range(40)]
    )
    theirs = np.mean([qmc.discrepancy(qmc.LatinHypercube(4, rng=k).random(64)) for k in range(40)])
    assert ours == pytest.approx(theirs, rel=0.1)  # means of 40, each with a spread of a fifth


def test_factors_and_chunks_are_independent() -> None:
    """Their correlations have the spread of no relation: 1 / sqrt(draws - 1)."""
    found = []
    for seed in range(20):
        u = np.concatenate([latin_hypercube.quantiles(NAMES, seed, k, 400) for k in (0, 1)])
        found.append(spearmanr(u.T).statistic[np.triu_indices(8, 1)])
    assert np.std(found) * np.sqrt(399) == pytest.approx(1, abs=0.1)  # 560 pairs: 0.03


def test_a_factor_more_leaves_the_others_as_they_were() -> None:
    some = latin_hypercube.quantiles(["a", "c"], 7, 0, 50)
    assert np.array_equal(some, latin_hypercube.quantiles(NAMES, 7, 0, 50)[[0, 2]])


def test_seed_chunk_and_name_each_make_another_stream() -> None:
    firsts = {
        stream(*which).random() for which in [(1, "a", 0), (2, "a", 0), (1, "b", 0), (1, "a", 1)]
    }
    assert len(firsts) == 4


def test_sobol_in_parts_is_the_whole_and_balanced() -> None:
    whole = sobol.sequence(5, 3, range(256))
    parts = [sobol.sequence(5, 3, part) for part in (range(1), range(1, 100), range(100, 256))]
    assert np.array_equal(np.concatenate(parts, axis=1), whole)
    counts = [np.bincount((row * 16).astype(int), minlength=16) for row in whole]
    assert np.all(np.array(counts) == 16)


def test_factorial_has_every_combination_once() -> None:
    rows = factorial.quantiles([3, 2, 4], range(24))
    levels = np.floor(rows * np.array([[3], [2], [4]])).astype(int)
    assert len({tuple(column) for column in levels.T}) == 24
    assert np.array_equal(factorial.quantiles([3, 2, 4], range(5, 9)), rows[:, 5:9])


@pytest.mark.parametrize("second_order", [False, True])
@pytest.mark.parametrize("groups", [["a", "b", "c", "d"], ["a", "rest", "c", "rest"]])
def test_rows_for_sobol_indices_are_salibs(groups: list[str], second_order: bool) -> None:
    problem = {"num_vars": 4, "names": NAMES, "bounds": [[0, 1]] * 4, "groups": groups}
    seed = stream(5, "sobol", 0)
    theirs = salib.sample(problem, 16, calc_second_order=second_order, seed=seed).T
    whole = range(16 * saltelli.rows_each(groups, second_order=second_order))
    assert np.array_equal(saltelli.quantiles(groups, 5, whole, second_order=second_order), theirs)
    part = saltelli.quantiles(groups, 5, range(7, 31), second_order=second_order)
    assert np.array_equal(part, theirs[:, 7:31])


def test_salib_reads_elementary_effects_of_a_line_exactly() -> None:
    rows = morris.quantiles(NAMES, 5, 2, 5 * 20, 6)
    assert rows.min() >= 0
    assert rows.max() <= 1
    problem = {"num_vars": 4, "names": NAMES, "bounds": [[0.0, 1.0]] * 4}
    slopes = np.array([1.0, 2.0, -3.0, 0.0])
    found = elementary_effects.analyze(problem, rows.T, slopes @ rows, num_levels=6)
    assert np.allclose(found["mu"], slopes)
    assert np.allclose(found["sigma"], 0)


def test_a_group_moves_as_one() -> None:
    rows = morris.quantiles(["a", "rest", "rest"], 5, 0, 3 * 40, 4).reshape(3, 40, 3)
    moved = np.diff(rows, axis=2) != 0
    assert np.all(moved[0].sum(axis=1) == 1)
    assert np.array_equal(moved[1], moved[2])
    assert np.all(moved[0] != moved[1])


def test_factors_go_together_as_their_ranks_say() -> None:
    pairs = [Pair("a", "b", 0.5), Pair("b", "c", -0.6)]
    u = latin_hypercube.quantiles(["a", "b", "c"], 1, 0, 20_000)
    joined = copula.joined(u, copula.matrix(pairs))
    found = spearmanr(joined.T).statistic
    wanted = np.array([[1, 0.5, 0], [0.5, 1, -0.6], [0, -0.6, 1]])
    assert np.abs(found - wanted).max() < 4 / np.sqrt(20_000)
    assert np.allclose(joined[0], u[0])
    assert all(kstest(row, "uniform").pvalue > 0.001 for row in joined)


def test_the_nearest_matrix_is_a_correlation_and_nearest() -> None:
    """Higham's example of 2002: 1, 1, 0 off the diagonal; known to four digits."""
    near = copula.nearest(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]]))
    assert copula.fits(near)
    assert np.allclose(near[np.triu_indices(3, 1)], [0.7607, 0.1573, 0.7607], atol=2e-4)


@pytest.mark.parametrize(
    ("design", "draws", "theories", "chunk"),
    [
        (LatinHypercube(kind="latin-hypercube"), 1_000_000, 9, 18_000),
        (LatinHypercube(kind="latin-hypercube"), 10_000, 9, 4500),
        (LatinHypercube(kind="latin-hypercube"), 100, 1, 100),
        (LatinHypercube(kind="latin-hypercube", chunk=64), 10_000, 9, 64),
        (Sobol(kind="sobol"), 2**20, 9, 17_100),
        (Factorial(kind="factorial"), 10_000, 1, 1000),
        (Morris(kind="morris"), 50_000, 1, 2001),
    ],
)
def test_chunks_are_whole_blocks(design: object, draws: int, theories: int, chunk: int) -> None:
    groups = ["a", "b"]
    assert chunk_for(design, draws, theories, groups) == chunk  # type: ignore[arg-type]
