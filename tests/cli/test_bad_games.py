"""A bad game gets one error with file, line, node or field, value, what is allowed, what to do."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LAST = "abandon: ALONE, fight: WAR}"
REPLY = "reply: {player: protege, actions: {concede: CON, resist: help}}"
CHANCE = "{actions: {concede: CON, resist: help}, chance: {concede: 0.5, resist: 0.6}}"
OUTCOMES = "outcomes:\n"

# A text of the good file, what replaces it, and what the error must say.
FAULTS = {
    "unknown name in a payoff": (
        "challenger: war",
        "challenger: 2 * wra",
        ["game.yaml:20:", "outcomes.WAR.payoffs.challenger", "names wra", "2 * wra", "mean war?"],
    ),
    "unknown name that is near to none": (
        "challenger: war",
        "challenger: xyz",
        ["game.yaml:20:", "xyz", "Use one of p, war, guarantor.hard", "number of the situation"],
    ),
    "missing payoff": (
        "challenger: 0.8, protege: -1,",
        "challenger: 0.8,",
        ["game.yaml:16:", "outcomes.CON.payoffs.protege", "is missing", "Add protege: a number"],
    ),
    "payoff of nobody": (
        "challenger: 0.8, protege: -1,",
        "challenger: 0.8, protegee: -1,",
        ["game.yaml:16:", "outcomes.CON.payoffs.protegee", "no such player", "mean protege?"],
    ),
    "payoff of no type": (
        "{hard: -0.3",
        "{hrad: -0.3",
        ["game.yaml:20:", "payoffs.guarantor.hrad", "guarantor has no such type", "mean hard?"],
    ),
    "payoff left empty": (
        "guarantor: -0.2",
        "guarantor:",
        ["game.yaml:16:", "payoffs.guarantor", "found nothing", "a number such as 0.5"],
    ),
    "payoff with a unit": (
        "guarantor: -0.2",
        "guarantor: 20 %",
        ["game.yaml:16:", "letter 4", "found 20 %", "no unit, comma or %"],
    ),
    "unreachable node": (
        OUTCOMES,
        f"  spare: {{player: protege, actions: {{on: SQ}}}}\n{OUTCOMES}",
        ["game.yaml:14:", "nodes.spare", "no move leads here", "Lead a move to it"],
    ),
    "unreachable outcome": (
        OUTCOMES,
        f"{OUTCOMES}  SPARE: {{payoffs: {{challenger: 0, protege: 0, guarantor: 0}}}}\n",
        ["game.yaml:15:", "outcomes.SPARE", "no move leads to this outcome", "Lead a move to it"],
    ),
    "node reached twice": (
        LAST,
        "abandon: last, fight: last}}\n  last: {player: protege, actions: {on: SQ, off: CON}",
        ["game.yaml:14:", "nodes.last", "in 2 ways", "help: abandon, help: fight", "Write it once"],
    ),
    "information set of two players": (
        "help: {player: guarantor,",
        "help: {player: guarantor, information: reply,",
        ["game.yaml:13:", "nodes.help.information", "holds reply of protege too", "another name"],
    ),
    "information set of one node": (
        "help: {player: guarantor,",
        "help: {player: guarantor, information: hlp,",
        ["game.yaml:13:", "nodes.help.information", "the only node", "found hlp", "leave it out"],
    ),
    "information set with other actions": (
        LAST,
        "abandon: ALONE, fight: m}}\n  m: {player: guarantor, information: help, actions: {a: SQ}",
        ["game.yaml:14:", "nodes.m.information", "other actions", "found a", "abandon, fight"],
    ),
    "probabilities of types": (
        "soft: 1 - p",
        "soft: 0.5 - p",
        ["game.yaml:7:", "types.guarantor", "sum to 1; they sum to 0.5", "hard 0.6, soft -0.1"],
    ),
    "probabilities of chance": (
        REPLY,
        f"reply: {CHANCE}",
        ["game.yaml:12:", "nodes.reply.chance", "they sum to 1.1", "resist 0.6", "1 - the others"],
    ),
    "chances of other moves": (
        REPLY,
        f"reply: {CHANCE.replace('resist: 0.6', 'resit: 0.5')}",
        ["game.yaml:12:", "nodes.reply.chance", "the same moves", "concede, resit", "Name each"],
    ),
    "cycle through the start": (
        "abandon: ALONE",
        "abandon: start",
        ["game.yaml:11:", "nodes.start", "a cycle", "help: abandon", "A game has an end"],
    ),
    "cycle after the start": (
        "abandon: ALONE",
        "abandon: reply",
        ["game.yaml:12:", "nodes.reply", "a cycle", "help: abandon", "A game has an end"],
    ),
    "cycle apart from the start": (
        OUTCOMES,
        "  a: {player: protege, actions: {on: b}}\n"
        f"  b: {{player: protege, actions: {{on: a}}}}\n{OUTCOMES}",
        ["game.yaml:14:", "nodes.a", "a cycle", "found a, b", "or remove them"],
    ),
    "percentage": (
        "{value: 0.6,",
        "{value: 60%,",
        ["game.yaml:5:", "parameters.p.value: must be", "found '60%'", "Write a number"],
    ),
    "words for a name": (
        "game: my-game",
        "game: My Game",
        ["game.yaml:1:", "words joined by hyphens", "found 'My Game'", "Correct the value"],
    ),
    "move to nowhere": (
        "abandon: ALONE",
        "abandon: ALNE",
        ["game.yaml:13:", "nodes.help.actions.abandon", "found ALNE", "Did you mean ALONE?"],
    ),
    "import": (
        "challenger: war",
        "challenger: \"__import__('os').system('x')\"",
        ["game.yaml:20:", "payoffs.challenger", "letter 12", "__import__('os')", "Write numbers"],
    ),
    "call": (
        "challenger: war",
        "challenger: open(war)",
        ["game.yaml:20:", "open is no function; there are min, max, exp", "found open(war)"],
    ),
    "attribute of brackets": (
        "challenger: war",
        "challenger: ().__class__",
        ["game.yaml:20:", "')' is out of place at letter 2", "().__class__", "Write numbers"],
    ),
    "attribute of a name": (
        "challenger: war",
        "challenger: p.imag",
        ["game.yaml:20:", "names p.imag, and nothing has that name", "Use one of p, war"],
    ),
    "index": (
        "challenger: war",
        'challenger: "p[0]"',
        ["game.yaml:20:", "letter 2 is not part of an expression", "found p[0]", "Write numbers"],
    ),
    "lambda": (
        "challenger: war",
        "challenger: 'lambda: 0'",
        ["game.yaml:20:", "letter 7 is not part", "found lambda: 0", "Write numbers"],
    ),
    "expression too long": (
        "challenger: war",
        f"challenger: {'1 + ' * 200}1",
        ["game.yaml:20:", "has 801 letters; at most 500", "found 1 + 1", "under `define`"],
    ),
    "expression too deep": (
        "challenger: war",
        f"challenger: {'(p + ' * 60}p{')' * 60}",
        ["game.yaml:20:", "nested deeper than 50", "under `define`"],
    ),
    "payoff that is infinite": (
        "challenger: war",
        "challenger: .inf",
        ["game.yaml:20:", "is inf", "must be a finite number", "Change the values"],
    ),
    "payoff that is no number": (
        "challenger: war",
        "challenger: .nan",
        ["game.yaml:20:", "is nan", "must be a finite number", "Change the values"],
    ),
    "payoff that is infinite at the file's values": (
        "challenger: war",
        "challenger: log(p - 0.6)",
        ["game.yaml:20:", "is -inf at the file's values", "log(p - 0.6)", "Change the values"],
    ),
    "payoff that is infinite for one type": (
        "challenger: war",
        "challenger: p / guarantor.hard",
        ["game.yaml:20:", "some types", "p / guarantor.hard", "must be a finite number"],
    ),
    "parameter that is no number": (
        "value: 0.6",
        "value: .nan",
        ["game.yaml:5:", "parameters.p", "must be a number", "found nan", "Change the value"],
    ),
    "parameter out of its range": (
        "value: 0.6",
        "value: 1.6",
        ["game.yaml:5:", "parameters.p", "between 0 and 1", "found 1.6", "Change the value"],
    ),
    "forgetting": (
        f"help: {{player: guarantor, actions: {{{LAST}}}",
        "help: {player: guarantor, actions: {left: l, right: r}}\n"
        "  l: {player: guarantor, information: x, actions: {on: WAR, off: ALONE}}\n"
        "  r: {player: guarantor, information: x, actions: {on: WAR, off: ALONE}}",
        ["game.yaml:15:", "nodes.r.information", "guarantor would forget", "found x", "the same"],
    ),
    "absent-mindedness": (
        LAST,
        "abandon: ALONE, fight: m}}\n"
        "  m: {player: guarantor, information: help, actions: {abandon: ALONE, fight: WAR}",
        ["game.yaml:14:", "nodes.m.information", "come here twice on one path", "set of its own"],
    ),
    "parameter that hides a number of the situation": (
        "  p: {",
        "  able: 0.5\n  p: {",
        ["game.yaml:5:", "parameters.able", "a number of the situation already", "another name"],
    ),
    "definition that hides a short name": (
        "  war: 0.3",
        "  wait: 0.3\n  war: 0.3",
        ["game.yaml:9:", "define.wait", "a number of the situation already", "another name"],
    ),
    "definition that hides a parameter": (
        "  war: 0.3",
        "  p: 0.3\n  war: 0.3",
        ["game.yaml:9:", "define.p", "stands for a parameter already", "another name"],
    ),
    "type named where it is not drawn yet": (
        "war: 0.3 - 1.2",
        "war: 0.3 - guarantor.hard",
        ["game.yaml:9:", "define.war", "guarantor.hard may stand in payoffs"],
    ),
    "precision below zero": (
        OUTCOMES,
        f"solve: {{precision: -1}}\n{OUTCOMES}",
        ["game.yaml:14:", "solve.precision", "0 or more", "found -1", "Write 0"],
    ),
    "common outcome that is misspelt": (
        "common: concession",
        "common: consession",
        [
            "game.yaml:16:",
            "outcomes.CON.common",
            "'consession'",
            "one of status_quo",
            "concession?",
        ],
    ),
    "name with capitals": (
        "game: my-game",
        "game: My Game",
        ["game.yaml:1:", "game", "'My Game'", "lower-case words joined by hyphens"],
    ),
    "node without moves": (
        LAST,
        "}",
        ["game.yaml:13:", "nodes.help.actions", "found a mapping of 0", "Name at least one"],
    ),
}


def one_error(result: Any, told: list[str]) -> None:
    """The command ended with code 2 and one line, which says all that is asked for."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    (line,) = result.output.splitlines()
    missing = [words for words in told if words not in line]
    assert not missing, line


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_gives_one_error(fault: str, game: Path, suasion: Callable[..., Any]) -> None:
    old, new, told = FAULTS[fault]
    text = game.read_text(encoding="utf-8")
    assert old in text
    game.write_text(text.replace(old, new, 1), encoding="utf-8")
    one_error(suasion("solve", game), told)


