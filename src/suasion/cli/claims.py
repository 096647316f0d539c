"""`suasion claims`: judge, print, write."""

from __future__ import annotations

import csv
import io
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from suasion.claims.evaluate import Asked, verdicts
from suasion.claims.futures import Size
from suasion.claims.loading import folder_of, load_claims
from suasion.claims.plain import manifest, told
from suasion.claims.years import YearsSize
from suasion.cli.progress import Report, bar
from suasion.describe.loading import load_case
from suasion.errors import InputError, Problem
from suasion.report import claims_words as words
from suasion.theory.registry import stage, stages
from suasion.uncertainty.ahead import load_ahead
from suasion.uncertainty.questions.asked import THEORIES

Row = dict[str, Any]
WIDTH = 78
NAME_WIDTH = 29
HEADS = {"verdict": 12, "share": 5, "th.": 4, "premises": 8, "record": 7}
LEGEND = """share: of futures in which the claim holds. th.: theories for and against. premises:
the worst of those needed. record: with, against or open by 95 % intervals.
(assumed): the verdict follows the prior of the claim's own mechanisms. One claim in
full: suasion claims CASE ID."""


def run(options: dict[str, Any]) -> None:
    """Carry out the command; `options` are the command line's, by name."""
    _check(options)
    asked = _asked(options)
    loaded = load_case(options["case"])
    folder, claim = _place(options)
    debate = load_claims(loaded, folder, claim)
    load_ahead(asked.size.theories, asked.size.horizon)
    with bar("Judging", quiet=options["quiet"]) as report:
        found = verdicts(debate, asked, _steps(report))
    command = command_line(options)
    data = told(debate, asked, found) | {"run": manifest(debate, asked, command)}
    show(data, options["format"], one=claim is not None)
    if options["out"]:
        _write(data, Path(options["out"]), quiet=options["quiet"])


def _check(options: dict[str, Any]) -> None:
    """Refuse what cannot work before anything long is started."""
    out = options["out"] and Path(options["out"])
    if out and (out.suffix != ".html" or out.is_dir()):
        remedy = "Give a file name that ends in .html"
        message = f"{out} is not an HTML file name"
        raise InputError([Problem("--out", 0, 0, "", "", message, remedy)])


def _place(options: dict[str, Any]) -> tuple[Path, str | None]:
    """The folder of the claims, and which one of them is asked for."""
    own, claim = options["from"], options["claim"]
    if own is None:
        return folder_of(options["case"]), claim
    if not own.exists():
        message, remedy = "there is no such file or folder", "Correct the path"
        raise InputError([Problem("--from", 0, 0, "", str(own), message, remedy)])
    if own.is_file() and claim is not None:
        message, remedy = "one file holds one claim", "Leave out ID, or give a folder"
        raise InputError([Problem("--from", 0, 0, "", str(own), message, remedy)])
    return (own.parent, own.stem) if own.suffix == ".yaml" else (own, claim)


def _asked(options: dict[str, Any]) -> Asked:
    chosen = tuple(dict.fromkeys(stage(name).id for name in options["theories"]))
    every = tuple(one.id for one in stages())
    years = YearsSize(chosen or THEORIES, options["years_draws"], options["seed"])
    return Asked(Size(chosen or every, options["draws"], options["seed"]), years)


def _steps(report: Report) -> Any:
    """Progress of the three parts on one bar: two thirds of the way are futures and priors."""
    share = {"Futures": (0, 40), "The full model": (40, 60), "Priors turned": (60, 90)}

    def tell(what: str, done: int, total: int) -> None:
        start, end = share.get(what, (90, 100))
        report(int(start + (end - start) * done / max(total, 1)), 100)

    return tell


def command_line(options: dict[str, Any]) -> str:
    """The command that gives the same numbers, whatever the output format."""
    parts = ["suasion", "claims", str(options["case"])]
    parts += [options["claim"]] if options["claim"] else []
    parts += [f"--from {options['from']}"] if options["from"] else []
    parts += [f"--theory {name}" for name in options["theories"]]
    parts += [f"--draws {options['draws']} --years-draws {options['years_draws']}"]
    return " ".join([*parts, f"--seed {options['seed']}"])


def show(data: Row, form: str, *, one: bool) -> None:
    """Print the verdicts in the format asked for."""
    if form == "json":
        json.dump(data, sys.stdout, indent=2, allow_nan=False)
        sys.stdout.write("\n")
    elif form == "csv":
        sys.stdout.write(csv_text(data))
    else:
        console = Console()
        for part in full(data, data["claims"][0]) if one else overview(data):
            console.print(part, highlight=False, markup=False)


