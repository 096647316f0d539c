"""Laws of the inspection models: one-shot game, visits and warning, attribute sampling."""

from itertools import pairwise

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import hypergeom

from suasion.theory.library import attribute_sampling as sampling
from suasion.theory.library import inspection_one_shot as one_shot
from suasion.theory.library import inspection_periodic as periodic

gambit = pytest.importorskip("pygambit", reason="the referee Gambit is not installed")

GAME, VISITS, SAMPLE = one_shot.MODELS[0], periodic.MODELS[0], sampling.MODELS[0]
NAMES = one_shot.InspectionPayoffs._fields
# Payoffs are below 10 and regret is judged to 1e-12 of them.
REGRET = 1e-9


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield


def random_games(count, seed=2002):
    """Errors and payoffs in their order; some errors and costs are exactly 0."""
    random = np.random.default_rng(seed)
    alpha, beta = random.uniform(0, 0.5, count), random.uniform(0, 1, count)
    b, d, e, a, gap, f, k = random.uniform(0.01, 5, (7, count))
    for errors in (alpha, beta, k, f, e):
        errors[random.uniform(size=count) < 0.1] = 0.0
    return np.column_stack([alpha, beta, b, d, e, a, a + gap, f, k * 0.3])


def table(game):
    """Payoffs of inspector and inspectee by (inspects, violates), written from the page."""
    alpha, beta, b, d, e, a, c, f, k = game
    inspector = [[0.0, -c], [-k - alpha * f, -k - (1 - beta) * a - beta * c]]
    inspectee = [[0.0, d], [-alpha * e, -(1 - beta) * b + beta * d]]
    return np.array(inspector), np.array(inspectee)


# --- One-shot game --------------------------------------------------------------------------


def test_nobody_gains_by_deviating_in_10000_games():
    games, rows = random_games(10_000), []
    for game in games:
        found = GAME.solve(**dict(zip(NAMES, game, strict=True)))
        assert found.status.code == "ok"
        rows += [
            (*table(game), *e.strategies.values(), *e.values.values()) for e in found.equilibria
        ]
    ours, theirs, x, y, value, other = (np.array(column) for column in zip(*rows, strict=True))
    mix = np.stack([1 - y, y], axis=1)[:, None, :], np.stack([1 - x, x], axis=1)[:, :, None]
    by_row, by_column = (ours * mix[0]).sum(axis=2), (theirs * mix[1]).sum(axis=1)
    assert len(x) >= len(games)
    assert (by_row.max(axis=1) - value).max() <= REGRET
    assert (by_column.max(axis=1) - other).max() <= REGRET
    assert np.abs((by_row * mix[1][:, :, 0]).sum(axis=1) - value).max() <= REGRET


def test_the_same_equilibria_as_gambit():
    for game in random_games(150, seed=7):
        found = GAME.solve(**dict(zip(NAMES, game, strict=True)))
        matrices = gambit.StrategicGame.from_arrays(*table(game))
        referee = gambit.nash.enummixed_solve(matrices, rational=False).equilibria
        expected = sorted(
            [float(list(profile[player])[1][1]) for player in matrices.players]
            for profile in referee
        )
        ours = sorted(list(e.strategies.values()) for e in found.equilibria)
        assert np.array(ours) == pytest.approx(np.array(expected), abs=1e-6)


def test_free_inspections_leave_a_whole_set():
    found = GAME.solve(k=0.0)
    assert [e.label for e in found.equilibria] == ["deterrence", "deterrence"]
    least, most = (e.strategies["inspects"] for e in found.equilibria)
    assert (least, most) == (pytest.approx(1 / (0.9 * 4.0)), 1.0)


def test_published_thresholds():
    for row in random_games(500, seed=11):
        game = one_shot.InspectionPayoffs(*row)
        legal, violation = table(row)[1][1]
        limit = one_shot.nondetection_limit(game)
        if abs(limit - game.beta) > 1e-9:
            assert (legal > violation) == (game.beta < limit)
    plain = one_shot.InspectionPayoffs(0.0, 0.2, 3.0, 1.0, 2.0, 0.0, 1.0, 0.5, 0.1)
    # Without false alarms inspection times detection is d/(b + d).
    assert one_shot.deterring_inspection(plain) * 0.8 == pytest.approx(1 / 4, abs=1e-15)


def test_an_announcement_never_hurts_and_is_the_best():
    grid = np.linspace(0, 1, 2001)
    for row in random_games(300, seed=5):
        game = dict(zip(NAMES, row, strict=True))
        led = GAME.solve("leadership", **game).chosen
        worst = max(e.values["inspector"] for e in GAME.solve(**game).equilibria)
        assert led.values["inspector"] >= worst - REGRET
        ours, theirs = table(row)
        answers = (1 - grid)[:, None] * theirs[0] + grid[:, None] * theirs[1]
        paid = (1 - grid)[:, None] * ours[0] + grid[:, None] * ours[1]
        best = np.where(answers >= answers.max(axis=1, keepdims=True), paid, -np.inf).max()
        assert led.values["inspector"] >= best - REGRET


