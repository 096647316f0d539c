"""Mutated game files, YAML and Gambit's text: each must give a tree or a fault with its place.

``python tools/fuzz_games.py 50000 1`` reads 50,000 mutated files of each kind, drawn with seed 1,
and prints how many were read and refused, the slowest, and every crash with the file that does it.
A crash is any exception but `InputError`, a fault without line, message or remedy, more than a
second, a tree that breaks its own laws, or code that is run. The exit code is 1 where there is one.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from suasion.errors import InputError
from suasion.theory.tree.efg_reading import read_efg
from suasion.theory.tree.efg_writing import to_efg
from suasion.theory.tree.growing import MAX_GROWN
from suasion.theory.tree.memory import forgetful
from suasion.theory.tree.reading import LIBRARY, load
from suasion.theory.tree.tree import CHANCE, TERMINAL, Tree

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 1.0
SMALL = 2500
"""Letters of the longest game of the library that is mutated: long files take long to parse."""
FORBIDDEN = {"os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "socket.connect", "exec"}
TINY = """game: lone-choice
title: To attack or not
players: [challenger, protege]
parameters: {gain: {value: 1, low: 0, high: 2}, x: 0.25}
define: {y: x / gain, z: "max(y, 1 - x) ^ 2"}
nodes:
  start: {chance: {a: x, b: 1 - x}, actions: {a: one, b: two}}
  one: {player: challenger, information: dark, actions: {wait: SQ, attack: three}}
  two: {player: challenger, information: dark, actions: {wait: SQ, attack: WAR}}
  three: {player: protege, actions: {yield: CON, fight: WAR}}
outcomes:
  SQ: {common: status_quo, payoffs: {challenger: 0, protege: y}}
  CON: {payoffs: {challenger: gain, protege: -1}}
  WAR: {payoffs: {challenger: z - 2, protege: "min(0, -x)"}}
