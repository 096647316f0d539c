"""The README's picture, from `suasion compare --format json` on standard input.

suasion compare --format json | python tools/draw_readme.py docs/images/survival.svg
"""

import json
import sys
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

FONT = "Helvetica, Arial, sans-serif"


def rows(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for each candidate: given entry with its spread, and unconditional."""
    found = []
    for one in summary["guarantees"]:
        given = one["no_major_attack"]["through_horizon"]
        without = one["no_major_attack"]["unconditional_through_horizon"]
        found.append({"id": one["id"], **given, "unconditional": without["mean"]})
    return found


def chart(summary: dict[str, Any]) -> alt.LayerChart:
    """Mean and 5-95 % of futures; a hollow point where entry is not given."""
    years = summary["options"]["horizon_years"]
    data = [
        {key: row[key] for key in ("id", "mean", "p5", "p95", "unconditional")}
        for row in rows(summary)
    ]
    base = alt.Chart(alt.Data(values=data)).encode(y=alt.Y("id:N", sort=None, title=None))
    axis = alt.X(
        "p5:Q",
        scale=alt.Scale(domain=[0, 1]),
        title=f"chance of no major attack through {years} years",
    )
    spread = base.mark_rule(strokeWidth=6, opacity=0.35, color="#3b6ea5").encode(x=axis, x2="p95:Q")
    mean = base.mark_point(filled=True, size=70, color="#1f3f66", opacity=1).encode(x="mean:Q")
    entry = base.mark_point(size=60, color="#9c3d00", opacity=1).encode(x="unconditional:Q")
    title = ["Given entry: mean and 5-95 % of futures (blue). Entry not given: mean (hollow)."]
    return (spread + mean + entry).properties(width=560, height=270, title=title)


def main() -> None:
    """Write the picture to the path given."""
    drawing = (
        chart(json.load(sys.stdin))
        .configure(font=FONT)
        .configure_title(fontSize=12, anchor="start")
    )
    Path(sys.argv[1]).write_text(vl_convert.vegalite_to_svg(drawing.to_json()), encoding="utf-8")


if __name__ == "__main__":
    main()