def test_an_announcement_stops_violations_where_it_can():
    mixed, led = GAME.solve().chosen, GAME.solve("leadership").chosen
    assert mixed.strategies["violates"] > 0
    assert led.strategies["violates"] == 0
    assert led.strategies["inspects"] == pytest.approx(mixed.strategies["inspects"])
    # Where false alarms are ruinous, it is better not to inspect.
    assert GAME.solve("leadership", alpha=0.5, f=9.0).chosen.strategies["violates"] == 1


def test_directions():
    at = lambda **change: GAME.solve(**change).chosen.strategies  # noqa: E731
    assert at(d=1.5)["inspects"] > at()["inspects"] > at(b=4.0)["inspects"]
    assert at(k=0.2)["violates"] > at()["violates"] > at(c=2.0)["violates"]
    assert GAME.solve(k=5.0).chosen.label == "violation without inspection"
    assert GAME.solve(beta=0.9).chosen.label == "violation without inspection"
    assert GAME.solve(b=0.05).chosen.label == "violation in spite of inspection"
    assert GAME.solve(a=1.0, c=0.5).status.code == "degenerate"


def test_belief_after_an_alarm_follows_bayes():
    found = GAME.solve(alpha=0.2).chosen
    alarm = found.outcomes["false alarm"] + found.outcomes["detected violation"]
    true = found.outcomes["detected violation"] / alarm
    assert found.beliefs["violation_given_alarm"] == pytest.approx(true)


# --- Visits and warning ---------------------------------------------------------------------


def test_published_chances_of_notice():
    for days, chance in ((30.0, 0.91), (20.0, 0.77)):
        found = VISITS.solve(T=15.0, beta=0.3, B=days).chosen
        assert 1 - found.outcomes["not noticed"] == pytest.approx(chance, abs=1e-12)
    found = VISITS.solve("poisson", lambda_1=0.2, beta=0.3, B=10.0).chosen
    assert found.outcomes["not noticed"] == pytest.approx(np.exp(-1.4), abs=1e-14)
    assert found.strategies["mean_delay_days"] == pytest.approx(1 / 0.14)


@pytest.mark.parametrize("solver", ["periodic", "poisson"])
def test_notice_by_simulation(solver):
    random, draws, (T, beta, B, D, v, need) = (
        np.random.default_rng(7),
        200_000,
        (15, 0.3, 40, 30, 15, 20),
    )
    shape = (draws, 60)
    gaps = np.full(shape, float(T)) if solver == "periodic" else random.exponential(T, shape)
    if solver == "periodic":
        gaps[:, 0] = random.uniform(0, T, draws)
    first = np.argmax(random.uniform(size=shape) >= beta, axis=1)
    delay = np.cumsum(gaps, axis=1)[np.arange(draws), first]
    warning = np.maximum(B - delay, 0) + D / v
    given = {"T": T, "lambda_1": 1 / T, "beta": beta, "B": B, "D": D, "v": v, "t_need": need}
    found = VISITS.solve(solver, **{name: float(x) for name, x in given.items()}).chosen
    for share, name in (
        (np.mean(warning >= need), "noticed in time"),
        (np.mean(delay > B), "not noticed"),
    ):
        p = found.outcomes[name]
        assert abs(share - p) <= 4 * np.sqrt(p * (1 - p) / draws)
    assert abs(warning.mean() - found.values["mean warning"]) <= 4 * warning.std() / draws**0.5
    assert abs(delay.mean() - found.strategies["mean_delay_days"]) <= 4 * delay.std() / draws**0.5


