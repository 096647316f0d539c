"""Perfect Bayesian and subgame perfect equilibria of trees: closed forms, brute force, Gambit.

Regret (`suasion.theory.solvers.regret`) is computed apart from every solver, and checked here
against Gambit and against brute force itself.
"""

import importlib.util
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from suasion.theory.library import mutual_deterrence, unilateral_deterrence
from suasion.theory.solvers.backward import played
from suasion.theory.solvers.beliefs import incidence
from suasion.theory.solvers.perfect_bayesian import perfect_bayesian
from suasion.theory.solvers.quantal_response import by_set
from suasion.theory.solvers.regret import bayes_beliefs, regret
from suasion.theory.solvers.solutions import solve_tree
from suasion.theory.solvers.subgame_perfect import subgame_perfect, unit
from suasion.theory.tree.expression import NUMPY
from suasion.theory.tree.memory import own_history
from suasion.theory.tree.numbers import Numbers, numbers
from suasion.theory.tree.reading import packaged, read_game
from suasion.theory.tree.structure import solvable_backwards
from suasion.theory.tree.tree import CHANCE, TERMINAL

DRAWS = 120
# Payoffs of random trees are up to 5; the solver takes payoffs within 1e-9 of the largest as equal.
REGRET = 5e-8
SAME = 1e-7
# Rounding of sums over up to a hundred terminals.
ROUNDING = 1e-10


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


def small_trees(random_tree, seeds, most, **options):
    trees = (random_tree(seed, terminals=(3, most), **options) for seed in seeds)
    return [tree for tree in trees if tree.information]


def rows_of(tree, one):
    """Strategies and beliefs of an assessment by information set."""
    known = incidence(tree)
    held = [row[mask > 0] for row, mask in zip(one.held, known.member_of, strict=True)]
    return by_set(known, one.chances), held


# --- Closed forms ---------------------------------------------------------------------------


def ordered(random, count):
    return np.cumsum(random.uniform(0.05, 1, count)).tolist()


CHALLENGER = ("c_dd_soft", "c_cd", "c_dd_hard", "c_sq", "c_dc")
DEFENDER = ("d_dd_soft", "d_dc", "d_dd_hard", "d_cd", "d_sq")


def unilateral(random):
    values = [*ordered(random, 5), *ordered(random, 5), *random.uniform(0.02, 0.98, 2).tolist()]
    return dict(zip((*CHALLENGER, *DEFENDER, "p_ch", "p_def"), values, strict=True))


def mutual(random):
    names = [f"{side}_{name}" for side in "ab" for name in mutual_deterrence.ORDER]
    values = [*ordered(random, 5), *ordered(random, 5)]
    chances = dict(zip(("p_a", "p_b"), random.uniform(0.02, 0.98, 2).tolist(), strict=True))
    return dict(zip(names, values, strict=True)) | chances


# By information set of the tree: the closed form's chance of its second action.
CLOSED = {
    "unilateral": (
        unilateral_deterrence.MODELS[0],
        unilateral,
        {
            "start (hard)": "challenger_hard_initiates",
            "start (soft)": "challenger_soft_initiates",
            "reply (hard)": "defender_hard_resists",
            "reply (soft)": "defender_soft_resists",
        },
    ),
    "mutual": (
        mutual_deterrence.MODELS[0],
        mutual,
        {
            "first (hard)": "a_hard_defects",
            "first (soft)": "a_soft_defects",
            "at_once (hard)": "b_hard_defects",
            "at_once (soft)": "b_soft_defects",
        },
    ),
}


@pytest.mark.parametrize("name", CLOSED)
def test_the_families_of_the_closed_form_and_no_other_outcome(name):
    model, draw, moves = CLOSED[name]
    tree, random, seen = model.tree(), np.random.default_rng(11), {}
    second = {one.name: f"{one.name}: {one.actions[1]}" for one in tree.information}
    for _ in range(DRAWS):
        values = draw(random)
        ours = solve_tree(tree, values, "perfect-bayesian").equilibria
        theirs = model.solve("exact", **values).equilibria
        assert theirs
        for family in theirs:
            alike = [one for one in ours if near(one.outcomes, family.outcomes)]
            assert alike, (family.label, values)
            # Families of no choice on the path, or with a tie, have more than one member.
            if family.outcomes["SQ"] < 1 and not family.label.startswith("attack by"):
                gaps = [strategy_gap(one, family, moves, second) for one in alike]
                assert min(gaps) < SAME, (family.label, values)
            assert near(alike[0].values, family.values.values())
            seen[family.label] = seen.get(family.label, 0) + 1
        for one in ours:
            assert any(near(one.outcomes, family.outcomes) for family in theirs), values
    print(name, seen)
    assert min(seen.values()) >= 3
    assert len(seen) >= 5


