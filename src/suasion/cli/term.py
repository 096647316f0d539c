"""`suasion term QUESTION`: ask, print, write."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from suasion.cli.term_tables import answer_parts, csv_text
from suasion.describe.levers import apply
from suasion.describe.loading import load_case
from suasion.uncertainty.observed import observed_from
from suasion.uncertainty.questions.answer import answer
from suasion.uncertainty.questions.asked import Asked, chosen, factors, refused, theories
from suasion.uncertainty.questions.playing import Report
from suasion.uncertainty.questions.registry import question
from suasion.uncertainty.years import Wanted

PERCENT = 100
KINDS = (".svg", ".html")


def run(name: str, options: dict[str, Any]) -> None:
    """Answer a question; `options` are those of its command, by name."""
    _check(options["out"])
    asked = asked_for(options)
    with told(quiet=options["quiet"]) as report:
        found = answer(question(name), asked, report)
    found["command"] = command_line(name, options)
    show(found, options["form"])
    if options["out"]:
        _write(found, options["out"], quiet=options["quiet"])


def _check(out: Path | None) -> None:
    """Refuse a file that cannot be written before anything long is started."""
    if out is None:
        return
    if out.suffix not in KINDS:
        raise refused("--out", out, "is neither a picture nor a page", "End it in .svg or .html")
    if out.is_dir():
        raise refused("--out", out, "is a folder", "Give a file name")


def asked_for(options: dict[str, Any]) -> Asked:
    """What was asked, every name checked."""
    original = load_case(options["case"])
    loaded = apply(original, list(options["settings"] or []))
    named = options["guarantee"]
    wanted = Wanted(
        factors(options["factors"], options["without"] or []),
        options["horizon"],
        int(options["steps"]),
        signed=options.get("given", "signature") == "signature",
        myopic=options.get("myopic", False),
    )
    return Asked(
        loaded,
        original,
        chosen(loaded, [named] if isinstance(named, str) else named),
        theories(options["theory"] or []),
        options["draws"],
        options["seed"],
        wanted,
        options.get("term"),
        options.get("below", 1.0) / PERCENT,
        not options["no_probes"],
        options["prior"],
        observed_from(options["zone_feed"]) if options["zone_feed"] else None,
    )


@contextmanager
def told(*, quiet: bool) -> Iterator[Report]:
    """A bar that says which theory is played; silent if quiet or not on a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), TimeElapsedColumn())
    hidden = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task("Making ready", total=None)
        yield lambda what, done, total: progress.update(
            task, description=what, completed=done, total=total
        )


SINGLE = ("draws", "seed", "prior", "horizon", "factors", "given", "term", "below")
"""Options with one value, as they are written."""


def command_line(name: str, options: dict[str, Any]) -> str:
    """The command that gives the same numbers, whatever the output format."""
    named = options["guarantee"]
    parts = ["suasion term", name, str(options["case"])]
    parts += [named] if isinstance(named, str) else named
    parts += [f"--theory {one}" for one in options["theory"] or []]
    parts += [f"--set '{one}'" for one in options["settings"] or []]
    parts += [f"--without {one}" for one in options["without"] or []]
    parts += [f"--zone-feed {shlex.quote(str(one))}" for one in options["zone_feed"] or []]
    parts += [f"--{one} {options[one]}" for one in SINGLE if options.get(one) is not None]
    parts += [f"--steps-per-year {options['steps']}"]
    parts += ["--no-probes"] if options["no_probes"] else []
    return " ".join(parts + (["--myopic"] if options.get("myopic") else []))


def show(found: dict[str, Any], form: str) -> None:
    """Print an answer in the form asked for."""
    if form == "json":
        json.dump(found, sys.stdout, indent=2, allow_nan=False)
        sys.stdout.write("\n")
    elif form == "csv":
        sys.stdout.write(csv_text(found))
    else:
        console = Console()
        for part in answer_parts(found):
            console.print(part)


def _write(found: dict[str, Any], path: Path, *, quiet: bool) -> None:
    """Write the picture or the page and say where."""
    from suasion.report.years import write

    write(found, path)
    if not quiet:
        Console(stderr=True).print(f"Written: {path}", highlight=False)
