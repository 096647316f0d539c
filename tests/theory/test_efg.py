"""Gambit's extensive game text, out and in; Gambit itself is the referee and no dependency."""

import io
import sys
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.theory.solvers.backward import played
from suasion.theory.tree.efg_reading import read_efg
from suasion.theory.tree.efg_writing import exact_chances, to_efg
from suasion.theory.tree.growing import MAX_GROWN, MAX_MOVES
from suasion.theory.tree.memory import forgetful
from suasion.theory.tree.numbers import numbers
from suasion.theory.tree.reading import read_game
from suasion.theory.tree.structure import beliefs_matter
from suasion.theory.tree.tree import TERMINAL
from suasion.theory.tree.worth import worth

TREES = 300
HEAD = 'EFG 2 R "A game" { "one" "two" } "comment"\n'
# The largest chance takes what rounding of up to four chances leaves to a sum of exactly one.
LAST_DIGIT = 5e-16


@pytest.fixture(scope="module")
def referee():
    return pytest.importorskip("pygambit", reason="the referee Gambit is not installed")


def essence(tree, values=None):
    """What the format can say: shape, information sets, payoffs, chances."""
    found = worth(tree, values or {})
    shape = [(n.mover, n.actions, n.children, n.parent) for n in tree.nodes]
    sets = {(i.name, i.player, i.actions, i.members) for i in tree.information}
    return (tree.players, shape, sets, found.payoffs), found.chances


def assert_same(one, other):
    (first, chances), (second, others) = essence(one), essence(other)
    assert first == second
    assert chances.keys() == others.keys()
    for at, expected in chances.items():
        assert others[at] == pytest.approx(expected, rel=0, abs=LAST_DIGIT)


def test_random_trees_come_back_as_they_were(random_tree):
    for seed in range(TREES):
        tree = random_tree(seed)
        back = read_efg(to_efg(tree, {}), "back.efg")
        assert_same(tree, back)
        assert [n.name for n in back.nodes if n.mover != TERMINAL] == [
            n.name for n in tree.nodes if n.mover != TERMINAL
        ]


def test_random_trees_come_back_from_gambit(random_tree, referee):
    for seed in range(TREES):
        tree = random_tree(seed)
        game = referee.read_efg(io.StringIO(to_efg(tree, {})))
        assert game.is_perfect_recall
        assert_same(tree, read_efg(game.to_efg(), "gambit.efg"))


def test_shipped_trees_come_back_from_gambit(shipped_trees, referee):
    for tree in shipped_trees:
        if tree.free_names - {one.name for one in tree.parameters}:
            continue
        game = referee.read_efg(io.StringIO(to_efg(tree, {})))
        assert_same(tree, read_efg(game.to_efg(), "gambit.efg"))


def expected(tree):
    """Every player's payoff where all actions are equally likely."""
    uniform = [[1 / len(i.actions)] * len(i.actions) for i in tree.information]
    return [float(value) for value in played(tree, numbers(tree, {}), uniform).values]


def expected_by(game):
    payoffs = game.mixed_behavior_profile(rational=False).payoffs
    return [float(payoffs[player]) for player in game.players]


def test_gambit_expects_the_same_payoffs(random_tree, referee):
    """Where every action is equally likely; exact sums in Gambit, doubles here."""
    for seed in range(0, TREES, 3):
        tree = random_tree(seed)
        game = referee.read_efg(io.StringIO(to_efg(tree, {})))
        assert expected(tree) == pytest.approx(expected_by(game), abs=1e-12)


def test_published_games_that_gambit_ships(referee):
    """Games of books and articles: read as Gambit reads them, or refused for imperfect recall."""
    folder = Path(referee.__file__).parent / "catalog_data"
    counts = {True: 0, False: 0}
    for path in sorted(folder.rglob("*.efg")):
        text = path.read_text(encoding="utf-8")
        game = referee.read_efg(io.StringIO(text))
        counts[game.is_perfect_recall] += 1
        if not game.is_perfect_recall:
            with pytest.raises(InputError, match="would forget"):
                read_efg(text, path.name)
            continue
        tree = read_efg(text, path.name)
        again = referee.read_efg(io.StringIO(to_efg(tree, {})))
        assert expected(tree) == pytest.approx(expected_by(game), abs=1e-12), path.name
        assert expected_by(again) == pytest.approx(expected_by(game), abs=1e-12), path.name
        assert len(tree.information) == sum(len(game.get_infosets(p)) for p in game.players)
    assert counts[True] >= 20
    assert counts[False] >= 4