def near(one, other):
    other = other if not hasattr(other, "values") else [other[name] for name in one]
    return bool(np.max(np.abs(np.array([*one.values()]) - np.array([*other]))) < SAME)


def strategy_gap(one, family, moves, second):
    return max(abs(one.strategies[second[at]] - family.strategies[x]) for at, x in moves.items())


# --- Brute force ----------------------------------------------------------------------------


def pure_profiles(tree):
    return product(*(range(len(one.actions)) for one in tree.information))


def flow(tree, own, profile, start, end, player):
    """Chance from one node to one after it, a player's own moves left out; 0 if not after it."""
    chance, at = 1.0, end
    while at != start:
        parent = tree.nodes[at].parent
        if parent < 0:
            return 0.0
        node, position = tree.nodes[parent], tree.nodes[parent].children.index(at)
        if node.mover == CHANCE:
            chance *= float(own.chances[parent][position])
        elif node.mover != player:
            chance *= float(profile[node.information] == position)
        at = parent
    return chance


def after(tree, own, profile, player, at):
    """Payoff from a node on."""
    node = tree.nodes[at]
    if node.mover == TERMINAL:
        return float(own.payoffs[tree.terminals.index(at)][player])
    if node.mover == CHANCE:
        pairs = zip(own.chances[at], node.children, strict=True)
        return sum(float(c) * after(tree, own, profile, player, child) for c, child in pairs)
    return after(tree, own, profile, player, node.children[profile[node.information]])


def gains(tree, own, profile, at):
    """By member and other action: what it gains over the profile's."""
    one = tree.information[at]
    rows = [
        [after(tree, own, profile, one.player, c) for c in tree.nodes[m].children]
        for m in one.members
    ]
    return np.array([[x - row[profile[at]] for x in row] for row in rows])


def later(tree, at):
    sets = range(len(tree.information))
    histories = (own_history(tree, tree.information[j].members[0]) for j in sets)
    return [j for j, past in enumerate(histories) if at in {i for i, _ in past}]


def supported(tree, own, profile, at):
    """Whether some belief supports a player's choices at a set and at its own later ones."""
    one = tree.information[at]
    rows = [gains(tree, own, profile, at)]
    for other in later(tree, at):
        gain, members = gains(tree, own, profile, other), tree.information[other].members
        share = [
            [flow(tree, own, profile, m, end, one.player) for end in members] for m in one.members
        ]
        rows.append(np.array(share) @ gain)
    conditions = np.concatenate(rows, axis=1)
    count = len(one.members)
    found = linprog(np.zeros(count), conditions.T, 1e-12 * np.ones(conditions.shape[1]),
                    np.ones((1, count)), [1.0])  # fmt: skip
    return found.status == 0


def is_equilibrium(tree, own, profile):
    """Best at every set others lead to, given Bayes' rule, and supported by a belief elsewhere."""
    for at, one in enumerate(tree.information):
        weights = np.array([flow(tree, own, profile, 0, m, one.player) for m in one.members])
        if weights.sum() > 0:
            if np.max(weights @ gains(tree, own, profile, at)) / weights.sum() > 1e-12:
                return False
        elif not supported(tree, own, profile, at):
            return False
    return True