@pytest.mark.parametrize("beta", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("B", [0.0, 7.0, 15.0, 52.0])
def test_mean_lead_is_the_integral_of_the_chance(B, beta):
    for noticed, lead, rule in (
        (periodic.noticed_periodic, periodic.mean_lead_periodic, 15.0),
        (periodic.noticed_poisson, periodic.mean_lead_poisson, 1 / 15.0),
    ):
        kinks = np.arange(0.0, B, 15.0)
        ends = [*kinks, B]
        area = sum(
            quad(lambda t, f=noticed, r=rule: float(f(t, r, beta)), low, high)[0]
            for low, high in pairwise(ends)
        )
        assert float(lead(B, rule, beta)) == pytest.approx(area, abs=1e-9)  # of the quadrature


def test_batch_jit_and_gradient_of_the_chances():
    days = jnp.linspace(0.5, 59.5, 60)
    for noticed, rule in ((periodic.noticed_periodic, 15.0), (periodic.noticed_poisson, 0.1)):
        chance = np.asarray(jax.jit(noticed)(days, rule, 0.3))
        alone = [float(noticed(day, rule, 0.3)) for day in days[::20]]
        assert np.abs(chance[::20] - alone).max() <= 1e-15
        assert np.all(np.diff(chance) > 0)
        assert chance.min() >= 0
        assert chance.max() <= 1
        slope = np.asarray(jax.vmap(jax.grad(noticed), (0, None, None))(days, rule, 0.3))
        step = 1e-5
        numeric = (noticed(days + step, rule, 0.3) - noticed(days - step, rule, 0.3)) / (2 * step)
        assert np.abs(slope - np.asarray(numeric)).max() <= 1e-9


def test_visits_that_never_notice_and_depth_that_suffices():
    for solver in VISITS.solvers:
        blind = VISITS.solve(solver, beta=1.0).chosen
        assert blind.outcomes["not noticed"] == 1
        assert blind.strategies["mean_delay_days"] == np.inf
        assert blind.values["mean warning"] == pytest.approx(20 / 14)
        deep = VISITS.solve(solver, D=1000.0).chosen.outcomes
        assert deep["noticed too late"] == 0
        late = VISITS.solve(solver, t_need=1000.0).chosen.outcomes
        assert late["noticed in time"] == 0
    assert VISITS.solve("poisson", lambda_1=0.0).chosen.outcomes["not noticed"] == 1


def test_regular_visits_notice_sooner_than_random_ones():
    days = jnp.linspace(1, 100, 100)
    regular = periodic.noticed_periodic(days, 15.0, 0.3)
    assert np.all(regular > periodic.noticed_poisson(days, 1 / 15, 0.3))


# --- Attribute sampling ---------------------------------------------------------------------


def test_chance_of_detection_is_hypergeometric():
    N, r, n = (
        x.ravel() for x in np.meshgrid([1.0, 10, 57, 1000], [0.0, 1, 7, 40], [0.0, 1, 9, 50])
    )
    fits = (r <= N) & (n <= N)
    N, r, n = N[fits], r[fits], n[fits]
    found = np.asarray(jax.jit(sampling.detection_probability)(N, r, n))
    # Logarithms of factorials up to 1000! are some 6e3: absolute error about 1e-12.
    assert np.abs(found - hypergeom.sf(0, N, r, n)).max() <= 1e-11
    for one in zip(N, r, n, found, strict=True):
        exact = SAMPLE.solve(N=one[0], r=one[1], n=one[2]).chosen.outcomes["detected"]
        assert exact == pytest.approx(one[3], abs=1e-11)
        assert exact == pytest.approx(float(sampling.detection_probability(*one[:3])), abs=1e-11)


def test_smallest_sample_by_trying_all():
    for items, falsified in ((1, 1), (12, 1), (40, 3), (40, 40), (200, 9)):
        chance = hypergeom.sf(0, items, falsified, np.arange(items + 1))
        assert sampling.smallest_sample(items, falsified, 1.0) == items - falsified + 1
        for wanted in (0.0, 0.1, 0.5, 0.9, 0.99):
            # A hair, for chances that meet the wanted one exactly.
            expected = int(np.argmax(chance >= wanted - 1e-12))
            assert sampling.smallest_sample(items, falsified, wanted) == expected
    # Where the chance is nearer to one than a float can tell, and where it is met exactly.
    assert sampling.smallest_sample(100_000, 3, 1.0) == 99_998
    assert sampling.smallest_sample(100_000, 5, 1.0) == 99_996
    assert sampling.smallest_sample(100, 1, 0.9) == 90


def test_directions_of_sampling():
    n = np.arange(0.0, 60.0)
    more = np.asarray(sampling.detection_probability(60.0, 4.0, n))
    assert np.all(np.diff(more) >= 0)
    assert more[0] == pytest.approx(0, abs=1e-12)  # logarithms of factorials
    assert more[-1] == 1
    r = np.arange(0.0, 60.0)
    assert np.all(np.diff(np.asarray(sampling.detection_probability(60.0, r, 10.0))) >= 0)
    # Drawing without putting back finds more than drawing with.
    assert np.all(more[2:] > 1 - (1 - n[2:] / 60) ** 4 - 1e-12)


def test_sampling_that_cannot_be_is_a_status():
    assert SAMPLE.solve(r=101.0).status.code == "degenerate"
    assert SAMPLE.solve(r=101.0).equilibria == ()
    nothing = SAMPLE.solve(r=0.0)
    assert nothing.status.code == "none-found"
    assert nothing.chosen.outcomes["detected"] == 0
