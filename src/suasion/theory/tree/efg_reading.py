"""A game from Gambit's extensive game text; or the first fault, with file and line.

Payoffs of outcomes on the way add up at the end of a path, as Gambit has it. Information sets,
events and outcomes may be used again by number alone; a second description must say the same as the
first, labels apart. Nothing that is read is run, and no path or tree is followed by recursion.

References
----------
The format: Gambit's manual, "The extensive game (.efg) file format".

Examples
--------
>>> tree = read_efg(
...     '''
... EFG 2 R "A threat" { "Challenger" "Defender" }
... p "start" 1 1 "" { "wait" "attack" } 0
... t "" 1 "SQ" { 0, 1/2 }
... p "reply" 2 1 "" { "concede" "resist" } 2 "attacked" { -0.5 0 }
... t "" 0
... t "" 3 "WAR" { -1, -1 }
... ''',
...     "threat.efg",
... )
>>> tree.id, [one.name for one in tree.outcomes], [one.name for one in tree.information]
('threat', ['SQ', 'outcome 0', 'WAR'], ['start', 'reply'])
>>> [tree.payoffs[at][0].constant for at in tree.terminals]
[0.0, -0.5, -1.5]
"""

from __future__ import annotations

import re
from pathlib import PurePath

from suasion.describe.reading import MAX_BYTES
from suasion.errors import FileRefused, Problem
from suasion.theory.tree.efg_nodes import Nodes
from suasion.theory.tree.efg_scanning import Scanner
from suasion.theory.tree.expression import number
from suasion.theory.tree.labels import clipped, distinct
from suasion.theory.tree.memory import forgetful
from suasion.theory.tree.tree import CHANCE, TERMINAL, Information, Node, Outcome, Solving, Tree

MAX_PLAYERS = 8
PRECISION = 5.0
"""Where nobody says how the game is solved, as in the YAML format."""


def read_efg(text: str, name: str) -> Tree:
    """The game in Gambit's extensive game text.

    Parameters
    ----------
    text
        At most 1 MiB.
    name
        What errors call the file; the game is called after it.

    Raises
    ------
    InputError
        With the first fault: file, line, node, value, what is allowed, what to do.
    """
    if len(text) > MAX_BYTES:
        message = f"the text has {len(text):,} letters; at most {MAX_BYTES:,} are read"
        raise FileRefused([Problem(name, 1, 1, "", "", message, "Write a smaller game")])
    scanner = Scanner(text, name)
    title, players = _prologue(scanner)
    body = Nodes(scanner, players)
    body.read()
    tree = _tree(body, _id(name), clipped(title, 200) or _id(name))
    _check_recall(tree, body)
    return tree


def _id(name: str) -> str:
    """The game's name from the file's: lower-case words joined by hyphens."""
    words = re.sub(r"[^a-z0-9]+", "-", PurePath(name).stem.lower()).strip("-")[:60].strip("-")
    return words if words[:1].isalpha() else f"game-{words}".strip("-")


def _prologue(scanner: Scanner) -> tuple[str, list[str]]:
    scanner.word(("EFG",), "the word EFG")
    scanner.word(("2",), "version 2 of the format")
    scanner.word(("R", "D"), "the letter R or D")
    title = scanner.quoted("the title of the game")
    scanner.where = "players"
    scanner.mark("{", "the list of players")
    players: list[str] = []
    while scanner.peek() == '"':
        players.append(scanner.label("the name of a player") or f"player {len(players) + 1}")
    scanner.mark("}", "the name of a player, or the end of the list,")
    if not 1 <= len(players) <= MAX_PLAYERS:
        message = f"there are {len(players)} players; 1 to {MAX_PLAYERS} are allowed"
        scanner.fault(message, "Name the players in the braces")
    if scanner.peek() == '"':
        scanner.quoted("a comment")
    return title, distinct(players)


def _tree(body: Nodes, name: str, title: str) -> Tree:
    outcomes = _outcome_names(body)
    information = _information(body)
    nodes = _nodes(body, outcomes, information)
    terminals = [at for at, draft in enumerate(body.nodes) if draft.mover == TERMINAL]
    return Tree(
        id=name,
        title=title,
        players=tuple(body.players),
        nodes=nodes,
        information=tuple(information.values()),
        outcomes=tuple(Outcome(one) for one in dict.fromkeys(nodes[at].name for at in terminals)),
        payoffs={at: tuple(number(value) for value in body.worth(at)) for at in terminals},
        type_names=((),) * len(body.players),
        solving=Solving("logit", (number(PRECISION),) * len(body.players)),
    )


def _outcome_names(body: Nodes) -> dict[int, str]:
    """By number."""
    labels = {one: label or f"outcome {one}" for one, (label, _) in body.outcomes.items()}
    labels.setdefault(0, "outcome 0")
    return dict(zip(labels, distinct(labels.values()), strict=True))


def _information(body: Nodes) -> dict[tuple[int, int], Information]:
    """By player and number, named by its label, its first node, or its number."""
    own = {key: one for key, one in body.sets.items() if key[0] != CHANCE}
    labels = [
        one.label or body.nodes[one.members[0]].label or f"{body.players[player]} set {at}"
        for (player, at), one in own.items()
    ]
    return {
        key: Information(name, key[0], one.actions, tuple(one.members))
        for name, (key, one) in zip(distinct(labels), own.items(), strict=True)
    }


def _nodes(
    body: Nodes, outcomes: dict[int, str], information: dict[tuple[int, int], Information]
) -> tuple[Node, ...]:
    index = {key: at for at, key in enumerate(information)}
    types = (0,) * len(body.players)
    found = []
    for at, draft in enumerate(body.nodes):
        if draft.mover == TERMINAL:
            name = outcomes[draft.outcomes[-1]]
            found.append(Node(name, TERMINAL, parent=draft.parent, types=types))
            continue
        one = body.sets[draft.key]
        node = Node(
            name=draft.label or f"node {at + 1}",
            mover=draft.mover,
            actions=one.actions,
            children=tuple(draft.children),
            chances=tuple(number(chance) for chance in one.chances),
            information=index.get(draft.key, -1),
            parent=draft.parent,
            types=types,
        )
        found.append(node)
    return tuple(found)


def _check_recall(tree: Tree, body: Nodes) -> None:
    places = {one.members[0]: one.place for one in body.sets.values()}
    first = {one.name: one.members for one in tree.information}
    for name, player in forgetful(tree):
        members = ", ".join(str(at + 1) for at in first[name][:8])
        body.scanner.where = f"information set {name}"
        message = f"{player} would forget here what it did or knew before"
        remedy = "Nodes that a player cannot tell apart must follow the same own moves"
        body.scanner.fault(message, remedy, f"nodes {members}", places[first[name][0]])
