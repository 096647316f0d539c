"""`suasion study`: many draws of many assumptions, kept on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from suasion.cli.boundary import uncollected
from suasion.cli.grouping import commands, group
from suasion.cli.options import Format, ShortFormat

INTRODUCTION = """
Run studies: guarantees in thousands to millions of futures, kept on disk.

A study file names the guarantees, the assumptions that are drawn and what is measured. Results are
stored chunk by chunk: whatever ends a run, `resume` goes on, and nothing is lost or counted twice.

\b
Examples:
  suasion study run which-assumption --draws 9000
  suasion study run my-study.yaml --folder my-study --workers 4
  suasion study status my-study
  suasion study resume my-study
  suasion study show my-study
"""

app = group("study", INTRODUCTION)
command = commands(app)

StudyFile = Annotated[
    str, typer.Argument(metavar="FILE", help="Study file (.yaml), or a packaged study.")
]
StudyFolder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Folder that `suasion study run` made.")
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=1024,
        metavar="N",
        help="Processes of one core each.",
        show_default="this process, on all cores",
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="tcp://HOST:PORT", help="Dask scheduler to be joined."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]


@command
def run(
    file: StudyFile,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            metavar="FOLDER",
            help="Where to keep it.",
            show_default="studies/NAME-RUN",
        ),
    ] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            min=2,
            max=100_000_000,
            metavar="N",
            help="Draws in place of the file's.",
            show_default="the file's",
        ),
    ] = None,
    form: ShortFormat = "table",
    quiet: Quiet = False,
) -> None:
    """Run a study, or go on with it where its folder is there.

    The same chunk has the same numbers, to the bit, in one process, in many and on a cluster, on
    the same kind of processor.

    Examples
    --------
      suasion study run which-assumption --draws 9000
      suasion study run my-study.yaml --folder my-study
      suasion study run my-study.yaml --workers 4
      suasion study run my-study.yaml --cluster tcp://10.0.0.5:8786
    """
    with uncollected():
        from suasion.cli import study_run as body

    body.run(
        {
            "file": file,
            "folder": folder,
            "workers": workers,
            "cluster": cluster,
            "draws": draws,
            "format": form,
            "quiet": quiet,
        }
    )


@command
def status(folder: StudyFolder, form: ShortFormat = "table") -> None:
    """Say how far a study is, how fast, and whether code or inputs have changed since.

    Examples
    --------
      suasion study status my-study
      suasion study status my-study --format json
    """
    from suasion.cli import study_status as body

    body.run(folder, form)


@command
def resume(
    folder: StudyFolder,
    workers: Workers = None,
    cluster: Cluster = None,
    form: ShortFormat = "table",
    quiet: Quiet = False,
) -> None:
    """Go on with a study that was ended, with what is missing and no more.

    Examples
    --------
      suasion study resume my-study
      suasion study resume my-study --workers 4
    """
    with uncollected():
        from suasion.cli import study_resume as body

    body.run(
        {
            "folder": folder,
            "workers": workers,
            "cluster": cluster,
            "format": form,
            "quiet": quiet,
        }
    )


@command
def show(
    folder: StudyFolder,
    metric: Annotated[
        list[str] | None,
        typer.Option("--metric", metavar="NAME", help="Metric; repeat it.", show_default="all"),
    ] = None,
    form: Format = "table",
) -> None:
    """Show what a study has found so far, and how to cite it.

    Examples
    --------
      suasion study show my-study
      suasion study show my-study --metric through_horizon --format csv
      suasion study show my-study --format json
    """
    from suasion.cli import study_show as body

    body.run(folder, metric or [], form)