def chain(length: int) -> str:
    """Nodes one after another."""
    nodes = (
        f"  n{at}: {{player: protege, actions: {{on: n{at + 1}, off: SQ}}}}" for at in range(length)
    )
    return "\n".join([*nodes, f"  n{length}: {{player: protege, actions: {{on: SQ, off: CON}}}}"])


def fan(width: int) -> str:
    """A node with many moves, each to a node of its own."""
    moves = ", ".join(f"m{at}: n{at}" for at in range(1, width))
    nodes = (
        f"  n{at}: {{player: protege, actions: {{on: SQ, off: CON}}}}" for at in range(1, width)
    )
    return "\n".join([f"  n0: {{player: challenger, actions: {{{moves}}}}}", *nodes])


MANY_TYPES = ", ".join(f"t{at}: 0.05" for at in range(20))
LARGE = {
    "401 nodes": (fan(401), "hard: p, soft: 1 - p", ["nodes", "of 1 to 400", "a mapping of 401"]),
    "4,001 nodes with types": (
        fan(100),
        MANY_TYPES,
        ["nodes", "more than 4,000 nodes once types are drawn", "fewer types"],
    ),
    "61 moves": (chain(61), "hard: p, soft: 1 - p", ["nodes", "more than 60 moves", "Leave out"]),
}


