"""Write the pages that list what is assumed: docs/mechanisms.md and docs/assumptions.md.

    python tools/derive_docs.py            rewrites both pages
    python tools/derive_docs.py --check    says which of them are stale, and fails if one is

Everything in the tables is read from the package, so that a page never says what the code does
not do.
"""

import argparse
import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import jax.numpy as jnp

from suasion.describe.bibliography import Work, built_in
from suasion.mechanism import arms, assumed, law, line, money, politics
from suasion.mechanism.mechanism import Mechanism
from suasion.mechanism.prior import Prior
from suasion.mechanism.priors import packaged
from suasion.mechanism.readers import readers as readers_of_values
from suasion.mechanism.situation import Number, names, table
from suasion.theory.registry import stages
from suasion.theory.stage import Stage

ROOT = Path(__file__).resolve().parents[1]
TERM = ROOT / "src/suasion/term"
MODULES = (law, arms, line, money, politics)
GENERATED = (
    "<!-- Generated: change the package or tools/derive_docs.py, then run"
    " `python tools/derive_docs.py`. -->"
)
DETERS = {1: "more deters", -1: "less deters", 0: "open"}
PLAYERS = {
    "challenger": "The challenger",
    "protege": "The protege",
    "guarantor": "The guarantor",
    "year": "The years",
}

MECHANISMS_TEXT = """\
# Mechanisms

A mechanism moves numbers of the [situation](assumptions.md) because of facts of the guarantee.
There are {count}. Each is one small function in `src/suasion/mechanism/` and may be switched off.

**Moves** are added on the number's scale: identity, log or log-odds. On the log scale a move of 0.1
raises the number by about 10 %, on the log-odds scale it multiplies the odds by about 1.1. A plus
raises the number where the fact is present, a minus lowers it, and a question mark means that the
sign depends on the strength or on the fact.

**Strengths** multiply the weight of the fact. Each has a prior. "Judged" means that no source gives
the number and that the reason is ours; where a source gives it, it is named. "More deters" says
that a greater strength makes the guarantee look better: a sceptic's view draws the lower half of
such a prior and an optimist's view the upper half; the other way round for "less deters". An open
one is drawn whole in every view.

**Ends with** says what takes the move away: the *term*, when the instrument lapses; a *hedging*
government of the guarantor, which takes away a part of it; *erosion* of the zone, which does so
too. In the full model of the years only, a move may also grow with economic *ties* or come and go
with the coalition's *cohesion*. A dash means that the move stays.

**Theory** names the works that the idea comes from. They stand for the idea and, where they are
empirical, for its direction. None of them gives the size of a move.
"""

WEIGHTS_TEXT = """\
## Weights of words

How much of a strength a word of the description stands for. The order is argued; the sizes are
judged. A fact that is unknown takes each weight in an equal share of the draws.
"""

ASSUMPTIONS_TEXT = """\
# Assumptions

Every number that the theories read, with what is assumed of it before any
[mechanism](mechanisms.md) acts. A payoff has one unit for each player: the challenger's baseline
gain, what the protege would lose, the guarantor's stake.

**Range** is a hard limit. **Scale** is where moves are added: identity, log, or log-odds (logit).
**Read by** names the theories whose play looks the number up, found by playing each of them; "term"
is the model of the years, which every theory shares.

**Prior**: *fixed(a)*; *uniform(low, high)*; *loguniform(low, high)*, uniform in the logarithm;
*triangular(low, mode, high)*. "More deters" says that a greater number makes attack less likely: a
sceptic of guarantees draws the half of the prior that deters less, an optimist the other half. An
open one is drawn whole in every view. **Basis** is a source, or "judged": then the reason is ours,
and anyone may set the prior otherwise.

The one number that no prior sets is the value of a year of peace. In each draw and theory it is
solved for, so that the case without a guarantee meets the base rate `recurrence_ten_years` below.
"""

ENTRY_TEXT = """\
## Entry

Chances of the steps by which a guarantee comes into being, for where the description states none.
"""

ANCHOR_TEXT = """\
## Anchors

What ties the numbers to the [record](anchors.md).
"""

YEARS_TEXT = """\
## The years

How states change from year to year in the [full model](theories/years.md). The short model of
`suasion compare` has none of these.
"""

UNKNOWN_TEXT = """\
## What unknown facts are drawn from

A fact of a guarantee that is not known is drawn anew in every draw. An amount takes every value of
the range below alike, or each of the values listed in an equal share; a yes or no is either, in
equal shares; a word takes each of its [weights](mechanisms.md#weights-of-words) in an equal share.
A fact on which sources differ takes each version in an equal share. Unknown is never zero. "Judged"
means that no source gives the range.
"""

CONSTANTS_TEXT = """\
## Constants of the mechanisms

Numbers that are the same for every guarantee and in every draw. They are not varied, so that no
interval shows how much they matter.
"""