def test_the_generator_covers_what_solvers_find_hard(random_tree):
    trees = [random_tree(seed) for seed in range(TREES)]
    assert not any(list(forgetful(tree)) for tree in trees)
    assert sum(beliefs_matter(tree) for tree in trees) > TREES / 5
    assert {len(tree.players) for tree in trees} == {1, 2, 3}
    assert {len(n.actions) for t in trees for n in t.nodes} == {0, 2, 3, 4}
    sizes = [len(tree.terminals) for tree in trees]
    assert min(sizes) >= 3
    assert max(sizes) <= 60
    assert to_efg(random_tree(7), {}) == to_efg(random_tree(7), {})


def test_values_over_defaults_are_written(documented_text):
    tree = read_game(documented_text, "documented.yaml")
    text = to_efg(tree, {"a": 1.25})
    assert '"a = 1.25, p = 0.6"' in text
    back = read_efg(text, "back.efg")
    alone = [at for at in back.terminals if back.nodes[at].name == "ALONE"]
    assert [back.payoffs[at][2].constant for at in alone] == [-0.6 - 1.25] * 2


@pytest.mark.parametrize(
    ("values", "said"),
    [({"p": 2.0}, "between 0 and 1"), ({"q": 1.0}, "names are a, p"), ({"p": float("nan")}, "p")],
)
def test_values_that_cannot_be_are_told(documented_text, values, said):
    tree = read_game(documented_text, "documented.yaml")
    with pytest.raises(InputError, match=said):
        to_efg(tree, values)


def test_names_of_a_situation_need_values(documented_text):
    tree = read_game(documented_text.replace("0.3 - 1.2", "against"), "documented.yaml")
    with pytest.raises(InputError, match="Give against a number"):
        to_efg(tree, {})
    assert read_efg(to_efg(tree, {"against": 1.0}), "back.efg").players == tree.players


def test_chances_sum_to_exactly_one():
    rng = np.random.default_rng(5)
    for _ in range(2000):
        raw = rng.gamma(rng.choice([0.01, 1.0]), size=rng.integers(1, 7)) + 1e-300
        chances = (raw / raw.sum()).tolist()
        written = exact_chances(chances)
        assert sum(map(Fraction, written)) == 1
        assert [float(one) for one in written] == pytest.approx(chances, rel=0, abs=1e-15)


def test_gambit_reads_odd_labels(documented_text, referee):
    text = documented_text.replace("wait:", r'"a \"b\"  \\ \t é {x} \e[31m \ud7ff":')
    tree = read_game(text.replace("concede:", '"":').replace('"":', '"/":'), "odd.yaml")
    game = referee.read_efg(io.StringIO(to_efg(tree, {})))
    back = read_efg(game.to_efg(), "gambit.efg")
    assert back.information[0].actions[0].startswith('a "b" / é {x} [31m')
    assert len(back.nodes) == len(tree.nodes)


# --- what the format may say ----------------------------------------------------------------


def test_all_that_the_format_may_say():
    tree = read_efg(
        r"""EFG 2 D "Poker
        \"simple\"" { "A" "" "A" }
        "a comment,
        with \"quotes\" and { braces }"
        c "deal" 7 "event" { "high" 1/4 "low" 0.75 } 9 "ante" { 1, -1 0.5 }
        p "" 1 4 "sees" { "bet" "" "bet" } 0
        t "" 3 "" { 1e1, -.5 +2. }
        t "" 3
        t "" 0
        p "" 1 4 9
        c "" 7 0 t "x" 3 "" {10 -1/2 2} t"y"12"won"{3,4,5}
        t "" 3 t "" 12""",
        "folder/My game, 2nd.efg",
    )
    assert (tree.id, tree.title) == ("my-game-2nd", 'Poker "simple"')
    assert tree.players == ("A", "player 2", "A (2)")
    assert tree.nodes[0].chances[0].constant == 0.25
    (one,) = tree.information
    assert (one.name, one.actions, one.members) == ("sees", ("bet", "action 2", "bet (2)"), (1, 5))
    assert [outcome.name for outcome in tree.outcomes] == ["outcome 3", "outcome 0", "won"]
    pay = [tuple(e.constant for e in tree.payoffs[at]) for at in tree.terminals]
    twice, ante = (12.0, -2.5, 3.0), (1.0, -1.0, 0.5)
    assert pay[:3] == [(11.0, -1.5, 2.5), (11.0, -1.5, 2.5), ante]
    assert pay[3:] == [twice, (5.0, 2.0, 6.0), twice, (5.0, 2.0, 6.0)]