def overview(data: Row) -> Iterator[Any]:
    """The table of all claims, a part for each side of the debate."""
    case = data["case"]
    yield Text(f"{case['title']} ({case['as_of']})", style="bold")
    for side in dict.fromkeys(row["side"] for row in data["claims"]):
        shown = Table(box=None, pad_edge=False, padding=(0, 1), title_justify="left")
        shown.add_column(side, width=NAME_WIDTH)
        for head, width in HEADS.items():
            shown.add_column(head, width=width, no_wrap=head != "verdict")
        for row in data["claims"]:
            if row["side"] == side:
                shown.add_row(*map(Text, cells(row)))
        yield ""
        yield shown
    yield ""
    yield textwrap.fill(LEGEND.replace("\n", " "), WIDTH)
    yield from closing(data)


def cells(row: Row) -> Sequence[str]:
    """A claim as a line of the table."""
    share = words.percent(row["futures"]["share"]) if row["futures"] else "–"
    short = (words.stand(row), words.worst(row), words.in_record(row))
    name = "\n".join(textwrap.wrap(row["id"], NAME_WIDTH))
    return (name, words.graded(row), share, *short)


def full(data: Row, row: Row) -> Iterator[Any]:
    """One claim in full."""
    yield Text(f"{row['id']}: {words.graded(row)}", style="bold")
    yield textwrap.fill(row["text"], WIDTH)
    yield _filled(f"{row['side']}; {row['source']}, {row['where']}. {row['scope']}")
    yield from _part("Verdict", [words.steps(row)])
    yield from _premises(row)
    yield from _part(_title(row), words.futures(row))
    yield from _part("Its own prior", words.circularity(row))
    yield from _part("What would have to be true", words.conditions(row))
    yield from _part("The record", words.record(row))
    tested = [f"{row['because']}. Otherwise: {row['disagree']}."] if row["because"] else []
    yield from _part(f"Why this test ({words.TYPES[row['type']]})", tested)
    yield ""
    yield from closing(data)


def _title(row: Row) -> str:
    found = row["futures"]
    if found is None:
        return "Futures"
    return f"Futures: {found['metric']}; {' against '.join(found['variants'])}"


def _premises(row: Row) -> Iterator[str]:
    lines = []
    for one in row["premises"]:
        lines.append(words.premise(one))
        lines += [f"  {words.version(version)}" for version in one["versions"]]
    yield from _part("Premises", lines)


def _part(title: str, lines: Any) -> Iterator[str]:
    """A title and its paragraphs; nothing where there are none."""
    found = list(lines)
    if found:
        yield ""
        yield textwrap.fill(title, WIDTH, break_on_hyphens=False)
        yield from (_filled(line, "  ") for line in found)


def _filled(text: str, indent: str = "") -> str:
    lead = indent + " " * (len(text) - len(text.lstrip()))
    return textwrap.fill(
        text.strip(),
        WIDTH,
        break_on_hyphens=False,
        initial_indent=lead,
        subsequent_indent=f"{lead}  " if indent else "",
    )


def closing(data: Row) -> Iterator[str]:
    """The caution and the run."""
    options = data["options"]
    yield textwrap.fill(data["caution"], WIDTH)
    yield textwrap.fill(
        f"{options['draws']} draws under {len(options['theories'])} theories, "
        f"{options['draws_of_other_priors']} for other priors, "
        f"{options['horizon_years']} years, seed {options['seed']}. "
        f"Run {data['run']['run']}, suasion {data['run']['suasion']}.",
        WIDTH,
    )


COLUMNS = (
    "id",
    "side",
    "type",
    "word",
    "assumed",
    "share",
    "standard_error",
    "opposite_share",
    "theories_for",
    "theories_against",
    "theories_divided",
    "sceptic",
    "optimist",
    "premises",
    "record",
    "strict",
    "lenient",
    "text",
)


def csv_text(data: Row) -> str:
    """One line a claim."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(_line, data["claims"]))
    return out.getvalue()


def _line(row: Row) -> Row:
    futures = row["futures"]
    line = {key: row[key] for key in ("id", "side", "type", "word", "assumed", "text")}
    line |= {"premises": words.worst(row), "record": words.in_record(row), **row["other_lines"]}
    if futures:
        line |= {key: futures[key] for key in ("share", "standard_error", "opposite_share")}
        line |= {f"theories_{key}": " ".join(some) for key, some in futures["theories"].items()}
        line |= futures["views"]
    return line


def _write(data: Row, path: Path, *, quiet: bool) -> None:
    """Write the page and say where."""
    from suasion.report.claims_page import write

    path.parent.mkdir(parents=True, exist_ok=True)
    write(data, path)
    if not quiet:
        Console(stderr=True).print(f"Report: {path}", highlight=False)
