"""Options of the commands; a body gets a dictionary of case, guarantees, theories, settings etc."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Basis = Annotated[
    Literal["judgement", "record"],
    typer.Option("--prior", help="Priors: judgement, or the record's where it speaks."),
]
Case = Annotated[str, typer.Argument(metavar="CASE", help="Packaged case, or folder of one.")]
Draws = Annotated[
    int,
    typer.Option(min=2, max=1_000_000, metavar="N", help="Draws of the uncertain numbers."),
]
Drawing = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.")]
Folder = Annotated[Path, typer.Option("--dir", metavar="FOLDER", help="Where to put it.")]
Format = Annotated[
    Literal["table", "json", "csv"], typer.Option("--format", help="Form of the answer.")
]
GameFormat = Annotated[
    Literal["table", "json", "efg", "svg"], typer.Option("--format", help="Form of the answer.")
]
Guarantees = Annotated[
    list[str] | None,
    typer.Option(
        "--guarantee", "-g", metavar="ID", help="Candidate; repeat it.", show_default="all"
    ),
]
Horizon = Annotated[int, typer.Option(min=10, max=60, metavar="YEARS", help="Years to look ahead.")]
KindOfFile = Annotated[
    Literal["guarantee", "case", "claim", "game", "study", "zone", "mapping"],
    typer.Argument(metavar="guarantee|case|claim|game|study|zone|mapping", help="Kind of file."),
]
Page = Annotated[
    Path | None, typer.Option("--out", metavar="FILE.html", help="Write the report there.")
]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter of the game; repeat it."),
]
RankBy = Annotated[
    Literal["horizon", "term", "unconditional"], typer.Option(help="What orders the table.")
]
Schema = Annotated[Path | None, typer.Option("--out", metavar="FILE.json", help="Write it there.")]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Seed of the random draws.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="[GUARANTEE:]NAME=VALUE",
        help="Set a field or a lever of the case; repeat it.",
    ),
]
ShortFormat = Annotated[
    Literal["table", "json"], typer.Option("--format", help="Form of the answer.")
]
Theories = Annotated[
    list[str] | None,
    typer.Option(
        "--theory",
        "-t",
        metavar="ID|FILE.yaml",
        help="Theory, or a game of your own; repeat it.",
        show_default="all",
    ),
]
ZoneFeed = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FEED.json",
        help="Take numbers of the zone from what was observed, by `suasion zone check --format "
        "feed`, instead of their priors; repeat it for further years.",
    ),
]
