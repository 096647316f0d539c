"""An answer of the years as a picture or as a page that needs no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair as alt
from markupsafe import Markup

from suasion.report.drawing import drawn
from suasion.report.embedded import as_script, plain
from suasion.report.page import environment
from suasion.report.tables import Table
from suasion.report.writing import put
from suasion.report.years_charts import chart
from suasion.uncertainty.questions.cells import cell

Row = dict[str, Any]


def write(found: Row, path: Path) -> None:
    """Write an answer as SVG or HTML, by the file's ending; nothing half-written is left behind.

    Parameters
    ----------
    found
        What `suasion.uncertainty.questions.answer.answer` gives, with the `command`.
    path
        The file, which is replaced if it exists.

    Raises
    ------
    FileRefused
        Where the file cannot be written.
    """
    put(path, picture(found) if path.suffix == ".svg" else page(found))


def picture(found: Row) -> str:
    """All figures below each other, with what the shares are not."""
    charts = [chart(one) for one in found["figures"]]
    names = ", ".join(one["title"] for one in found["guarantees"])
    head = alt.TitleParams(
        f"{found['question']['title']} {names}",
        subtitle=[_options(found), found["caution"]],
        subtitleFontSize=11,
        offset=14,
    )
    whole = (
        alt.vconcat(*charts, spacing=26, title=head)
        .resolve_scale(color="independent", strokeDash="independent")
        .properties(background="white")
    )
    title = found["question"]["title"]
    return str(drawn(whole, "years", title, " ".join(found["says"])))


def page(found: Row) -> str:
    """The answer as HTML: sentences, figures, tables, and the data itself."""
    figures = [
        one
        | {
            "svg": drawn(
                chart(one, titled=False),
                f"figure-{at}",
                one["title"],
                f"{one['title']}. {one['caption']}",
            )
        }
        for at, one in enumerate(found["figures"], 1)
    ]
    context = {
        "found": found,
        "names": ", ".join(one["title"] for one in found["guarantees"]),
        "options": _options(found),
        "figures": figures,
        "tables": [_table(one) for one in found["tables"]],
        "record": Markup(as_script(plain(found))),
    }
    return environment().get_template("years.html").render(context)


def _options(found: Row) -> str:
    options = found["options"]
    steps = "yearly" if options["steps_per_year"] == 1 else "quarterly"
    steps += f" steps from {options['given']}"
    steps += ", myopic challenger" if options["myopic"] else ""
    steps += "" if options["probes"] else ", no deliberate probes"
    steps += ", priors of the record" if options["prior"] == "record" else ""
    theories = ", ".join(options["theories"])
    return f"{options['draws']} draws under {theories}; {steps}; seed {options['seed']}"


def _table(one: Row) -> Table:
    """A table with its cells as the terminal shows them; en dashes between figures."""
    heads = [column["heading"] for column in one["columns"]]
    rows = [
        [
            cell(row[column["key"]], column["form"]).replace("-", "–")
            if column["form"] != "text"
            else str(row[column["key"]])
            for column in one["columns"]
        ]
        for row in one["rows"]
    ]
    return Table(one["title"], heads, rows)
