"""Write docs/theories/index.md: every model of the library, by family.

    python tools/derive_theories.py            rewrites the page
    python tools/derive_theories.py --check    says whether it is stale, and fails if it is

Titles, sources and marks are read from the package. Which family a model belongs to is set here;
one that is in none comes last.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from suasion.theory.catalogue import Entry, entries, get

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/theories/index.md"
GENERATED = (
    "<!-- Generated: change the package or tools/derive_theories.py, then run"
    " `python tools/derive_theories.py`. -->"
)
TEXT = """\
# Theories

The library holds {count} models of deterrence, signalling, bargaining, inspection and coalitions.
`suasion theories MODEL` prints the page of one: definitions in the publication's letters, what it
says and cannot say about a guarantee, its parameters with ranges, solvers and sources.
`suasion solve MODEL` solves it.

**In compare**: the name by which `suasion compare --theory` plays it over the years of the
[term](term.md). The others stand alone: they have a clock, a signal or an object of their own.
**Reduced form**: written from an abstract or a summary, because the full text was not at hand.
**Sources** are keys; `suasion sources KEY` shows the work.

A game of your own needs no Python: [write a game](../how-to/write-a-game.md).
"""
FAMILIES = {
    "Deterrence between two sides": (
        "threshold",
        "unilateral",
        "mutual-deterrence",
        "massive-retaliation",
        "asymmetric-escalation",
        "critical-risk",
        "brinkmanship",
    ),
    "A guarantor, its protege and a challenger": (
        "egame123",
        "tripartite-crisis",
        "three-party-deterrence",
        "pawn",
        "default-penalty",
        "finite-term",
    ),
    "Signals and audiences": (
        "tying-hands",
        "sunk-cost",
        "audience-costs",
        "lewis-schultz",
        "egame12",
        "egame122",
    ),
    "Bargaining and war": (
        "bargaining-range",
        "ultimatum",
        "shifting-power",
        "inefficiency",
    ),
    "Long rivalries and reputation": (
        "audience-cost-dynamics",
        "chain-store",
        "reputation-attrition",
    ),
    "Inspection and warning": (
        "inspection",
        "inspection-dresher",
        "inspection-periodic",
        "attribute-sampling",
    ),
    "Coalitions and votes": (
        "burden-sharing",
        "unanimity",
        "veto-players",
        "weighted-median",
        "spatial-politics",
    ),
}
LAST = "Others"
PAGES = {
    "threshold": "threshold.md",
    "unilateral": "unilateral.md",
    "asymmetric-escalation": "asymmetric-escalation.md",
    "massive-retaliation": "asymmetric-escalation.md",
    "tying-hands": "tying-hands.md",
    "sunk-cost": "tying-hands.md",
    "egame12": "strategic.md",
    "egame122": "strategic.md",
    "egame123": "strategic.md",
    "tripartite-crisis": "tripartite.md",
    "bargaining-range": "bargaining.md",
    "brinkmanship": "brinkmanship.md",
    "pawn": "pawn.md",
}
"""Models that a page of docs/theories is about, too."""


def page() -> str:
    """The page as it should stand."""
    parts = [GENERATED, TEXT.format(count=len(entries())).rstrip()]
    for family, models in families():
        parts += [f"## {family}", "\n".join(_table(models))]
    return "\n\n".join(parts) + "\n"


def families() -> Iterator[tuple[str, list[Entry]]]:
    """Each family with its models, in its order."""
    known = {entry.id: entry for entry in entries()}
    for family, names in FAMILIES.items():
        if found := [known.pop(name) for name in names if name in known]:
            yield family, found
    if known:
        yield LAST, list(known.values())


def _table(models: list[Entry]) -> Iterator[str]:
    yield "| model | what it says | in compare | sources |"
    yield "| --- | --- | --- | --- |"
    for entry in models:
        cells = (_name(entry), _title(entry), _stage(entry), ", ".join(get(entry.id).source))
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _name(entry: Entry) -> str:
    shown = f"`{entry.id}`"
    return f"[{shown}]({PAGES[entry.id]})" if entry.id in PAGES else shown


def _title(entry: Entry) -> str:
    title = entry.title.replace(" (reduced form)", "")
    return f"{title}. **Reduced form**" if entry.reduced else title


def _stage(entry: Entry) -> str:
    return f"`{entry.stage}`" if entry.stage else ""


def main() -> int:
    """Write the page, or say whether it is stale."""
    parser = argparse.ArgumentParser(description="Write the list of theories.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it is stale")
    if not parser.parse_args().check:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    stale = not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page()
    if stale:
        print(f"{PAGE.relative_to(ROOT)} is stale: run `python tools/derive_theories.py`")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