def test_pure_equilibria_are_those_of_brute_force(random_tree):
    total, trees = 0, small_trees(random_tree, range(300), 9, depth=4, hidden=0.8)
    for tree in trees:
        own = numbers(tree, {}, NUMPY)
        expected = {one for one in pure_profiles(tree) if is_equilibrium(tree, own, one)}
        found = perfect_bayesian(tree, own)
        assert found.complete
        rows = [by_set(incidence(tree), one.chances) for one in found.found]
        pure = [tuple(int(np.argmax(row)) for row in x) for x in rows if is_pure(x)]
        assert len(pure) == len(set(pure))
        assert set(pure) == expected, tree.id
        total += len(pure)
    print(f"{len(trees)} trees, {total} pure equilibria")
    assert total > len(trees)


def is_pure(rows):
    return all(max(row) == 1 for row in rows)


# --- Simultaneous moves ---------------------------------------------------------------------


def simultaneous(random, sizes):
    """A table of payoffs as a tree: the second player does not see the first's move."""
    tables = random.uniform(0, 1, (2, *sizes)).tolist()
    first = ", ".join(f"a{i}: n{i}" for i in range(sizes[0]))
    lines = ["game: table", "title: A table", "players: [one, two]", "nodes:"]
    lines += [f"  start: {{player: one, actions: {{{first}}}}}"]
    ends = ["outcomes:"]
    for i in range(sizes[0]):
        second = ", ".join(f"b{j}: o{i}{j}" for j in range(sizes[1]))
        lines.append(f"  n{i}: {{player: two, information: hidden, actions: {{{second}}}}}")
        for j in range(sizes[1]):
            one, two = (table[i][j] for table in tables)
            ends.append(f"  o{i}{j}: {{payoffs: {{one: {one}, two: {two}}}}}")
    return read_game("\n".join([*lines, *ends]), "table.yaml")


@pytest.mark.parametrize("sizes", [(2, 2), (3, 3), (4, 3)])
def test_every_equilibrium_of_a_table_is_found(gambit, sizes):
    random, mixed = np.random.default_rng(8), 0
    for _ in range(60):
        tree = simultaneous(random, sizes)
        own = numbers(tree, {}, NUMPY)
        search = perfect_bayesian(tree, own)
        game = helpers().in_gambit(gambit, tree, own)
        profiles = gambit.nash.enummixed_solve(game, rational=False).equilibria
        theirs = [[float(x) for row in one for _, x in row] for one in profiles]
        ours = [one.chances for one in search.found]
        assert not any(one.continuum for one in search.found)
        for one in theirs:
            assert min(np.max(np.abs(np.array(one) - other)) for other in ours) < SAME
        assert len(ours) == len(theirs)
        mixed += sum(max(one) < 1 or min(one) > 0 for one in theirs)
    assert mixed > 10


# --- Regret ---------------------------------------------------------------------------------


def test_regret_is_that_of_gambit(random_tree, gambit):
    random = np.random.default_rng(4)
    for tree in small_trees(random_tree, range(60), 30):
        own = numbers(tree, {}, NUMPY)
        rows = [random.dirichlet(np.ones(len(one.actions))) for one in tree.information]
        found = regret(tree, own, rows, bayes_beliefs(tree, own, rows))
        game = helpers().in_gambit(gambit, tree, own)
        profile = helpers().profile_of(tree, game, rows)
        assert found.local.max() == pytest.approx(float(profile.agent_max_regret()), abs=ROUNDING)
        assert found.whole.max() == pytest.approx(float(profile.max_regret()), abs=ROUNDING)
        assert float(found.bayes) < ROUNDING


def test_best_responses_are_those_of_all_pure_strategies(random_tree):
    random = np.random.default_rng(5)
    for tree in small_trees(random_tree, range(40), 9):
        own = numbers(tree, {}, NUMPY)
        rows = [random.dirichlet(np.ones(len(one.actions))) for one in tree.information]
        found = regret(tree, own, rows, bayes_beliefs(tree, own, rows)).whole
        now = played(tree, own, rows).values
        for player in range(len(tree.players)):
            sets = [i for i, one in enumerate(tree.information) if one.player == player]
            best = max(
                played(tree, own, changed(tree, rows, sets, plan)).values[player]
                for plan in product(*(range(len(tree.information[i].actions)) for i in sets))
            )
            assert found[player] == pytest.approx(best - now[player], abs=ROUNDING)


def changed(tree, rows, sets, plan):
    chosen = dict(zip(sets, plan, strict=True))
    return [unit(len(row), chosen[i]) if i in chosen else row for i, row in enumerate(rows)]


