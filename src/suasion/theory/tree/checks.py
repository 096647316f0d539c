"""Laws of a game as written: names that exist, one way to every node, payoffs for everybody.

Each check gives problems with their place in the file; a reader is told all of them at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from suasion.describe.reading import Document, Place
from suasion.errors import Problem
from suasion.theory.tree.file import GameFile, NodeEntry


def shape_problems(file: GameFile, document: Document) -> list[Problem]:
    """Everything that is wrong with names, moves and payoffs, expressions apart."""
    checks = (_twice, _types, _movers, _targets, _paths, _information, _payoffs, _precision)
    found = [problem for check in checks for problem in check(file, document)]
    return found or [*_ends(file, document)]


def near(name: str, known: Sequence[str]) -> str:
    """What to do about an unknown name."""
    close = get_close_matches(name, known, n=2)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"Use one of {', '.join(known)}"


def _twice(file: GameFile, document: Document) -> Iterator[Problem]:
    for position, player in enumerate(file.players):
        if player in file.players[:position]:
            place = ("players", position)
            yield document.problem(place, "a player is named twice", "Name each once", player)
    for name in file.nodes:
        if name in file.outcomes:
            message = "a node and an outcome have the same name"
            yield document.problem(("nodes", name), message, "Rename one of them", name)


def _unknown_player(
    file: GameFile, document: Document, place: Place, player: str
) -> Iterator[Problem]:
    if player not in file.players:
        remedy = near(player, file.players)
        yield document.problem(place, "there is no such player", remedy, player)


def _types(file: GameFile, document: Document) -> Iterator[Problem]:
    for player, types in file.types.items():
        yield from _unknown_player(file, document, ("types", player), player)
        if not types:
            remedy = "Give each type its probability, or leave the player out"
            yield document.problem(("types", player), "no type is named", remedy)


def _movers(file: GameFile, document: Document) -> Iterator[Problem]:
    for name, node in file.nodes.items():
        place: Place = ("nodes", name)
        if (node.player is None) == (node.chance is None):
            message = "a node needs a player or chances, and not both"
            yield document.problem(place, message, "Write player: NAME or chance: {move: p}")
        elif node.player is not None:
            yield from _unknown_player(file, document, (*place, "player"), node.player)
        elif node.chance is not None and list(node.chance) != list(node.actions):
            message = "chance and actions must name the same moves in the same order"
            found = ", ".join(node.chance)
            yield document.problem((*place, "chance"), message, "Name each move in both", found)


def _targets(file: GameFile, document: Document) -> Iterator[Problem]:
    known = [*file.nodes, *file.outcomes]
    for name, node in file.nodes.items():
        for action, target in node.actions.items():
            if target not in file.nodes and target not in file.outcomes:
                place = ("nodes", name, "actions", action)
                message = "there is no such node or outcome"
                yield document.problem(place, message, near(target, known), target)


def _ways(nodes: Mapping[str, NodeEntry]) -> dict[str, list[tuple[str, str]]]:
    """By node, the (node, action) that lead to it."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in nodes}
    for name, node in nodes.items():
        for action, target in node.actions.items():
            if target in found:
                found[target].append((name, action))
    return found


def _paths(file: GameFile, document: Document) -> Iterator[Problem]:
    """A tree: the first node is reached from nowhere, every other in exactly one way."""
    ways, start = _ways(file.nodes), next(iter(file.nodes))
    reached = _reached(file.nodes, start)
    for name in (name for name in file.nodes if name in reached):
        moves = [move for move in ways[name] if move[0] in reached]
        shown = ", ".join(f"{node}: {action}" for node, action in moves)
        if name == start and moves:
            message = "a move leads back to the start: a cycle"
            yield document.problem(("nodes", name), message, ON, shown)
        elif len(moves) > 1:
            yield _reached_twice(file, document, name, moves)
    yield from _apart(file, document, ways, reached)


ON = "A game has an end: lead the move on to an outcome or to another node"


def _reached_twice(
    file: GameFile, document: Document, name: str, moves: Sequence[tuple[str, str]]
) -> Problem:
    after = _reached(file.nodes, name)
    if back := [f"{node}: {action}" for node, action in moves if node in after]:
        message = "a move leads back to a node before it: a cycle"
        return document.problem(("nodes", name), message, ON, ", ".join(back))
    message = f"the node is reached in {len(moves)} ways, and in a tree only one leads to each"
    remedy = "Write it once for each way; `information` makes them one to the player"
    shown = ", ".join(f"{node}: {action}" for node, action in moves)
    return document.problem(("nodes", name), message, remedy, shown)


