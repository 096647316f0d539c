"""`suasion study`: many draws of many assumptions, kept on disk."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

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
  suasion study discover my-study --guarantee us-article-5-like
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
OfStudy = Annotated[
    list[str] | None,
    typer.Option(
        "--guarantee",
        "-g",
        metavar="ID",
        help="Guarantee of the study, or one setting of it; repeat it.",
        show_default="all",
    ),
]
OneMetric = Annotated[str, typer.Option("--metric", metavar="NAME", help="Metric of the study.")]
OneTheory = Annotated[
    str | None,
    typer.Option(
        "--theory", "-t", metavar="ID", help="Futures under this theory.", show_default="all"
    ),
]
Below = Annotated[
    float | None,
    typer.Option(
        min=0.0, max=1.0, metavar="CHANCE", help="A chance below this fails.", show_default="0.9"
    ),
]
Above = Annotated[
    float | None, typer.Option(min=0.0, metavar="RATE", help="A rate above this fails.")
]
Most = Annotated[
    int, typer.Option(min=1, max=500, metavar="N", help="Most factors in a table or figure.")
]
Lot = Annotated[
    int, typer.Option("--seed", min=0, metavar="N", help="Seed of halves, lots, resamples.")
]
FirstDraws = Annotated[
    int | None,
    typer.Option(
        "--draws", min=2, metavar="N", help="The first draws to be read.", show_default="100000"
    ),
]
Plot = Annotated[Path | None, typer.Option("--plot", metavar="FILE.svg", help="Draw it there.")]


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


@command
def sensitivity(
    folder: StudyFolder,
    guarantee: OfStudy = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Look at the lead over this guarantee."),
    ] = None,
    metric: OneMetric = "through_horizon",
    theory: OneTheory = None,
    slopes: Annotated[
        int | None,
        typer.Option(
            min=2,
            max=4096,
            metavar="N",
            help="Slopes of the full model of the years in N draws of their own, instead.",
        ),
    ] = None,
    most: Most = 10,
    draws: FirstDraws = None,
    seed: Lot = 1,
    form: Format = "table",
    plot: Plot = None,
    quiet: Quiet = False,
) -> None:
    """Say which assumptions a result depends on.

    A Saltelli design gives shares of variance, first order and total; a Morris design elementary
    effects; any other design first-order shares.

    Examples
    --------
      suasion study sensitivity my-study
      suasion study sensitivity my-study -g korean-model --against us-article-5-like
      suasion study sensitivity my-study -g korean-model --plot shares.svg
      suasion study sensitivity my-study -g korean-model --slopes 64 --theory threshold
    """
    _analyse("study_sensitivity", locals())


@command
def discover(
    folder: StudyFolder,
    guarantee: OfStudy = None,
    metric: OneMetric = "through_horizon",
    below: Below = None,
    above: Above = None,
    where: Annotated[
        Literal["fails", "holds"], typer.Option(help="Which futures to look for.")
    ] = "fails",
    theory: OneTheory = None,
    density: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            metavar="SHARE",
            help="Least share of a box that fails.",
            show_default="what says most",
        ),
    ] = None,
    boxes: Annotated[int, typer.Option(min=1, max=10, metavar="N", help="Most boxes.")] = 2,
    resamples: Annotated[
        int,
        typer.Option(min=2, max=1000, metavar="N", help="Samples from which boxes are made again."),
    ] = 50,
    by: Annotated[
        Literal["halves", "bootstrap"],
        typer.Option(help="Samples: halves, or with repetition, which limits more by chance."),
    ] = "halves",
    draws: FirstDraws = None,
    seed: Lot = 1,
    form: Format = "table",
    plot: Plot = None,
) -> None:
    """Say in which futures a guarantee fails, in words.

    Boxes of futures by peeling, each with how far it holds up, and a tree.

    Examples
    --------
      suasion study discover my-study -g us-article-5-like
      suasion study discover my-study -g us-article-5-like --below 0.5 --density 0.75
      suasion study discover my-study -g korean-model --where holds --plot box.svg
      suasion study discover my-study --metric hazard_after --above 0.03
    """
    _analyse("study_discover", locals())


@command
def rank(
    folder: StudyFolder,
    guarantee: OfStudy = None,
    metric: OneMetric = "through_horizon",
    below: Below = None,
    above: Above = None,
    theory: OneTheory = None,
    draws: FirstDraws = None,
    seed: Lot = 1,
    form: Format = "table",
    plot: Plot = None,
) -> None:
    """Order guarantees by several criteria side by side.

    Mean, share of futures in which it is good enough, the worst 5 %, the worst future, and regret.

    Examples
    --------
      suasion study rank my-study
      suasion study rank my-study --below 0.75 --plot criteria.svg
      suasion study rank my-study --theory threshold --format json
    """
    _analyse("study_rank", locals())


@command
def learn(
    folder: StudyFolder,
    guarantee: OfStudy = None,
    metric: OneMetric = "through_horizon",
    theory: OneTheory = None,
    most: Most = 10,
    draws: FirstDraws = None,
    seed: Lot = 1,
    form: Format = "table",
    plot: Plot = None,
) -> None:
    """Say what knowing one assumption first is worth.

    In hundredths of the metric, beside what chance would show, and which choice it changes.

    Examples
    --------
      suasion study learn my-study
      suasion study learn my-study --metric unconditional_horizon --plot learning.svg
      suasion study learn my-study -g korean-model -g paris-2026 --format csv
    """
    _analyse("study_learn", locals())


def _analyse(module: str, given: dict[str, Any]) -> None:
    """Load an analysis and carry it out with the options of its command, by name."""
    with uncollected():
        body = import_module(f"suasion.cli.{module}")
        reading = import_module("suasion.study.store.reading")
    with reading.decoded(given["folder"]):
        body.run(given)