def with_nodes(text: str, nodes: str) -> str:
    """The game with other nodes, and of its outcomes those that they lead to."""
    head, rest = text.split("nodes:\n")
    lines = rest.partition(OUTCOMES)[2].splitlines()
    kept = [line for line in lines if line.split(":")[0].strip() in nodes]
    return "\n".join([f"{head}nodes:", nodes, "outcomes:", *kept, ""])


@pytest.mark.parametrize("size", LARGE)
def test_a_tree_that_is_too_large(size: str, game: Path, suasion: Callable[..., Any]) -> None:
    nodes, types, told = LARGE[size]
    text = with_nodes(game.read_text(encoding="utf-8"), nodes)
    text = text.replace("hard: p, soft: 1 - p", types).replace("{hard: -0.3, soft: -1.5}", "-1")
    game.write_text(text, encoding="utf-8")
    one_error(suasion("solve", game), ["game.yaml:11:", *told])


def test_the_largest_tree_that_is_allowed(game: Path, suasion: Callable[..., Any]) -> None:
    game.write_text(with_nodes(game.read_text(encoding="utf-8"), fan(400)))
    assert suasion("solve", game).exit_code == 0


@pytest.mark.parametrize("name", ["million.yaml", "million.efg"])
def test_a_tree_of_a_million_nodes_is_not_read(
    name: str, tmp_path: Path, suasion: Callable[..., Any]
) -> None:
    start = 'EFG 2 R "x" { "a" }\n' if name.endswith(".efg") else "nodes:\n"
    line = 't "" 1 "SQ" { 0 }\n' if name.endswith(".efg") else "  n: {}\n"
    (tmp_path / name).write_text(start + line * 10**6, encoding="utf-8")
    before = time.perf_counter()
    one_error(suasion("solve", tmp_path / name), [f"{name}:1:", "bytes; at most 1,048,576"])
    assert time.perf_counter() - before < 5