def test_gambit_adds_payoffs_on_the_way_as_we_do(referee):
    text = (
        HEAD
        + """p "" 1 1 "" { "l" "r" } 1 "" { 1/3 2 }
        c "" 1 "" { "x" 1/2 "y" 1/2 } 2 "" { -1e-1 4 }
        t "" 3 "" { 7 7 }
        t "" 2
        t "" 0"""
    )
    tree = read_efg(text, "sums.efg")
    game = referee.read_efg(io.StringIO(text))
    assert expected(tree) == pytest.approx(expected_by(game), abs=1e-14)


# --- faults ---------------------------------------------------------------------------------

P = 'p "start" 1 1 "" { "l" "r" } 0\n'
T = 't "" 1 "" { 1 2 }\n'
FAULTS = {
    "empty": ("", 1, "start", "the word EFG", ""),
    "no-game": ("hello", 1, "start", "the word EFG", "hello"),
    "version": ('EFG 1 R "" { "A" } t "" 0', 1, "start", "version 2", "1"),
    "kind": ('EFG 2 X "" { "A" } t "" 0', 1, "start", "R or D", "X"),
    "title": ('EFG 2 R { "A" } t "" 0', 1, "start", "title", "{"),
    "no-players": ('EFG 2 R "" { } t "" 0', 1, "players", "1 to 8", ""),
    "nine": (f'EFG 2 R "" {{ {chr(34) * 2 * 9} }} t "" 0', 1, "players", "1 to 8", ""),
    "comma": ('EFG 2 R "" { "A", "B" } t "" 0', 1, "players", "player", ","),
    "open": (HEAD + 't "" 1 "won { 1 2 }', 2, "node 1", "never closed", ""),
    "node": (HEAD + 'x "" 0', 2, "node 1", "p, c or t", "x"),
    "player": (HEAD + P + 'p "up" 3 1 "" { "l" } 0', 3, "node 2 (up)", "no player 3", "3"),
    "player-0": (HEAD + 'p "" 0 1 "" { "l" } 0', 2, "node 1", "number of a player", "0"),
    "set": (HEAD + 'p "" 1 x "" { "l" } 0', 2, "node 1", "information set", "x"),
    "new-set": (HEAD + 'p "" 1 5 0 ' + T, 2, "node 1", "number 5 is not described", ""),
    "actions": (HEAD + P + 'p "" 1 1 "" { "l" } 0', 3, "node 2", "other actions at node 1", "l"),
    "no-action": (HEAD + 'p "" 1 1 "" { } 0', 2, "node 1", "no action", ""),
    "sum": (HEAD + 'c "" 1 "" { "l" 1/3 "r" 1/3 } 0', 2, "node 1", "sum to 0.666", "0.333"),
    "sum-overflow": (
        HEAD + 'c "" 1 "" { "l" 1e308 "r" 1e308 } 0',
        2,
        "node 1",
        "0 or more",
        "1e+308",
    ),
    "negative": (HEAD + 'c "" 1 "" { "l" 2 "r" -1 } 0', 2, "node 1", "0 or more", "2, -1"),
    "chance": (HEAD + 'c "" 1 "" { "l" "r" } 0', 2, "node 1", "probability of 'l'", '"r"'),
    "event": (
        HEAD + 'c "" 1 "" { "l" 1 } 0 c "" 1 "" { "l" 1. } 0\n c "" 1 "" { "r" 1 } 0' + T,
        3,
        "node 3",
        "other actions",
        "r",
    ),
    "probabilities": (
        HEAD + 'c "" 1 "" {"l" .5 "r" .5} 0\nc "" 1 "" {"l" .2 "r" .8} 0' + T,
        3,
        "node 2",
        "other probabilities",
        "0.2, 0.8",
    ),
    "payoffs": (HEAD + P + 't "" 1 "" { 1 2 3 }', 3, "node 2", "3 payoffs are given to 2", "1, 2"),
    "few": (HEAD + 't "" 1 "" { 1 }', 2, "node 1", "1 payoffs are given to 2", "1"),
    "differ": (HEAD + P + T + 't "" 1 "" { 1 3 }', 4, "node 3", "payoffs 1, 2 before", "1, 3"),
    "unknown": (HEAD + P + T + 't "" 7', 4, "node 3", "outcome 7 is not described", ""),
    "null": (HEAD + 't "" 0 "none" { 1 2 }', 2, "node 1", "outcome 0 is no outcome", "none"),
    "word": (HEAD + 't "" 1 "" { 1 x }', 2, "node 1", "a payoff", "x"),
    "zero": (HEAD + 't "" 1 "" { 1 1/0 }', 2, "node 1", "not finite", "1/0"),
    "huge": (HEAD + 't "" 1 "" { 1 1e999 }', 2, "node 1", "not finite", "1e999"),
    "nan": (HEAD + 't "" 1 "" { 1 nan }', 2, "node 1", "a payoff", "nan"),
    "long": (HEAD + 't "" 1 "" { 1 ' + "9" * 5000 + "}", 2, "node 1", "a payoff", "999"),
    "minus": (HEAD + 't "" -1 "" { 1 2 }', 2, "node 1", "number of an outcome", "-1"),
    "label": (HEAD + 't "' + "x" * 300 + '" 0', 2, "node 1", "at most 200", "xxx"),
    "missing": (HEAD + P + T, 3, "node 3", "after 'r' of node 1", ""),
    "trailing": (HEAD + T + T, 3, "end", "complete after 1 nodes", "t"),
    "trailing-2": (HEAD + T + "}", 3, "end", "complete after 1 nodes", "}"),
    "overflow": (
        HEAD + 'p "" 1 1 "" { "l" } 1 "" { 1 1e308 }\nt "" 1',
        3,
        "node 2",
        "more than a number",
        "nan",
    ),
    "absent": (HEAD + P + 'p "" 1 1 0\n' + T * 3, 2, "information set start", "forget", "1, 2"),
    "forgets": (
        HEAD + P + 'p "a" 1 2 "s" {"x"} 0\n' + T + 'p "" 1 2 0\n' + T,
        3,
        "information set s",
        "one would forget",
        "nodes 2, 4",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_place(fault):
    text, line, where, said, value = FAULTS[fault]
    with pytest.raises(InputError) as raised:
        read_efg(text, "game.efg")
    (problem,) = raised.value.problems
    assert (problem.file, problem.line, problem.field) == ("game.efg", line, where)
    assert said in f"{problem.message} {problem.remedy}"
    assert problem.value.startswith(value) or value in problem.value
    assert bool(problem.value) == bool(value)
    assert problem.column >= 1
    assert problem.remedy


def chain(moves):
    lines = [f'p "" 1 {at + 1} "" {{ "on" "off" }} 0' for at in range(moves)]
    return HEAD + "\n".join(lines) + "\n" + T + 't "" 1\n' * moves


def test_deep_trees_are_read_up_to_the_limit():
    tree = read_efg(chain(MAX_MOVES), "deep.efg")
    assert len(tree.nodes) == 2 * MAX_MOVES + 1
    with pytest.raises(InputError, match="more than 60 moves"):
        read_efg(chain(MAX_MOVES + 1), "deep.efg")
    with pytest.raises(InputError, match="more than 60 moves"):
        read_efg(chain(sys.getrecursionlimit() * 2), "deep.efg")


def wide(nodes):
    actions = " ".join(f'"{at}"' for at in range(nodes - 1))
    return HEAD + f'p "" 1 1 "" {{ {actions} }} 0\n' + T + 't "" 1\n' * (nodes - 2)


def test_large_trees_are_read_up_to_the_limit():
    assert len(read_efg(wide(MAX_GROWN), "wide.efg").nodes) == MAX_GROWN
    with pytest.raises(InputError, match="more than 4,000 nodes"):
        read_efg(wide(MAX_GROWN + 1), "wide.efg")


def test_a_million_nodes_are_refused_at_once():
    start = time.perf_counter()
    with pytest.raises(InputError, match="at most"):
        read_efg(HEAD + 'p "" 1 1 "" { "l" "r" } 0\n' * 10**6, "huge.efg")
    small = HEAD + ('c""1""{"l" 1}0 ' + 'c""1 0 ' * 10**5)
    with pytest.raises(InputError, match="more than 60 moves"):
        read_efg(small, "huge.efg")
    assert time.perf_counter() - start < 1


def test_time_grows_with_the_text(random_tree):
    """Four times the nodes take about four times as long; ten leaves room for other work."""

    def seconds(nodes):
        text, best = wide(nodes), float("inf")
        for _ in range(5):
            start = time.perf_counter()
            read_efg(text, "wide.efg")
            best = min(best, time.perf_counter() - start)
        return best

    seconds(100)
    assert seconds(4000) < 10 * seconds(1000)
