"""What a report carries so that it can be run again: manifest, summary and all inputs as JSON.

The record stands in `<script type="application/json" id="suasion-manifest">`. Its hashes tell
whether the inputs are those that the manifest names; whether the numbers are theirs is told only by
running them again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from suasion.describe.bibliography import Work, built_in
from suasion.describe.fact import Model
from suasion.describe.loading import source_keys
from suasion.mechanism.priors import Basis
from suasion.report.words import Row
from suasion.uncertainty.comparison import Comparison, RankBy
from suasion.uncertainty.device import cache_folder
from suasion.uncertainty.manifest import digest, game_texts

NAME = "suasion-manifest"


class Asked(Model):
    """Options of a comparison."""

    guarantees: Annotated[list[str], Field(min_length=1)]
    theories: Annotated[list[str], Field(min_length=1)]
    draws: Annotated[int, Field(ge=2, le=1_000_000, strict=True)]
    seed: Annotated[int, Field(ge=0, strict=True)]
    horizon: Annotated[int, Field(ge=10, le=60, strict=True)]
    rank_by: RankBy
    prior: Basis = "judgement"


class Manifest(Model):
    """The run record, as `suasion.uncertainty.manifest` writes it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    run: str
    suasion: str
    code: str
    inputs: dict[str, str]
    anchor: str
    theories: dict[str, str] = {}
    options: Asked
    command: str
    python: str
    machine: str
    libraries: dict[str, str]


class Inputs(Model):
    """Descriptions as read, the baseline as it was before any setting, works of the case's own.

    `theories` holds the text of every game file that was played, by its identifier.
    """

    raw: dict[str, Any]
    anchor: dict[str, Any]
    works: dict[str, dict[str, Any]]
    theories: dict[str, str] = {}


class Record(Model):
    """Everything that a rerun needs."""

    format: Literal["suasion-report"]
    version: Literal[1]
    processor: str
    manifest: Manifest
    summary: dict[str, Any]
    inputs: Inputs


def record(comparison: Comparison, summary: Row, manifest: Row, cited: Iterable[str]) -> Row:
    """The record of a comparison as plain data."""
    baseline = comparison.original.case.baseline
    inputs = {
        "raw": comparison.loaded.raw,
        "anchor": comparison.original.raw[baseline],
        "works": _own_works(comparison, cited),
        "theories": game_texts(comparison.options.theories),
    }
    kept = {key: value for key, value in summary.items() if key not in ("run", "difference")}
    return {
        "format": "suasion-report",
        "version": 1,
        "processor": processor(),
        "manifest": manifest,
        "summary": plain(kept),
        "inputs": plain(inputs),
    }


def processor() -> str:
    """A digest of compiler and processor: on the same ones numbers come out the same to the bit."""
    return digest(cache_folder().name)[:16]


def _own_works(comparison: Comparison, cited: Iterable[str]) -> Row:
    """Works that the case brought along, by key."""
    loaded, packaged = comparison.loaded, built_in()
    wanted = {key for _, key in source_keys(dict(loaded.raw)) if isinstance(key, str)} | set(cited)
    own = {key: loaded.works[key] for key in sorted(wanted) if key in loaded.works}
    return {key: vars(work) for key, work in own.items() if packaged.get(key) != work}


def work_of(fields: Row) -> Work:
    """A work from its plain data."""
    pairs = tuple((str(name), str(text)) for name, text in fields["fields"])
    names = ("key", "kind", "authors", "title", "year", "file")
    return Work(fields=pairs, **{name: str(fields[name]) for name in names})


def plain(node: Any) -> Any:
    """Data as JSON has it: dates as text, what is not a number as null."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value) for value in node]
    if isinstance(node, float) and not math.isfinite(node):
        return None
    return node if node is None or isinstance(node, bool | int | float | str) else str(node)


def as_script(data: Row) -> str:
    r"""JSON that no text in it can end or open a tag with.

    Examples
    --------
    >>> as_script({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(data, allow_nan=False, separators=(",", ":"))
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
