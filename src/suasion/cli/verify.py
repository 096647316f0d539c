"""`suasion verify`: a study checked, and some of it computed again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from suasion.cli.progress import bar
from suasion.errors import InputError, NotReproduced, Problem, SuasionError
from suasion.study.chunk import evaluate
from suasion.study.plan import Plan, inputs_digest
from suasion.study.running.starting import plan_of
from suasion.study.running.verifying import (
    TOLERANCE,
    Findings,
    check_again,
    check_files,
    check_run_id,
    chosen,
)
from suasion.study.store.finding import folder_of
from suasion.study.store.layout import Layout
from suasion.study.store.manifest import Manifest, read_manifest
from suasion.study.store.status import changed_inputs
from suasion.uncertainty.code import code_digest

EVERY = "all"
SHOWN = 10
"""Differences that are told one by one."""


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name.

    Raises
    ------
    NotReproduced
        Where anything is not what it was.
    """
    many = _many(options["chunks"])
    folder = folder_of(options["target"])
    record = read_manifest(Layout(folder).manifest)
    findings = checked(folder, record, many, quiet=options["quiet"])
    if options["format"] == "json":
        json.dump(_plain(folder, record, findings), sys.stdout, indent=2, allow_nan=False)
        sys.stdout.write("\n")
    else:
        for line in said(folder, record, findings):
            typer.echo(line)
    if findings.wrong:
        raise NotReproduced(_refuted(findings))


def _many(chunks: str) -> int | None:
    """How many chunks are computed again; None for all."""
    if chunks == EVERY:
        return None
    if chunks.isdecimal():
        return int(chunks)
    message = "must be a number from 0 or `all`"
    raise InputError([Problem("--chunks", 0, 0, "", chunks, message, "Give e.g. --chunks 3")])


def checked(folder: Path, record: Manifest, many: int | None, *, quiet: bool) -> Findings:
    """Everything that can be checked."""
    findings = Findings([f"inputs: {name} has changed" for name in changed_inputs(folder, record)])
    plan = _plan(findings, folder, record)
    with bar("Checksums", quiet=quiet) as told:
        check_files(findings, folder, record, told)
    if plan is not None and not findings.wrong:
        numbers = chosen(findings.whole, many)
        same_code = code_digest() == record.origin.code
        with bar("Computing again", quiet=quiet) as told:
            check_again(
                findings, folder, record, plan, evaluate, numbers, told, same_code=same_code
            )
    return findings


def _plan(findings: Findings, folder: Path, record: Manifest) -> Plan | None:
    """The plan of the stored inputs, its digest compared; None where there is none any more."""
    try:
        plan = plan_of(folder)
    except SuasionError as error:
        findings.wrong.append(f"inputs: cannot be planned any more ({error})")
        return None
    check_run_id(findings, record, inputs_digest(plan))
    return plan


def said(folder: Path, record: Manifest, findings: Findings) -> Iterator[str]:
    """What was checked, in words."""
    chunks = record.shape.chunks
    yield f"Run {record.run} of {record.origin.study} in {folder}"
    yield f"  inputs       {len(record.files)} files against their checksums, and the run id"
    yield f"  chunks       {len(findings.whole):,} of {chunks:,} have their checksums"
    if findings.absent:
        yield f"               {len(findings.absent):,} are not done yet"
    if not findings.again:
        yield "  again        nothing was computed again"
        return
    numbers = ", ".join(map(str, findings.again[:SHOWN]))
    more = " …" if len(findings.again) > SHOWN else ""
    yield f"  again        chunks {numbers}{more}: {findings.values:,} values, {_rule(findings)}"
    yield f"  difference   {findings.largest:.3g} at most"
    if code_digest() != record.origin.code:
        yield f"  code         is not that of the run (suasion {record.suasion})"


def _rule(findings: Findings) -> str:
    """Which agreement was asked for."""
    others = len(findings.again) - findings.exact
    if not others:
        return "to the last bit"
    told = f"to {TOLERANCE:g}, as code, libraries or processor are not those of the run"
    return told if not findings.exact else f"{others} of the chunks {told}"


def _plain(folder: Path, record: Manifest, findings: Findings) -> dict[str, Any]:
    return {
        "run": record.run,
        "folder": str(folder),
        "reproduced": not findings.wrong,
        "tolerance": 0.0 if findings.exact == len(findings.again) else TOLERANCE,
        **vars(findings),
    }


def _refuted(findings: Findings) -> str:
    count = len(findings.wrong)
    lines = [f"not verified: {count:,} difference{'s' * (count != 1)}"]
    lines += [f"  {one}" for one in findings.wrong[:SHOWN]]
    more = len(findings.wrong) - SHOWN
    return "\n".join(lines + ([f"  and {more:,} more"] if more > 0 else []))
