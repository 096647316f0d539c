"""Groups of commands, one module each: `suasion GROUP COMMAND`."""

from __future__ import annotations

import typer

from suasion.cli.groups import claims, data, estimate, evidence, files, record, study, term, zone

GROUPS: tuple[typer.Typer, ...] = (
    files.app,
    data.app,
    zone.app,
    record.app,
    evidence.app,
    estimate.app,
    term.app,
    study.app,
    claims.app,
)
"""In the order in which `suasion --help` lists them."""
