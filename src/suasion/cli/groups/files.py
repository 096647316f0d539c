"""`suasion check`, `new` and `schema`: files of every kind, beside the groups."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suasion.cli.brief import brief
from suasion.cli.grouping import commands, group
from suasion.cli.options import Folder, KindOfFile, Schema

app = group("")
"""Without a name of its own its commands stand among those of `suasion`."""
command = commands(app)


@command
@brief()
def check(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH…",
            help="Guarantee, case, claim, study, limits, zone, mapping or .bib file.",
        ),
    ],
) -> None:
    """Check guarantees, cases, studies, zones and other files.

    Every problem is told with file, line, field, what is allowed and what to do.

    Examples
    --------
      suasion check my-guarantee.yaml
      suasion check my-case/
      suasion check my-case/references.bib
      suasion check my-claim.yaml my-study.yaml
      suasion check my-zone.yaml my-mapping.yaml
    """
    from suasion.cli import check as body

    body.run(paths)


@command
def new(
    kind: KindOfFile,
    name: Annotated[str, typer.Argument(metavar="ID", help="Words joined by hyphens.")],
    folder: Folder = Path(),
) -> None:
    """Start a guarantee, case, zone or other file from a template.

    The template explains the format. No file is ever overwritten.

    Examples
    --------
      suasion new guarantee my-draft
      suasion new case my-case --dir cases
      suasion new claim my-claim
      suasion new game my-game
      suasion new study my-study
      suasion new zone my-zone
    """
    from suasion.cli import new as body

    body.run(kind, name, folder)


@command
def schema(
    kind: KindOfFile,
    out: Schema = None,
) -> None:
    """Print the JSON Schema of a kind of file.

    Examples
    --------
      suasion schema guarantee
      suasion schema case --out case.schema.json
      suasion schema game
      suasion schema study
      suasion schema zone
    """
    from suasion.cli import schema as body

    body.run(kind, out)
