"""Agent quantal responses of trees: Gambit, simulation, closed forms, and the two solvers.

Gambit is an independent referee and no dependency. It has one precision for all players, so it gets
every player's payoffs times that player's precision.
"""

import importlib.util
import os
from functools import cache, partial
from itertools import islice
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import expit

from suasion.theory.library import egame12, egame122, egame123
from suasion.theory.solvers.backward import solve_backwards
from suasion.theory.solvers.batch_march import march
from suasion.theory.solvers.beliefs import incidence
from suasion.theory.solvers.core_responses import Game
from suasion.theory.solvers.feedback import core
from suasion.theory.solvers.private_information import private_information
from suasion.theory.solvers.quantal_response import principal, quantal_response, slopes
from suasion.theory.solvers.responses import chances
from suasion.theory.tree.expression import NUMPY
from suasion.theory.tree.numbers import Numbers, numbers
from suasion.theory.tree.reading import packaged, read_game
from suasion.theory.tree.structure import certain, solvable_backwards

TREES = int(os.environ.get("SUASION_QUANTAL_TREES", "1000"))
DRAWS = 300
AGREE = 1e-8
# Fine steps of Gambit's own path, for games in which its default steps are not exact enough.
FINE = {"first_step": 0.0003, "max_accel": 1.01}
ROUNDING = 1e-12


