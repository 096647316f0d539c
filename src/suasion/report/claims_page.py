"""The verdicts of a case as a page that needs no network: a table, each claim in full, the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from markupsafe import Markup

from suasion.report import claims_words as words
from suasion.report.embedded import as_script, plain
from suasion.report.page import environment
from suasion.report.words import Row
from suasion.report.writing import put

PARTS: tuple[tuple[str, Callable[[Row], Iterator[str]]], ...] = (
    ("Futures", words.futures),
    ("Its own prior", words.circularity),
    ("What would have to be true", words.conditions),
    ("The record", words.record),
)
"""Parts of a verdict: title and what says it."""


def write(data: Row, path: Path) -> None:
    """Write the page; nothing half-written is left behind.

    Parameters
    ----------
    data
        What `suasion.claims.plain.told` gives, with the run record as `run`.
    path
        The file, which is replaced if it exists.

    Raises
    ------
    FileRefused
        Where the file cannot be written.
    """
    put(path, page(data))


def page(data: Row) -> str:
    """The page as HTML."""
    claims = [row | {"shown": _shown(row)} for row in data["claims"]]
    context = {
        "data": data,
        "claims": claims,
        "sides": list(dict.fromkeys(row["side"] for row in claims)),
        "record": Markup(as_script(plain(data))),
    }
    return environment().get_template("claims.html").render(context)


def _shown(row: Row) -> Row:
    """A claim's sentences."""
    premises = [
        (words.premise(one), [words.version(version) for version in one["versions"]])
        for one in row["premises"]
    ]
    parts = [(title, list(says(row))) for title, says in PARTS]
    return {
        "word": words.graded(row),
        "share": words.percent(row["futures"]["share"]) if row["futures"] else "–",
        "theories": words.stand(row),
        "premises_in_short": words.worst(row),
        "record_in_short": words.in_record(row),
        "steps": words.steps(row),
        "type": words.TYPES[row["type"]],
        "premises": premises,
        "parts": [(title, lines) for title, lines in parts if lines],
    }