def test_regret_of_a_batch_is_a_loop():
    tree, random, count = packaged("mutual_deterrence"), np.random.default_rng(6), 50
    values = {one.name: one.default + random.normal(0, 0.1, count) for one in tree.parameters}
    values |= {name: random.uniform(0, 1, count) for name in ("p_a", "p_b")}
    own = numbers(tree, values, NUMPY)
    rows = [np.moveaxis(random.dirichlet(np.ones(2), count), 1, 0) for _ in tree.information]
    batch = regret(tree, own, rows, bayes_beliefs(tree, own, rows))
    assert batch.local.shape == (len(tree.information), count)
    assert batch.whole.shape == (2, count)
    for i in range(count):
        one = numbers(tree, {name: value[i] for name, value in values.items()}, NUMPY)
        single = [row[:, i] for row in rows]
        found = regret(tree, one, single, bayes_beliefs(tree, one, single))
        np.testing.assert_allclose(found.local, batch.local[:, i], atol=ROUNDING)
        np.testing.assert_allclose(found.whole, batch.whole[:, i], atol=ROUNDING)


def test_regret_sees_a_wrong_belief():
    tree = packaged("unilateral_deterrence")
    own = numbers(tree, {one.name: one.default for one in tree.parameters}, NUMPY)
    even = [[0.5] * len(one.actions) for one in tree.information]
    held = [list(row) for row in bayes_beliefs(tree, own, even)]
    at = next(i for i, one in enumerate(tree.information) if one.name == "reply (soft)")
    held[at] = [1.0, 0.0]
    assert float(regret(tree, own, even, held).bayes) == pytest.approx(0.7, abs=ROUNDING)


def worst(tree, own, rows, held):
    found = regret(tree, own, rows, held)
    return max(float(found.local.max()), float(found.whole.max()), float(found.bayes))


def test_nobody_gains_in_any_equilibrium_of_a_random_tree(random_tree, gambit):
    count, none, partly, largest = 0, 0, 0, 0.0
    trees = small_trees(random_tree, range(1000, 1300), 30)
    for tree in trees:
        own = numbers(tree, {}, NUMPY)
        search = perfect_bayesian(tree, own)
        none, partly = none + (not search.found), partly + (not search.complete)
        game = helpers().in_gambit(gambit, tree, own)
        for one in search.found[:10]:
            rows, held = rows_of(tree, one)
            largest = max(largest, worst(tree, own, rows, held))
            profile = helpers().profile_of(tree, game, rows)
            largest = max(largest, float(profile.max_regret()))
            count += 1
    print(f"{len(trees)} trees, {count} equilibria, {none} without, {partly} incomplete")
    print(f"largest regret {largest:.1e}")
    assert largest < REGRET
    assert count > len(trees)
    # Every finite game has an equilibrium; what is missed is stated on the solver's page.
    assert none == 0
    assert partly <= 0.01 * len(trees)


def test_nobody_gains_in_any_equilibrium_of_a_shipped_game(shipped_trees):
    for tree in shipped_trees:
        values = {one.name: one.default for one in tree.parameters}
        if tree.free_names - values.keys():
            continue
        own = numbers(tree, values, NUMPY)
        search = perfect_bayesian(tree, own)
        assert search.complete
        assert search.found
        for one in search.found:
            assert worst(tree, own, *rows_of(tree, one)) < REGRET, tree.id


# --- Perfect information --------------------------------------------------------------------


def test_subgame_perfect_equilibria_are_those_of_brute_force(random_tree):
    trees = small_trees(random_tree, range(200), 10, hidden=0.0)
    for tree in trees:
        own = numbers(tree, {}, NUMPY)
        found, complete = subgame_perfect(tree, own)
        assert complete
        ours = {tuple(pure[at] for at in range(len(tree.information))) for pure in found}
        expected = {
            one
            for one in pure_profiles(tree)
            if all(gains(tree, own, one, at).max() <= 1e-12 for at in range(len(tree.information)))
        }
        assert ours == expected
        for pure in ours:
            rows = [unit(len(i.actions), a) for i, a in zip(tree.information, pure, strict=True)]
            assert worst(tree, own, rows, bayes_beliefs(tree, own, rows)) < ROUNDING
        search = perfect_bayesian(tree, own)
        everything = {
            tuple(int(np.argmax(row)) for row in by_set(incidence(tree), one.chances))
            for one in search.found
        }
        assert ours <= everything


