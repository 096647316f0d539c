"""Quackenbush, Not Only Whether but Whom (2006): the two results of the abstract, as directions.

Deterrence succeeds most where the alliance is reliable; if one ally is the more reliable, it is the
one that is attacked. The payoffs are ours, so nothing else of the publication is tested.
"""

import itertools

import jax
import numpy as np
import pytest

from suasion.theory.library import three_party_deterrence as tpd

(MODEL,) = tpd.MODELS
ROUNDING = 1e-12


def draws(count, seed, *, equal_wars):
    random = np.random.default_rng(seed)
    m, c_sq = np.sort(random.uniform(-1, 1, (2, count)), axis=0)
    w_def, w_p = c_sq + random.uniform(0.01, 1, (2, count))
    rho = random.uniform(0, 1, (2, count))
    return c_sq, w_def, w_def if equal_wars else w_p, m, *rho


def chosen(c_sq, w_def, w_p, m, rho_def, rho_p):
    """Index of the best choice by playing both wars out: 0 nothing, 1 protege, 2 defender."""
    worth = [np.zeros_like(c_sq) + c_sq]
    for war, joins in ((w_p, rho_def), (w_def, rho_p)):
        worth.append(sum(p * (m if came else war) for came, p in ((1, joins), (0, 1 - joins))))
    return np.argmax(worth, axis=0)


def test_the_more_reliable_ally_is_attacked():
    c_sq, w_def, w_p, m, rho_def, rho_p = draws(10_000, 1, equal_wars=True)
    target = chosen(c_sq, w_def, w_p, m, rho_def, rho_p)
    attacked = target > 0
    assert 1000 < attacked.sum() < 9000
    np.testing.assert_array_equal((target == 2)[attacked], (rho_def > rho_p)[attacked])
    for i in range(0, 10_000, 50):
        found = MODEL.solve(
            c_sq=c_sq[i], w_def=w_def[i], w_p=w_p[i], m=m[i], rho_def=rho_def[i], rho_p=rho_p[i]
        )
        assert found.chosen.label == tpd.LABELS[target[i]]


def test_a_reliable_alliance_deters():
    """Raising both reliabilities never ends deterrence, and enough of both brings it."""
    c_sq, w_def, w_p, m, rho_def, rho_p = draws(10_000, 2, equal_wars=False)
    before = chosen(c_sq, w_def, w_p, m, rho_def, rho_p) == 0
    after = chosen(c_sq, w_def, w_p, m, (1 + rho_def) / 2, (1 + rho_p) / 2) == 0
    assert np.all(after[before])
    assert after.sum() > before.sum()
    assert np.all(chosen(c_sq, w_def, w_p, m, 1.0, 1.0) == 0)


def test_thresholds_of_both_allies_decide():
    c_sq, w_def, w_p, m, rho_def, rho_p = draws(10_000, 3, equal_wars=False)
    safe_protege = rho_def >= tpd.required_reliability(c_sq, w_p, m)
    safe_defender = rho_p >= tpd.required_reliability(c_sq, w_def, m)
    deterred = chosen(c_sq, w_def, w_p, m, rho_def, rho_p) == 0
    np.testing.assert_array_equal(deterred, safe_protege & safe_defender)


def test_neither_wishes_to_be_the_more_reliable():
    """With choices that may err, one's own reliability moves attacks from the ally to oneself."""
    c_sq, w_def, w_p, m, rho_def, rho_p = draws(1000, 4, equal_wars=False)
    more = np.minimum(rho_def + 0.1, 1)
    before, after = (
        np.asarray(
            tpd.choice_probabilities(c_sq, tpd.attack_values(w_def, w_p, m, rho, rho_p), 5.0)
        )
        for rho in (rho_def, more)
    )
    assert np.all(after[2] >= before[2])
    assert np.all(after[1] <= before[1])


def test_nobody_gains_by_another_choice():
    c_sq, w_def, w_p, m, rho_def, rho_p = draws(500, 5, equal_wars=False)
    names = ("c_sq", "w_def", "w_p", "m", "rho_def", "rho_p")
    for row in zip(c_sq, w_def, w_p, m, rho_def, rho_p, strict=True):
        found = MODEL.solve(**dict(zip(names, row, strict=True)))
        c, wd, wp, both, rd, rp = row
        best = max(c, (1 - rd) * wp + rd * both, (1 - rp) * wd + rp * both)
        assert found.chosen.values["challenger"] == pytest.approx(best, abs=ROUNDING)
        assert sum(found.chosen.outcomes.values()) == pytest.approx(1, abs=ROUNDING)


def test_indifference_returns_both_and_less_war_is_selected():
    # The threshold of either target is (0.9 - 0.5)/(0.9 - 0.1) = 1/2.
    found = MODEL.solve(c_sq=0.5, rho_def=0.5, rho_p=0.5)
    assert [one.label for one in found.equilibria] == list(tpd.LABELS)
    assert found.chosen.label == "deterrence"


def test_logit_goes_from_a_fair_draw_to_the_best_choice():
    fair = MODEL.solve("logit", lambda_ch=0.0).chosen
    assert fair.outcomes["status_quo"] == pytest.approx(1 / 3, abs=ROUNDING)
    sharp = MODEL.solve("logit", lambda_ch=1000.0).chosen
    assert sharp.strategies["attacks_defender"] == pytest.approx(1, abs=1e-9)
    assert sharp.outcomes["defender_joined"] == pytest.approx(0.4, abs=1e-9)


def test_outside_its_range_the_model_says_so():
    for change, words in (({"m": 0.5}, "m < c_sq"), ({"w_p": 0.3}, "c_sq < w_def and c_sq < w_p")):
        found = MODEL.solve(**change)
        assert found.status.code == "degenerate"
        assert words in found.status.sentence


def test_kernels_keep_any_shape_compiled_or_not_and_have_gradients():
    arguments = [x.reshape(5, 4) for x in draws(20, 6, equal_wars=False)]

    def chances(c_sq, w_def, w_p, m, rho_def, rho_p):
        return tpd.choice_probabilities(c_sq, tpd.attack_values(w_def, w_p, m, rho_def, rho_p), 5.0)

    eager, compiled = chances(*arguments), jax.jit(chances)(*arguments)
    assert eager.shape == (3, 5, 4)
    np.testing.assert_allclose(eager, compiled, rtol=ROUNDING)
    np.testing.assert_allclose(eager.sum(axis=0), 1, atol=ROUNDING)
    for i, j in itertools.product(range(5), range(4)):
        np.testing.assert_allclose(
            chances(*(x[i, j] for x in arguments)), eager[:, i, j], rtol=ROUNDING
        )
    point, step = [float(x[0, 0]) for x in arguments], 1e-6
    for k in range(6):
        slope = jax.grad(lambda *row: chances(*row)[0], argnums=k)(*point)
        up, down = ([x + (n == k) * s for n, x in enumerate(point)] for s in (step, -step))
        # A central difference errs by step squared plus rounding over step.
        assert float(slope) == pytest.approx(
            float((chances(*up)[0] - chances(*down)[0]) / (2 * step)), abs=1e-6
        )


def test_a_reduced_form_says_so():
    assert MODEL.reduced
    assert MODEL.page.startswith("Reduced form")