def _apart(
    file: GameFile,
    document: Document,
    ways: Mapping[str, Sequence[tuple[str, str]]],
    reached: set[str],
) -> Iterator[Problem]:
    """Nodes that play never reaches: the first of each branch, and those that go in a circle."""
    first = [name for name in file.nodes if name not in reached and not ways[name]]
    for name in first:
        message, remedy = "no move leads here", "Lead a move to it, or remove it"
        yield document.problem(("nodes", name), message, remedy, name)
    told = set(reached).union(*(_reached(file.nodes, name) for name in first))
    if circle := [name for name in file.nodes if name not in told]:
        message = "these nodes lead to one another and the start never to them: a cycle"
        remedy = "Lead a move to them and their last move to an outcome, or remove them"
        yield document.problem(("nodes", circle[0]), message, remedy, ", ".join(circle))


def _ends(file: GameFile, document: Document) -> Iterator[Problem]:
    """Outcomes that no move leads to; told where all else is well, as a wrong move leaves some."""
    met = {target for node in file.nodes.values() for target in node.actions.values()}
    for name in file.outcomes:
        if name not in met:
            message, remedy = "no move leads to this outcome", "Lead a move to it, or remove it"
            yield document.problem(("outcomes", name), message, remedy, name)


def _reached(nodes: Mapping[str, NodeEntry], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for target in nodes[waiting.pop()].actions.values():
            if target in nodes and target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _information(file: GameFile, document: Document) -> Iterator[Problem]:
    yield from _alone(file, document)
    first: dict[str, tuple[str, NodeEntry]] = {}
    for name, node in file.nodes.items():
        place: Place = ("nodes", name, "information")
        if node.player is None:
            if node.information is not None:
                message = "chance has no information"
                yield document.problem(place, message, "Remove it", node.information)
            continue
        other, leader = first.setdefault(node.information or name, (name, node))
        if leader.player != node.player:
            message = f"the information set holds {other} of {leader.player} too"
            remedy = "An information set belongs to one player: give it another name"
            yield document.problem(place, message, remedy, f"{name} of {node.player}")
        elif list(leader.actions) != list(node.actions):
            message = f"{other}, which cannot be told apart, has other actions"
            remedy = f"Give both the actions {', '.join(leader.actions)}"
            yield document.problem(place, message, remedy, ", ".join(node.actions))


def _alone(file: GameFile, document: Document) -> Iterator[Problem]:
    """Information sets that are named at one node and hold no other, most likely misspelt."""
    given = {name: node.information for name, node in file.nodes.items() if node.player}
    sizes = Counter(one or name for name, one in given.items())
    for name, one in given.items():
        if one and sizes[one] == 1:
            message = f"{name} is the only node in this information set"
            remedy = "Give another node the same name, or leave it out"
            yield document.problem(("nodes", name, "information"), message, remedy, one)


def _payoffs(file: GameFile, document: Document) -> Iterator[Problem]:
    for name, outcome in file.outcomes.items():
        place: Place = ("outcomes", name, "payoffs")
        unknown = [player for player in outcome.payoffs if player not in file.players]
        for player in unknown:
            yield from _unknown_player(file, document, (*place, player), player)
        for player in file.players:
            if player not in outcome.payoffs and unknown:
                continue  # the one that is missing is most likely the one that is misspelt
            if player not in outcome.payoffs:
                message = f"the payoff of {player} is missing"
                remedy = f"Add {player}: a number or an expression"
                yield document.problem((*place, player), message, remedy)
            else:
                yield from _by_type(file, document, (*place, player), player)


def _by_type(file: GameFile, document: Document, place: Place, player: str) -> Iterator[Problem]:
    payoff = file.outcomes[str(place[1])].payoffs[player]
    if not isinstance(payoff, dict):
        return
    types = list(file.types.get(player, {}))
    unknown = [name for name in payoff if name not in types]
    for name in unknown:
        remedy = near(name, types) if types else f"Give {player} types, or one payoff"
        yield document.problem((*place, name), f"{player} has no such type", remedy, name)
    for name in types:
        if name not in payoff and not unknown:
            message = f"the payoff of {player} when it is {name} is missing"
            yield document.problem(place, message, f"Add {name}: a number or an expression")


def _precision(file: GameFile, document: Document) -> Iterator[Problem]:
    if not isinstance(file.solve.precision, dict):
        return
    for player in file.solve.precision:
        yield from _unknown_player(file, document, ("solve", "precision", player), player)
    for player in file.players:
        if player not in file.solve.precision:
            message = f"the precision of {player} is missing"
            yield document.problem(("solve", "precision"), message, "Add a number, such as 5")