# --- tables -------------------------------------------------------------------------------


def rows(header: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *body]
    return "".join(f"| {' | '.join(map(_cell, cells))} |\n" for cells in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _basis(prior: Prior) -> str:
    return cited(prior.source) if prior.source else "judged"


def cited(key: str) -> str:
    """A work by its key, linked to the list of works on the page."""
    return f"[{key}](#works)"


def works(keys: Iterable[str]) -> str:
    """The list of works, with what is not verified of them."""
    known = built_in()
    return "## Works\n\n" + "".join(f"- {key}: {_work(known[key])}\n" for key in sorted(set(keys)))


def _work(work: Work) -> str:
    volume, pages = work.field("volume"), work.field("pages").replace("\u2013", "-")
    number = f"({work.field('number')})" if volume and work.field("number") else ""
    place = ", ".join(part for part in (volume + number, pages.replace("--", "-")) if part)
    said = work.field("note").rstrip(".")
    note = f" {said[:1].upper()}{said[1:]}." if work.unverified else ""
    return f"{work}{f' {place}.' if place and work.kind == 'article' else ''}{note}"


# --- docs/mechanisms.md -------------------------------------------------------------------


def mechanisms_page() -> str:
    """The page of mechanisms, by module."""
    every = [one for module in MODULES for one in module.MECHANISMS]
    parts = [GENERATED, MECHANISMS_TEXT.format(count=len(every)).rstrip()]
    header = ("mechanism", "claim", "facts read", "moves", "strengths", "ends with", "theory")
    for module in MODULES:
        parts.append(f"## {_about(module)}")
        parts.append(rows(header, map(_mechanism, module.MECHANISMS)).rstrip())
    parts += [WEIGHTS_TEXT.rstrip(), rows(("weight", "of words", "what it is"), weights()).rstrip()]
    sources = [p.source for one in every for p in one.strengths.values() if p.source]
    parts.append(works([*(key for one in every for key in one.theory), *sources]))
    return "\n\n".join(parts).rstrip() + "\n"


def _about(module: ModuleType) -> str:
    return (module.__doc__ or "").splitlines()[0].rstrip(".")


def _mechanism(one: Mechanism) -> tuple[str, ...]:
    ends = [word for word, on in _ends(one) if on]
    return (
        f"`{one.id}`",
        one.title,
        "<br>".join(f"`{path}`" for path in one.reads),
        "<br>".join(f"{sign} `{name}`" for name, sign in one.moves.items()),
        "<br>".join(_strength(name, prior) for name, prior in one.strengths.items()),
        ", ".join(ends) or "-",
        ", ".join(map(cited, one.theory)),
    )


def _ends(one: Mechanism) -> Iterator[tuple[str, bool]]:
    yield from (("term", one.lapses), ("hedging", one.wanes), ("erosion", one.erodes))
    yield from (("ties", one.grows), ("cohesion", one.frays))


def _strength(name: str, prior: Prior) -> str:
    return f"**{name}** {prior}, {DETERS[prior.deters]}; {_basis(prior)}: {prior.because}"


def weights() -> Iterator[tuple[str, str, str]]:
    """Every table of weights of the mechanisms' modules, with the sentence below it."""
    for module in MODULES:
        told = _remarks(module)
        for name, found in vars(module).items():
            if name.isupper() and isinstance(found, dict):
                words = ", ".join(f"{word} {weight:g}" for word, weight in found.items())
                place = f"`{module.__name__.rsplit('.', 1)[-1]}.{name}`"
                yield place, words, told.get(name, "")


def _remarks(module: ModuleType) -> dict[str, str]:
    """Name -> the string that stands below its assignment."""
    body = ast.parse(inspect.getsource(module)).body
    found = {}
    for before, after in pairwise(body):
        match before, after:
            case (
                ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split())
    return found


# --- docs/assumptions.md ------------------------------------------------------------------


class Recorder(dict):
    """A situation that remembers which of its numbers were looked up."""

    def __init__(self) -> None:
        super().__init__({one.name: jnp.full((1,), _middle(one)) for one in table()})
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> object:
        self.seen.add(name)
        return super().__getitem__(name)


def _middle(number: Number) -> float:
    return float(packaged()[f"situation:{number.name}"].quantile(jnp.array([0.5]))[0])


def read_by(stage: Stage) -> set[str]:
    """Numbers that a theory looks up when it is played."""
    recorder, wait = Recorder(), jnp.zeros((1,))
    stage.play(recorder, wait)
    stage.several(recorder, wait)
    return recorder.seen


def read_by_term() -> set[str]:
    """Numbers that the model of the years looks up, from its source."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(TERM.glob("*.py")))
    found = set(re.findall(r"""(?:\[|position\()"(\w+)"[\])](?!\.shape)""", text))
    return found & set(names())


def readers() -> dict[str, str]:
    """Number -> who reads it, in words."""
    by_stage = {stage.id: read_by(stage) for stage in stages()}
    term = read_by_term()
    return {name: _who(name, by_stage, term) for name in names()}


def _who(name: str, by_stage: dict[str, set[str]], term: set[str]) -> str:
    found = [stage for stage, seen in by_stage.items() if name in seen]
    parts = ["every theory"] if len(found) == len(by_stage) else found
    return ", ".join(parts + ["term"] * (name in term)) or "nobody"


def assumptions_page() -> str:
    """The page of priors: the situation by player, entry, anchors."""
    who = readers()
    parts = [GENERATED, ASSUMPTIONS_TEXT.rstrip()]
    header = ("number", "meaning", "unit", "range", "scale", "read by", "prior", "basis", "reason")
    for player, title in PLAYERS.items():
        body = [_number(one, who[one.name]) for one in table() if one.player == player]
        parts += [f"## {title}", rows(header, body).rstrip()]
    for section, text in (("entry", ENTRY_TEXT), ("anchor", ANCHOR_TEXT), ("years", YEARS_TEXT)):
        parts += [text.rstrip(), rows(("number", *header[-3:]), _priors(section)).rstrip()]
    header = ("value", "concerns", "drawn from", "unit", "read by", "basis", "reason")
    parts += [UNKNOWN_TEXT.rstrip(), rows(header, _unknown()).rstrip()]
    header = ("value", "concerns", "number", "unit", "what it does", "read by", "basis", "reason")
    parts += [CONSTANTS_TEXT.rstrip(), rows(header, _constants()).rstrip()]
    sources = [p.source for key, p in packaged().items() if p.source and "mechanism:" not in key]
    sources += [one.source for one in _assumed() if one.source]
    parts.append(works([*sources, *_named(parts)]))
    return "\n\n".join(parts).rstrip() + "\n"


def _assumed() -> list[assumed.Range | assumed.Choice | assumed.Constant]:
    return [*assumed.drawn_from().values(), *assumed.constants().values()]


def _unknown() -> Iterator[tuple[str, ...]]:
    """What unknown facts are drawn from."""
    who = readers_of_values()
    for name, one in assumed.drawn_from().items():
        yield f"`{name}`", f"`{one.field}`", one.said, one.unit, *_end(one, who[name])


def _constants() -> Iterator[tuple[str, ...]]:
    """Constants of the mechanisms, the calendar and the term."""
    who = readers_of_values()
    for name, one in assumed.constants().items():
        field = ", ".join(f"`{path}`" for path in one.field.split(", ") if path) or "-"
        yield f"`{name}`", field, f"{one.value:g}", one.unit, one.what, *_end(one, who[name])


def _end(
    one: assumed.Range | assumed.Choice | assumed.Constant, who: Sequence[str]
) -> tuple[str, str, str]:
    return ", ".join(who), cited(one.source) if one.source else "judged", one.because


def _named(parts: Iterable[str]) -> set[str]:
    """Keys of works that a reason names in passing."""
    return set(re.findall(r"\b[A-Z][A-Za-z]+[12]\d{3}\b", "\n".join(parts))) & set(built_in())


def _number(one: Number, who: str) -> tuple[str, ...]:
    limits = f"{one.low:g} to {one.high:g}"
    what = (f"`{one.name}`", one.meaning, one.unit, limits, one.link, who)
    return what + _prior(packaged()[f"situation:{one.name}"])


def _prior(prior: Prior) -> tuple[str, str, str]:
    return f"{prior}, {DETERS[prior.deters]}", _basis(prior), prior.because


def _priors(section: str) -> Iterator[tuple[str, ...]]:
    for key, prior in packaged().items():
        kind, name = key.split(":", 1)
        if kind == section:
            yield f"`{name}`", *_prior(prior)


# --- writing ------------------------------------------------------------------------------


def pages() -> dict[Path, str]:
    """Each page and what should stand in it."""
    return {
        ROOT / "docs/mechanisms.md": mechanisms_page(),
        ROOT / "docs/assumptions.md": assumptions_page(),
    }


def stale() -> list[Path]:
    """Pages that do not say what the package does."""
    fresh = pages()
    return [p for p in fresh if not p.is_file() or p.read_text(encoding="utf-8") != fresh[p]]


def main() -> int:
    """Write the pages, or say which are stale."""
    parser = argparse.ArgumentParser(description="Write the pages of mechanisms and assumptions.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if a page is stale"
    )
    if parser.parse_args().check:
        old = stale()
        for page in old:
            print(f"{page.relative_to(ROOT)} is stale: run `python tools/derive_docs.py`")
        return int(bool(old))
    for page, text in pages().items():
        page.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
