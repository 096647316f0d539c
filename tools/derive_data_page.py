"""Write docs/reference/data.md from the registry of data sets.

    python tools/derive_data_page.py

The page is never edited by hand; a test compares it with the registry.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from suasion.evidence.data.registry import DataSet, registry

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/data.md"
HEAD = """# Data sets

<!-- Written by tools/derive_data_page.py from src/suasion/evidence/data/registry.toml. -->

Research data made by others, which suasion reads and never ships. How to get them is told in
[get the data](../how-to/get-the-data.md); `suasion data list ID` shows one with its checksum. The
columns, with units, stand in the docstring of each loader: `help(data.load_reign)`.

*Licence* is a word or two: `cite` means free to use with citation, with nothing said on passing it
on. `do not ship` means that the terms must be cleared before anything derived from it is released.
*From* says whether `suasion data fetch` can get it from the publisher; of the others, no file of
the publisher has the registered checksum, because they are conversions.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for folder, part in groupby(registry().values(), key=lambda data: data.folder):
        sets = list(part)
        parts.append("\n".join([f"## {folder.capitalize()}", "", *_table(sets), ""]))
        parts.append("\n".join(_source(data) for data in sets) + "\n")
    return "\n".join(parts)


def _table(sets: list[DataSet]) -> Iterator[str]:
    yield "| id | what | one row | years | version | rows | licence | from | loader |"
    yield "| --- | --- | --- | --- | --- | ---: | --- | --- | --- |"
    for data in sets:
        cells = [
            f"`{data.id}`",
            data.title,
            data.unit,
            "–".join(str(year) for year in sorted(set(data.years or ()))),
            data.version,
            f"{data.rows:,}",
            data.terms,
            "publisher" if data.how == "rewritten" else "mirror",
            f"`{data.loader}`" if data.loader else "",
        ]
        yield f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _source(data: DataSet) -> str:
    """What to cite, who publishes it, what it was made from and what misleads."""
    keys = f" [{', '.join(data.works)}]" if data.works else ""
    publisher = f"{data.publisher.name} {data.publisher.address}".strip()
    caution = f" *{data.caution[0].upper()}{data.caution[1:]}.*" if data.caution else ""
    return _plain(
        f"- `{data.id}`: {data.citation.rstrip('.')}{keys}. Publisher: {publisher}. Made from "
        f"{data.origin} ({data.made}). Licence: {data.licence}.{caution}"
    )


def _plain(text: str) -> str:
    """Text that a Markdown table and list leave as it is."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
