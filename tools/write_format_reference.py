"""Write docs/reference/guarantee-format.md from the models of `suasion.describe`.

python tools/write_format_reference.py            prints the page
python tools/write_format_reference.py --write    rewrites it
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel

from suasion.describe import vocabulary
from suasion.describe.allowed import alternatives, choices, in_words
from suasion.describe.case import Capability, Case, Government, Leader, Lever
from suasion.describe.descriptions import descriptions
from suasion.describe.fact import Judged, Known
from suasion.describe.guarantee import Article, Guarantee, Party
from suasion.describe.paths import SECTIONS
from suasion.describe.reading import MAX_BYTES, MAX_DEPTH, MAX_NODES
from suasion.describe.sections import Absent, Outcome

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "guarantee-format.md"

INTRODUCTION = f"""# The format of guarantees and cases

<!-- Written by tools/write_format_reference.py from the models; do not edit by hand. -->

A guarantee is one YAML 1.2 file, a case a folder with `case.yaml` and a file for each candidate.
`suasion check` tells every problem with file, line and field; `suasion schema guarantee` prints the
same rules as JSON Schema for editors. How to write one: [how-to](../how-to/write-a-guarantee.md).

Refused unread: files over {MAX_BYTES:,} bytes, other encodings than UTF-8, anchors, aliases and
tags, nesting deeper than {MAX_DEPTH}, more than {MAX_NODES:,} values, a name given twice.
`NO`, `yes` and `on` are words; only `true` and `false` are truth values.

## A fact

Every field of a section is a fact, written as one of four mappings:

| kind | written as | means |
| --- | --- | --- |
| known | `{{value: 2, source: KEY, where: "Art. I(1)"}}` | a source gives the value |
| judged | `{{judgement: 40, because: "…", disagree: "…"}}` | no source can decide it |
| unknown | `{{unknown: "why"}}` | an admitted gap; never read as zero |
| contested | `{{contested: [{{value: …}}, {{value: …}}]}}` | two to six known versions |

A field that is left out is unknown. KEY is a key of the bibliography: `suasion sources` lists the
packaged works, and `.bib` files beside the file add others.
"""

ABSENT = """## A section

A section is a mapping of facts, or `{unknown: "why"}`, or `{none: "what is not there", source: KEY,
where: "…"}` where the guarantee does not have this part. In a mapping of facts, `otherwise` with
such a `none` says that all fields that are left out are absent and not unknown.
"""


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, *_table("Fields of a known fact", Known, without=("value",))]
    parts += _table("Fields of a judged fact", Judged, without=("judgement",))
    parts += [ABSENT, *_table("Fields of an absent section", Absent)]
    parts += _table("A guarantee", Guarantee, without=(*SECTIONS, "outcome"))
    parts += _table("A party", Party) + _table("A further text", Article)
    for section, model in {**SECTIONS, "outcome": Outcome}.items():
        parts += _table(f"Section `{section}`", model, section)
    parts += _table("A case", Case) + _table("Its leader", Leader)
    parts += _table("A government", Government) + _table("A capability", Capability)
    parts += _table("A lever", Lever)
    return "\n".join([*parts, *_vocabularies()])


def _table(
    title: str, model: type[BaseModel], section: str = "", without: tuple[str, ...] = ()
) -> list[str]:
    """A heading and a table of the model's fields."""
    told = descriptions(model)
    about = descriptions(Guarantee).get(section, "")
    rows = [
        f"| `{name}` | {_allowed(model, name)} | {told[name]} |"
        for name in model.model_fields
        if name not in (*without, "otherwise")
    ]
    head = ["| field | allowed | meaning |", "| --- | --- | --- |"]
    return [f"## {title}", "", *([about, ""] if about else []), *head, *rows, ""]


def _allowed(model: type[BaseModel], name: str) -> str:
    """What a field allows; of a fact, what its value allows."""
    kinds = list(alternatives(model.model_fields[name]))
    is_fact = any(getattr(choice.kind, "__name__", "").startswith("Known[") for choice in kinds)
    values = choices(model, (name, "value")) if is_fact else []
    words = in_words(values or kinds, name)
    optional = not model.model_fields[name].is_required() and not values
    told = f"fact: {words}" if values else words
    return f"{told} (optional)" if optional else told


def _vocabularies() -> Iterator[str]:
    """Each closed vocabulary with its words."""
    yield "## Vocabularies\n"
    for name, words in vars(vocabulary).items():
        if isinstance(words, type) and issubclass(words, StrEnum) and words is not StrEnum:
            yield f"**{name}**: {words.__doc__} {', '.join(f'`{word}`' for word in words)}.\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="rewrite the page")
    if parser.parse_args().write:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(page())