solve: {error: probit, precision: {challenger: 3, protege: 1 / x}}
"""
STAGES = r"""EFG 2 R "Two \"stages\"" { "Player 1" "" } "a comment"
c "deal" 1 "event" { "high" 1/3 "low" 2/3 } 9 "ante" { 1, -1 }
p "" 1 1 "sees" { "bet" "pass" } 0
p "ask" 2 7 "asked" { "call" "fold" } 3 "raised" { 0.5 -1e-1 }
t "" 1 "won" { 2, -2 }
t "" 2 "lost" { -1 1 }
t "" 0
p "" 1 2 "weak" { "bet" "pass" } 0
p "" 2 7 0
t "" 2
t "" 1
c "" 1 9
t "end" 2 "lost" { -1, 1 }
t "" 3
"""
NASTY = (
    *(
        "0",
        "-1",
        "1e308",
        "1e-320",
        "1/0",
        "nan",
        ".inf",
        "-.inf",
        "9" * 30,
        "9" * 400,
        "1e400",
        "0.5",
        "2",
    ),
    *("", " ", "\t", "\n", "  ", "'", '"', "\\", '\\"', "{", "}", "[", "]", ":", ": ", ",", "- "),
    *("&a ", "*a", "!!python/object/apply:os.system [id]", "!tag ", "? ", "| ", "> ", "#", "---"),
    *("null", "~", "true", "NO", "2026-02-30", "0x1F", "<<", "%YAML 1.1", "...", "\x00", "\x1b"),
    *("\u202e", "\ud7ff", "é", "𝔘", "ſ", "٣", "\ufeff", "\u2028", "\x85"),
    *("__import__('os').system('id')", "exp(1000)", "log(0)", "sqrt(-1)", "0 ^ -1", "x ^ x ^ x"),
    *("-" * 60, "(" * 60, "1 +" * 60, "pi", "guarantor.hard", "1 / guarantor.hard", "against"),
    *("hard", "information", "chance", "types", "define", "player", "payoffs", "start", "SQ"),
    *("p", "c", "t", "EFG", '""', '"" 1 1', 't "" 0\n', '{ "l" 1 }'),
)
TERMS = (
    *("0", "1", "2", "-1", "0.5", "1e200", "x", "gain", "y", "p", "a", "1 - p", "war", "against"),
    *("guarantor.hard", "challenger.hard", "protege.soft", "net"),
)

watching = False
seen: list[str] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if watching and event in FORBIDDEN:
        seen.append(event)


@dataclass
class Counts:
    """What became of the files of one kind."""

    kind: str
    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    slow: str = ""
    crashes: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        total = self.read + self.refused + len(self.crashes)
        return (
            f"{self.kind}: {total:,} files: {self.read:,} read, {self.refused:,} refused with "
            f"{len(self.faults):,} different faults, {len(self.crashes):,} crashes; "
            f"slowest {1000 * self.slowest:.0f} ms"
        )


def seeds() -> dict[str, list[str]]:
    """Games that are mutated, by kind."""
    page = (ROOT / "docs" / "reference" / "game-format.md").read_text(encoding="utf-8")
    shown = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    library = [path.read_text(encoding="utf-8") for path in sorted(LIBRARY.glob("*.yaml"))]
    games = [TINY, *shown, *(text for text in library if len(text) <= SMALL)]
    with tempfile.TemporaryDirectory() as folder:
        trees = [_read_yaml(text.encode(), Path(folder)) for text in games]
    texts = [to_efg(tree, {}) for tree in trees if not _free(tree)]
    return {"yaml": games, "efg": [STAGES, *texts]}


def _free(tree: Tree) -> bool:
    return bool(tree.free_names - {one.name for one in tree.parameters})


def mutated(rng: random.Random, texts: list[str]) -> bytes:
    """One of the texts with one to four changes of bytes, words or lines."""
    raw = rng.choice(texts).encode("utf-8")
    for _ in range(rng.choice((1, 1, 1, 2, 3, 4))):
        raw = rng.choice((_bytes, _words, _words, _words, _lines, _formulas))(rng, raw, texts)
    return raw


def _bytes(rng: random.Random, raw: bytes, texts: list[str]) -> bytes:
    at = rng.randrange(len(raw) + 1)
    choice = rng.randrange(4)
    if choice == 0:
        return raw[:at]
    if choice == 1:
        return raw[:at] + raw[at + rng.randint(1, 8) :]
    kept = at if choice == 2 else at + 1
    return raw[:at] + bytes([rng.randrange(256)]) + raw[kept:]


def _words(rng: random.Random, raw: bytes, texts: list[str]) -> bytes:
    words = re.findall(r"\w+|\s+|[^\w\s]", raw.decode("utf-8", "surrogateescape"))
    return "".join(_shuffled(rng, words, texts)).encode("utf-8", "surrogateescape")


def _shuffled(rng: random.Random, words: list[str], texts: list[str]) -> list[str]:
    if not words:
        return [rng.choice(NASTY)]
    one, other = rng.randrange(len(words)), rng.randrange(len(words))
    choice = rng.randrange(6)
    if choice == 0:
        del words[one : one + rng.randint(1, 4)]
    elif choice == 1:
        words.insert(one, rng.choice(NASTY))
    elif choice == 2:
        words[one] = rng.choice(NASTY)
    elif choice == 3:
        words[one], words[other] = words[other], words[one]
    elif choice == 4:
        words[one] = rng.choice(re.findall(r"\w+", rng.choice(texts)))
    else:
        words[one] *= rng.choice((2, 3, 70))
    return words


def _formulas(rng: random.Random, raw: bytes, texts: list[str]) -> bytes:
    """A number or a word becomes an expression."""
    found = list(re.finditer(rb"(?<=[ :])-?[\w.]+(?= *[,}\n])", raw))
    if not found:
        return raw
    at = rng.choice(found)
    return raw[: at.start()] + f'"{_expression(rng, 3)}"'.encode() + raw[at.end() :]


def _expression(rng: random.Random, depth: int) -> str:
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(TERMS)
    one, other = _expression(rng, depth - 1), _expression(rng, depth - 1)
    shape = rng.choice(("{} + {}", "{} / {}", "({}) ^ ({})", "min({}, {})", "{} * {}", "f({})"))
    function = rng.choice(("log", "sqrt", "exp", "abs", "normal", "logistic"))
    return shape.format(one, other).replace("f(", f"{function}(")


def _lines(rng: random.Random, raw: bytes, texts: list[str]) -> bytes:
    lines = raw.splitlines(keepends=True) or [b""]
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    choice = rng.randrange(4)
    if choice == 0:
        del lines[at]
    elif choice == 1:
        lines.insert(to, lines[at])
    elif choice == 2:
        lines[at], lines[to] = lines[to], lines[at]
    else:
        lines[at] = b" " * rng.randint(1, 3) + lines[at]
    return b"".join(lines)


def _read_yaml(raw: bytes, folder: Path) -> Tree:
    path = folder / "game.yaml"
    path.write_bytes(raw)
    return load(path)


def _read_efg(raw: bytes, folder: Path) -> Tree:
    return read_efg(raw.decode("utf-8", "surrogateescape"), "game.efg")


READERS: dict[str, Callable[[bytes, Path], Tree]] = {"yaml": _read_yaml, "efg": _read_efg}


def count(counts: Counts, raw: bytes, folder: Path) -> None:
    """Read a file and count what became of it."""
    global watching
    seen.clear()
    start, watching = time.perf_counter(), True
    try:
        tree, problem = READERS[counts.kind](raw, folder), ""
    except InputError as error:
        tree, problem = None, _unfit(error)
        counts.faults[re.sub(r"[\d.]+|'.*?'", "#", error.problems[0].message)] += 1
    except BaseException:  # noqa: BLE001 (a crash is what is looked for)
        tree, problem = None, traceback.format_exc(limit=-4)
    watching = False
    took = time.perf_counter() - start
    if took > counts.slowest:
        counts.slowest, counts.slow = took, repr(raw)
    problem = problem or (f"ran code: {seen}" if seen else "")
    problem = problem or (f"took {took:.1f} s" if took > SECONDS else "")
    problem = problem or (unlawful(tree) if tree else "")
    if problem:
        counts.crashes.append(f"{problem}\n{raw!r}")
    elif tree:
        counts.read += 1
    else:
        counts.refused += 1


def _unfit(error: InputError) -> str:
    for one in error.problems:
        if not (one.line >= 1 and one.column >= 1 and one.message and one.remedy and one.file):
            return f"a fault without its place or remedy: {one!r}"
    return "" if error.problems else "a refusal without a fault"


def unlawful(tree: Tree) -> str:
    """What is wrong with a tree that was read, or nothing."""
    try:
        return next(_broken(tree), "")
    except Exception:  # noqa: BLE001 (a crash is what is looked for)
        return traceback.format_exc(limit=-4)


def _broken(tree: Tree) -> Iterator[str]:
    if not 1 <= len(tree.nodes) <= MAX_GROWN or tree.nodes[0].parent != -1:
        yield "not the right number of nodes"
    for at, node in enumerate(tree.nodes):
        if not len(node.children) == len(node.actions) == len(set(node.actions)):
            yield f"node {at}: children or actions"
        if any(tree.nodes[child].parent != at or child <= at for child in node.children):
            yield f"node {at}: parents"
        says = (bool(node.chances), node.information >= 0, at in tree.payoffs)
        if says != (node.mover == CHANCE, node.mover >= 0, node.mover == TERMINAL):
            yield f"node {at}: mover"
    yield from _broken_sets(tree)
    if not _free(tree):
        yield from _changed(tree)


def _changed(tree: Tree) -> Iterator[str]:
    """What writing and reading change."""
    try:
        again = read_efg(to_efg(tree, {}), "again.efg")
    except InputError as error:
        yield f"not written and read again: {error}"
    else:
        if [n.children for n in again.nodes] != [n.children for n in tree.nodes]:
            yield "another tree once written"


def _broken_sets(tree: Tree) -> Iterator[str]:
    members = sorted(member for one in tree.information for member in one.members)
    if members != [at for at, node in enumerate(tree.nodes) if node.mover >= 0]:
        yield "members of information sets"
    for at, one in enumerate(tree.information):
        for member in one.members:
            node = tree.nodes[member]
            if (node.information, node.mover, node.actions) != (at, one.player, one.actions):
                yield f"information set {one.name}"
    if len({one.name for one in tree.information}) != len(tree.information):
        yield "two information sets with one name"
    if any(forgetful(tree)):
        yield "somebody forgets"


def fuzzed(kind: str, files: int, seed: int) -> Counts:
    """What became of so many mutated files of a kind."""
    rng, texts, counts = random.Random(f"{kind}-{seed}"), seeds()[kind], Counts(kind)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(files):
            count(counts, mutated(rng, texts), Path(folder))
    return counts


def main() -> int:
    """Print what became of the files of each kind."""
    files, seed = int(sys.argv[1]), int(sys.argv[2])
    sys.addaudithook(_watch)
    crashed = 0
    for kind in READERS:
        start = time.perf_counter()
        counts = fuzzed(kind, files, seed)
        print(f"{counts} ({time.perf_counter() - start:.0f} s, seed {seed})", flush=True)
        for crash in counts.crashes[:20]:
            print(crash)
        if counts.slowest > SECONDS / 2:
            print(f"slowest: {counts.slow}")
        crashed += len(counts.crashes)
    return min(crashed, 1)


if __name__ == "__main__":
    sys.exit(main())