@cache
def helpers():
    """tests/theory/gambit_games.py."""
    path = Path(__file__).with_name("gambit_games.py")
    spec = importlib.util.spec_from_file_location("_gambit_games", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gambit():
    return pytest.importorskip("pygambit", reason="the referee Gambit is not installed")


def ours(tree, own, rates):
    """Chances by information set, and the residual of the fixed point in log-odds."""
    if solvable_backwards(tree):
        return solve_backwards(tree, own, rates).strategies, 0.0
    branch, chances = principal(tree, own, rates)
    assert branch.reached
    gap = slopes(tree, own, rates)(branch.z, 1.0).value
    return chances, np.max(np.abs(gap)) / (1 + np.max(np.abs(branch.z)))


def theirs(gambit, tree, own, rates, **steps):
    game = helpers().in_gambit(gambit, tree, own, rates)
    (point,) = gambit.qre.logit_solve_lambda(game, lam=[1.0], **steps)
    return helpers().chances_of(tree, point.profile)


def gap(one, other):
    return max(
        float(np.max(np.abs(np.array(a, dtype=float) - b))) for a, b in zip(one, other, strict=True)
    )


def disagreement(gambit, tree, own, rates):
    """Largest difference in any chance; Gambit goes by fine steps where its own do not do."""
    found, residual = ours(tree, own, rates)
    assert residual < ROUNDING
    rough = gap(found, theirs(gambit, tree, own, rates))
    if rough < AGREE:
        return rough, False
    return gap(found, theirs(gambit, tree, own, rates, **FINE)), True


def test_random_trees_agree_with_gambit(random_tree, gambit):
    count, backwards, fine, largest = 0, 0, 0, 0.0
    for seed in range(TREES):
        tree = random_tree(seed)
        if not tree.information:
            continue
        rates = np.random.default_rng(seed).uniform(0.5, 8, len(tree.players)).tolist()
        away, again = disagreement(gambit, tree, numbers(tree, {}, NUMPY), rates)
        assert away < AGREE, seed
        count, fine, largest = count + 1, fine + again, max(largest, away)
        backwards += solvable_backwards(tree)
    print(
        f"{count} trees, {backwards} backwards, {fine} with fine steps, largest gap {largest:.1e}"
    )
    assert count > 0.9 * TREES
    # Gambit's own steps do for nearly all: the rest are not explained away.
    assert fine <= 0.01 * count + 1


@pytest.mark.parametrize("precision", [1.0, 5.0, 20.0])
def test_shipped_games_agree_with_gambit(shipped_trees, gambit, precision):
    for tree in shipped_trees:
        values = {one.name: one.default for one in tree.parameters}
        if tree.free_names - values.keys():
            continue
        own = numbers(tree, values, NUMPY)
        away, _ = disagreement(gambit, tree, own, [precision] * len(tree.players))
        assert away < AGREE, tree.id


# --- The compiled solver --------------------------------------------------------------------


def drawn(tree, count, seed):
    """Parameters around their defaults, chances from 0.1 to 0.9, and precisions."""
    random = np.random.default_rng(seed)
    values = {
        one.name: random.uniform(0.1, 0.9, count)
        if one.name.startswith("p_")
        else one.default + random.normal(0, 0.1, count)
        for one in tree.parameters
    }
    return values, [random.uniform(0.5, 30, count) for _ in tree.players]


def marched(tree, values, rates):
    found = quantal_response(tree, numbers(tree, values), rates)
    return found.played.strategies, found.played.values, found.reached


def test_the_batch_is_the_principal_branch():
    tree = packaged("unilateral_deterrence")
    assert not solvable_backwards(tree)
    values, rates = drawn(tree, DRAWS, 7)
    batch = jax.jit(partial(marched, tree))(values, rates)
    assert np.all(batch[2])
    for i in range(0, DRAWS, 3):
        one = {key: value[i] for key, value in values.items()}
        branch, chances = principal(tree, numbers(tree, one, NUMPY), [rate[i] for rate in rates])
        assert branch.reached
        assert gap(chances, [np.array([move[i] for move in row]) for row in batch[0]]) < AGREE


SIGNAL = """
game: signal
title: A guarantor that may show its hand
players: [challenger, guarantor]
parameters: {p: 0.4, calm: 0.0, force: 0.1, shame: 0.5, spoils: 0.3, war: -0.4}
types: {guarantor: {firm: p, soft: 1 - p}}
nodes:
  send: {player: guarantor, actions: {signal: seen, none: unseen}}
  seen: {player: challenger, actions: {wait: SHOWN, attack: help}}
  unseen: {player: challenger, actions: {wait: CALM, attack: rescue}}
  help: {player: guarantor, actions: {fight: SHIELD, abandon: SHAMED}}
  rescue: {player: guarantor, actions: {fight: WAR, abandon: ALONE}}
outcomes:
  SHOWN: {payoffs: {challenger: calm, guarantor: {firm: -force, soft: -3 * force}}}
  CALM: {payoffs: {challenger: calm, guarantor: 0}}
  SHIELD: {payoffs: {challenger: war, guarantor: {firm: -0.6, soft: -2.3}}}
  SHAMED: {payoffs: {challenger: spoils, guarantor: {firm: -1 - shame, soft: -1.3 - shame}}}
  WAR: {payoffs: {challenger: war, guarantor: {firm: -0.5, soft: -2}}}
  ALONE: {payoffs: {challenger: spoils, guarantor: -1}}
"""


def test_folds_are_passed_in_a_batch():
    """Sharp signalling games, in some of which the branch turns back on its way."""
    tree, random, count = read_game(SIGNAL, "signal.yaml"), np.random.default_rng(3), 10_000
    values = {one.name: one.default + random.normal(0, 0.3, count) for one in tree.parameters}
    values["p"] = random.uniform(0.05, 0.95, count)
    rates = [np.exp(random.uniform(np.log(0.5), np.log(200), count)) for _ in tree.players]
    played, _, reached = jax.jit(partial(marched, tree))(values, rates)
    assert np.all(reached)
    game = Game(tree, "logit", numbers(tree, values), tuple(map(jnp.asarray, rates)))
    strayed = np.flatnonzero(~jax.jit(lambda: march(game, (count,)).kept)())
    folds = 0
    for i in strayed[:150]:
        one = {key: value[i] for key, value in values.items()}
        branch, chances = principal(tree, numbers(tree, one, NUMPY), [rate[i] for rate in rates])
        folds += branch.folds
        assert branch.reached
        assert gap(chances, [np.array([move[i] for move in row]) for row in played]) < AGREE
    assert folds > 2


def test_slopes_of_the_branch_are_the_differences():
    tree = read_game(SIGNAL, "signal.yaml")
    point = {one.name: one.default for one in tree.parameters}

    def fought(calm):
        found = quantal_response(tree, numbers(tree, point | {"calm": calm}), [4.0, 4.0])
        return found.played.outcomes(tree)[4]

    compiled, step = jax.jit(fought), 1e-5
    slope = (compiled(0.1 + step) - compiled(0.1 - step)) / (2 * step)
    assert float(jax.jit(jax.grad(fought))(0.1)) == pytest.approx(float(slope), abs=1e-8)


def test_games_on_random_trees_follow_their_branch(random_tree):
    trees = (random_tree(seed, terminals=(5, 9)) for seed in range(1000))
    for tree in islice((one for one in trees if not solvable_backwards(one)), 2):
        own, rates = noisy(tree, 40, 4)
        found = jax.jit(lambda own, rates, tree=tree: quantal_response(tree, own, rates))(
            own, rates
        )
        assert np.all(found.reached)
        for i in range(40):
            one = [tuple(float(x[i]) for x in row) for row in own.payoffs]
            single = [float(rate[i]) for rate in rates]
            branch, chances = principal(tree, Numbers(tuple(one), own.chances), single)
            assert branch.reached
            rows = [np.array([move[i] for move in row]) for row in found.played.strategies]
            assert gap(chances, rows) < AGREE


def test_without_its_core_no_set_needs_itself(random_tree):
    """Every set but those of the core comes after all whose strategies its responses read."""
    for seed in range(200):
        tree = random_tree(seed)
        found = core(tree)
        assert set(found.sets).isdisjoint(found.rest)
        assert {*found.sets, *found.rest} == set(range(len(tree.information)))
        known = set(found.sets)
        for at in found.rest:
            below = {
                tree.nodes[node].information
                for member in tree.information[at].members
                for node in beneath(tree, member)
            }
            beliefs = {held for one in found.members[at] for held, _ in one.moves}
            assert (below | beliefs) - {-1} <= known
            known.add(at)
        assert bool(found.sets) <= (not solvable_backwards(tree))


def beneath(tree, at):
    """Nodes that follow a node."""
    return [below for child in tree.nodes[at].children for below in (child, *beneath(tree, child))]


def backwards_trees(random_tree, count, most):
    """Trees of some size in which a set has three actions or more."""
    trees = (random_tree(seed, hidden=0.3, terminals=(5, most)) for seed in range(1000))
    wide = (one for one in trees if max((len(i.actions) for i in one.information), default=0) > 2)
    return list(islice(filter(solvable_backwards, wide), count))


def noisy(tree, count, seed):
    """Numbers of a tree with random payoffs, `count` of them."""
    random = np.random.default_rng(seed)
    own = numbers(tree, {}, NUMPY)
    payoffs = tuple(
        tuple(float(x) + random.normal(0, 1, count) for x in row) for row in own.payoffs
    )
    return Numbers(payoffs, own.chances), [random.uniform(0.5, 3, count) for _ in tree.players]


@pytest.mark.parametrize("family", ["logit", "probit"])
def test_backward_induction_in_batches_compiled_and_one_by_one(random_tree, family):
    for tree in backwards_trees(random_tree, 2, 9):
        own, rates = noisy(tree, 5, 1)

        def solve(own, rates, tree=tree):
            return solve_backwards(tree, own, rates, family, jnp).strategies

        batch, eager = jax.jit(solve)(own, rates), solve(own, rates)
        for i in range(5):
            payoffs = tuple(tuple(float(x[i]) for x in row) for row in own.payoffs)
            single = [float(rate[i]) for rate in rates]
            one = solve_backwards(tree, Numbers(payoffs, own.chances), single, family).strategies
            for found in (batch, eager):
                assert gap(one, [np.array([move[i] for move in row]) for row in found]) < ROUNDING


@pytest.mark.parametrize("family", ["logit", "probit"])
def test_gradient_of_backward_induction_is_the_difference(random_tree, family):
    for tree in backwards_trees(random_tree, 2, 6):
        own, rates = noisy(tree, 1, 2)
        flat, shape = jax.tree.flatten((own.payoffs, rates))
        point = np.concatenate(flat)

        def total(vector, tree=tree, own=own, shape=shape):
            payoffs, rates = jax.tree.unflatten(shape, list(vector))
            play = solve_backwards(tree, Numbers(payoffs, own.chances), rates, family, jnp)
            leaves = jax.tree.leaves((play.strategies, play.values))
            return sum(weight * leaf for weight, leaf in enumerate(leaves, 1)) / len(leaves)

        compiled, step = jax.jit(total), 1e-5
        slope = jax.jit(jax.grad(total))(jnp.asarray(point))
        differences = [
            (compiled(point + step * unit) - compiled(point - step * unit)) / (2 * step)
            for unit in np.eye(len(point))
        ]
        # A central difference errs by step squared plus rounding over step: some 1e-9 here.
        np.testing.assert_allclose(slope, differences, atol=1e-7, rtol=1e-7)


# --- Shocks that are drawn ------------------------------------------------------------------

SHOTS = 200_000
# Five standard deviations of a mean of that many 0 and 1.
SPREAD = 5 * 0.5 / np.sqrt(SHOTS)


def test_probit_is_what_shocks_do(random_tree):
    """Between actions of any number: normal shocks of variance one half, times 1/precision."""
    random, widths = np.random.default_rng(3), set()
    for tree in backwards_trees(random_tree, 6, 40):
        own, rates = numbers(tree, {}, NUMPY), [0.7] * len(tree.players)
        play = solve_backwards(tree, own, rates, "probit")
        for at, one in enumerate(tree.information[:6]):
            shocks = random.normal(0, np.sqrt(0.5) / 0.7, (SHOTS, len(one.actions)))
            best = (mean_after(tree, own, play, at) + shocks).argmax(axis=1)
            shares = np.bincount(best, minlength=len(one.actions)) / SHOTS
            np.testing.assert_allclose(shares, play.strategies[at], atol=SPREAD)
            widths.add(len(one.actions))
    assert {2, 3} <= widths


def mean_after(tree, own, play, at):
    """Expected payoff of the mover after each action of a set, from the nodes themselves."""
    one = tree.information[at]
    paid = dict(zip(tree.terminals, own.payoffs, strict=True))

    def worth(node):
        if node in paid:
            return float(paid[node][one.player])
        inner = tree.nodes[node]
        chances = own.chances[node] or play.strategies[inner.information]
        return sum(c * worth(child) for c, child in zip(chances, inner.children, strict=True))

    weights = [weight(tree, own, member) for member in one.members]
    shares = np.array(weights) / sum(weights)
    each = [[worth(child) for child in tree.nodes[m].children] for m in one.members]
    return shares @ np.array(each)


def weight(tree, own, at):
    """Chance of a node by chance moves alone."""
    found = 1.0
    while (parent := tree.nodes[at].parent) >= 0:
        if own.chances[parent]:
            found *= own.chances[parent][tree.nodes[parent].children.index(at)]
        at = parent
    return found


STRATEGIC = {
    "egame12": (
        egame12.egame12,
        egame12.Egame12Utilities,
        """
nodes:
  first: {player: one, actions: {stop: o1, go: second}}
  second: {player: two, actions: {concede: o3, resist: o4}}
outcomes:
  o1: {payoffs: {one: u11, two: 0}}
  o3: {payoffs: {one: u13, two: 0}}
  o4: {payoffs: {one: u14, two: u24}}
""",
        ("o1", "o3", "o4"),
    ),
    "egame122": (
        egame122.egame122,
        egame122.Egame122Utilities,
        """
nodes:
  first: {player: one, actions: {left: after_left, right: after_right}}
  after_left: {player: two, actions: {left: o1, right: o2}}
  after_right: {player: two, actions: {left: o3, right: o4}}
outcomes:
  o1: {payoffs: {one: u11, two: 0}}
  o2: {payoffs: {one: u12, two: u22}}
  o3: {payoffs: {one: u13, two: 0}}
  o4: {payoffs: {one: u14, two: u24}}
""",
        ("o1", "o2", "o3", "o4"),
    ),
    "egame123": (
        egame123.egame123,
        egame123.Egame123Utilities,
        """
nodes:
  first: {player: one, actions: {stop: o1, go: second}}
  second: {player: two, actions: {concede: o3, resist: third}}
  third: {player: three, actions: {stay_out: o5, intervene: o6}}
outcomes:
  o1: {payoffs: {one: u11, two: 0, three: 0}}
  o3: {payoffs: {one: u13, two: u23, three: 0}}
  o5: {payoffs: {one: u15, two: u25, three: 0}}
  o6: {payoffs: {one: u16, two: u26, three: u36}}
""",
        ("o1", "o3", "o5", "o6"),
    ),
}


def strategic_tree(name):
    _, fields, body, _ = STRATEGIC[name]
    players = "[one, two, three]" if name == "egame123" else "[one, two]"
    given = ", ".join(f"{field}: 0" for field in fields._fields)
    head = f"game: {name}\ntitle: {name}\nplayers: {players}\nparameters: {{{given}}}\n"
    return read_game(head + body, f"{name}.yaml")


def outcomes_of(tree, play, names):
    chances = dict(zip((o.name for o in tree.outcomes), play.outcomes(tree), strict=True))
    return [float(chances[name]) for name in names]


@pytest.mark.parametrize("name", STRATEGIC)
def test_private_information_and_agent_errors_are_the_closed_forms(name):
    closed, fields, _, names = STRATEGIC[name]
    tree, random = strategic_tree(name), np.random.default_rng(5)
    count = len(tree.players)
    solvers = {
        "private-information": private_information,
        # Two shocks of one standard deviation differ by the root of two.
        "probit": partial(solve_backwards, precision=[2**-0.5] * count, family="probit"),
        "logit": partial(solve_backwards, precision=[2**-0.5] * count, family="logit"),
    }
    for _ in range(200):
        utilities = fields(*random.normal(0, 2, len(fields._fields)).tolist())
        own = numbers(tree, utilities._asdict(), NUMPY)
        for shocks, solve in solvers.items():
            expected = [float(p) for p in closed(utilities, shocks).outcomes]
            found = outcomes_of(tree, solve(tree, own), names)
            np.testing.assert_allclose(found, expected, atol=ROUNDING)


@pytest.mark.parametrize("name", STRATEGIC)
def test_private_information_is_what_seen_shocks_do(name):
    """Every player draws a shock for each outcome, sees its own, and takes the better lottery."""
    tree, random = strategic_tree(name), np.random.default_rng(6)
    fields = STRATEGIC[name][1]
    own = numbers(tree, fields(*random.normal(0, 1, len(fields._fields)))._asdict(), NUMPY)
    play = private_information(tree, own)
    shocks = random.normal(0, 1, (SHOTS, len(tree.players), len(tree.nodes)))
    for at, payoffs in zip(tree.terminals, own.payoffs, strict=True):
        shocks[:, :, at] += np.array([float(x) for x in payoffs])
    for at, one in enumerate(tree.information):
        (member,) = one.members
        worth = [seen(tree, play, shocks, one.player, c) for c in tree.nodes[member].children]
        share = np.mean(worth[1] > worth[0])
        np.testing.assert_allclose(share, play.strategies[at][1], atol=SPREAD)


def seen(tree, play, shocked, player, at):
    """Expected payoff of a player with its shocks from a node on, others playing their chances."""
    node = tree.nodes[at]
    if not node.children:
        return shocked[:, player, at]
    pairs = zip(play.strategies[node.information], node.children, strict=True)
    return sum(c * seen(tree, play, shocked, player, child) for c, child in pairs)


def test_zero_precision_is_a_coin_and_the_branch_starts_there(random_tree):
    for seed in range(40):
        tree = random_tree(seed)
        if not tree.information:
            continue
        chances, _ = ours(tree, numbers(tree, {}, NUMPY), [0.0] * len(tree.players))
        for row in chances:
            np.testing.assert_allclose(row, 1 / len(row), atol=ROUNDING)
        known = incidence(tree)
        assert known.spread.shape[1] == sum(len(row) - 1 for row in chances)


# --- What the compiled solver leaves out ----------------------------------------------------


def test_chances_of_two_actions_are_the_logistic_function():
    ahead = np.concatenate([np.linspace(-60, 60, 2001), [-1e300, 1e300]])
    for first, second in ((0.0, ahead), (-ahead, 0.0)):
        found = jax.jit(lambda a, b: chances([a, b], 1.0, "logit"))(first, second)
        # The hyperbolic tangent errs by some units of its last place, and never leaves [0, 1].
        np.testing.assert_allclose(found, [expit(-ahead), expit(ahead)], rtol=0, atol=1e-15)
        assert np.min(found) >= 0
        assert np.max(found) <= 1


def test_chances_of_a_sets_nodes_are_scaled_only_where_their_mover_knows_something(random_tree):
    seen = set()
    for seed in range(300):
        tree = random_tree(seed, chance=0.5)
        own = numbers(tree, {}, NUMPY)
        for one, sure in zip(tree.information, certain(tree), strict=True):
            total = sum(weight(tree, own, member) for member in one.members)
            seen.add((sure, len(one.members) > 1))
            # Chances below one may sum to it by accident; what is certain always does.
            assert not sure or abs(total - 1) < ROUNDING
            assert sure or total < 1 or len(one.members) > 1
    assert {(True, True), (True, False), (False, True), (False, False)} <= seen