def test_subgame_perfect_equilibria_with_chance_have_no_regret(random_tree):
    trees = (random_tree(seed, hidden=0.4) for seed in range(300))
    for tree in trees:
        if not tree.information or not solvable_backwards(tree):
            continue
        own = numbers(tree, {}, NUMPY)
        for pure in subgame_perfect(tree, own)[0]:
            rows = [unit(len(one.actions), pure[at]) for at, one in enumerate(tree.information)]
            assert worst(tree, own, rows, bayes_beliefs(tree, own, rows)) < ROUNDING


# --- Limits ---------------------------------------------------------------------------------


def test_ties_make_a_continuum_with_its_ends():
    tie = """
game: tie
title: A choice without a difference
players: [one]
nodes: {start: {player: one, actions: {left: A, right: B}}}
outcomes:
  A: {payoffs: {one: 1}}
  B: {payoffs: {one: 1}}
"""
    found = solve_tree(read_game(tie, "tie.yaml"), {}, "perfect-bayesian").equilibria
    assert sorted(tuple(one.strategies.values()) for one in found) == [(0, 1), (1, 0)]
    assert all(one.status.sentence.endswith("It belongs to a continuum.") for one in found)


def test_matching_pennies_are_mixed():
    pennies = """
game: pennies
title: Matching pennies with a better side
players: [one, two]
nodes:
  start: {player: one, actions: {heads: seen_heads, tails: seen_tails}}
  seen_heads: {player: two, information: hidden, actions: {heads: A, tails: B}}
  seen_tails: {player: two, information: hidden, actions: {heads: B, tails: C}}
outcomes:
  A: {payoffs: {one: 3, two: -3}}
  B: {payoffs: {one: 0, two: 0}}
  C: {payoffs: {one: 1, two: -1}}
"""
    (only,) = solve_tree(read_game(pennies, "pennies.yaml"), {}, "perfect-bayesian").equilibria
    assert list(only.strategies.values()) == pytest.approx([0.25, 0.75, 0.25, 0.75], abs=ROUNDING)
    assert list(only.beliefs.values()) == pytest.approx([0.25, 0.75], abs=ROUNDING)


def test_a_game_without_decisions_has_one_equilibrium():
    draw = """
game: draw
title: A draw
players: [one]
nodes: {start: {chance: {up: 0.25, down: 0.75}, actions: {up: A, down: B}}}
outcomes:
  A: {payoffs: {one: 1}}
  B: {payoffs: {one: 0}}
"""
    (only,) = solve_tree(read_game(draw, "draw.yaml"), {}, "perfect-bayesian").equilibria
    assert only.outcomes == {"A": 0.25, "B": 0.75}


def test_a_large_tree_ends_and_says_so(random_tree):
    """Work is counted, not timed: the same each time."""
    tree = random_tree(0, players=3, depth=6, hidden=0.95, chance=0.05, terminals=(150, 300))
    status = solve_tree(tree, {}, "perfect-bayesian").status
    assert status.code == "step-limit"
    assert "oo many supports" in status.sentence


def test_the_same_equilibria_each_time(random_tree):
    for tree in small_trees(random_tree, range(20), 30):
        own = numbers(tree, {}, NUMPY)
        first, second = (perfect_bayesian(tree, own).found for _ in range(2))
        assert [a.chances.tolist() for a in first] == [b.chances.tolist() for b in second]


def test_payoff_units_do_not_matter(random_tree):
    for tree in small_trees(random_tree, range(40), 20):
        own = numbers(tree, {}, NUMPY)
        scaled = Numbers(tuple(tuple(1e4 * x for x in row) for row in own.payoffs), own.chances)
        first, second = (perfect_bayesian(tree, one).found for one in (own, scaled))
        assert len(first) == len(second)
        for a, b in zip(first, second, strict=True):
            np.testing.assert_allclose(a.chances, b.chances, atol=SAME)
