"""The run record: what went in, by hash, on what it was computed, and how to cite it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from suasion.errors import InputError, Problem
from suasion.study.store.digest import digest
from suasion.study.store.shape import Shape

RUN_DIGITS = 16
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Origin(BaseModel):
    """What a run rests on.

    Parameters
    ----------
    study, title
        Its name, and what it asks.
    code, inputs
        SHA-256 of suasion's code and tables, and of everything else that goes into the numbers.
    command
        What was called.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    study: str
    title: str
    code: Digest
    inputs: Digest
    command: str = ""


class Manifest(BaseModel):
    """The record of a run, as `manifest.json` has it.

    Parameters
    ----------
    files
        SHA-256 of every input, by its path in `inputs/`.
    environment
        On what the run began; see `suasion.study.store.environment`.
    holds
        Chance from which on a future counts as one in which peace holds [1].
    caution
        What is to be said with every share of futures.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    run: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    origin: Origin
    suasion: str
    shape: Shape
    files: dict[str, Digest]
    environment: dict[str, Any]
    created: str
    holds: float
    caution: str
    citation: dict[str, str]


def run_id(code: str, inputs: str) -> str:
    """What identifies a run: the digests of the code with its tables and of the inputs.

    Examples
    --------
    >>> len(run_id("c", "i"))
    16
    """
    return digest({"code": code, "inputs": inputs})[:RUN_DIGITS]


def read_manifest(path: Path) -> Manifest:
    """The record in a file.

    Raises
    ------
    InputError
        Where there is none, or it is damaged.
    """
    try:
        return Manifest.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        message = "is not the folder of a study: it has no manifest.json"
        remedy = "Give the folder that `suasion study run` named"
        raise InputError([Problem(str(path.parent), 0, 0, "", "", message, remedy)]) from None
    except (OSError, ValueError, RecursionError) as error:
        raise InputError([_damaged(path, error)]) from None


def _damaged(path: Path, error: Exception) -> Problem:
    first = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ()
    field = ".".join(map(str, first))
    message = "the run record of this study is damaged, or another version of suasion wrote it"
    remedy = "Run the study anew from its study file, into another folder"
    return Problem(str(path), 0, 0, field, "", message, remedy)
