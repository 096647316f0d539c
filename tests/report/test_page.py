"""The report is one sound page: well formed, self-contained, readable without seeing it."""

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from suasion.report.page import write
from suasion.uncertainty.comparison import Comparison

COMMAND = "suasion compare ukraine-2025 --draws 60"
LOADS = re.compile(r"""(?:\bsrc|\bsrcset|\bposter|\bdata)\s*=|@import|url\(\s*["']?(?!#)""", re.I)
KEY_LINK = re.compile(r'href="#ref-([^"]+)"')
KEY_ENTRY = re.compile(r'<li id="ref-([^"]+)">')
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def without_record(text: str) -> str:
    return re.sub(r"<script type=.*?</script>", "", text, flags=re.S)


def test_the_page_is_well_formed(page: Any) -> None:
    assert page.faults == []


def test_no_identifier_is_given_twice(page: Any) -> None:
    assert [name for name, times in Counter(page.ids()).items() if times > 1] == []


def test_every_link_within_the_page_leads_somewhere(page: Any) -> None:
    targets = {
        one.attributes["href"][1:] for one in page.all("a") if one.attributes["href"][0] == "#"
    }
    assert targets - set(page.ids()) == set()


def test_nothing_is_loaded_from_elsewhere(page: Any, text: str) -> None:
    assert LOADS.findall(without_record(text)) == []
    assert page.all("link", "img", "iframe", "object", "embed", "base", "form", "image") == []
    assert [one.attributes for one in page.all("script")] == [
        {"type": "application/json", "id": "suasion-manifest"}
    ]


def test_links_outside_stand_in_the_bibliography_only(page: Any) -> None:
    outside = [one for one in page.all("a") if not one.attributes["href"].startswith("#")]
    assert outside
    assert {one.attributes.get("class") for one in outside} == {"out"}
    assert all(one.attributes["href"].startswith(("http://", "https://")) for one in outside)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine to open the report with")
def test_a_browser_asks_for_nothing_but_the_file(report: Path, tmp_path: Path) -> None:
    log = tmp_path / "net.json"
    quiet = [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-sync",
    ]
    subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            *quiet,
            "--disable-component-update",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--log-net-log={log}",
            "--dump-dom",
            f"file://{report}",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = set(re.findall(r'"url":"(https?://[^"]+)"', log.read_text(encoding="utf-8")))
    cited = report.read_text(encoding="utf-8")
    assert {url for url in found if url.rstrip("/") in cited} == set()


def test_headings_go_down_one_step_at_a_time(page: Any) -> None:
    levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_names_its_language_and_has_a_way_past_the_contents(page: Any) -> None:
    assert page.all("html")[0].attributes["lang"] == "en"
    first = page.all("a")[0]
    assert first.attributes == {"class": "skip", "href": "#findings"}


def test_every_drawing_is_an_image_with_a_title_and_a_description(page: Any) -> None:
    drawings = page.all("svg")
    # A panel for each guarantee, one for each that differs from none, and three single figures.
    assert len(drawings) == 3 + 2 + 3
    for one in drawings:
        assert one.attributes["role"] == "img"
        assert set(one.attributes["aria-labelledby"].split()) <= set(page.ids())
    inside = [one for one in page.all("title", "desc") if "svg" in one.inside]
    assert len(inside) == 2 * len(drawings)
    assert all(one.text.strip() for one in inside)


def test_no_drawing_has_a_number_that_is_none(text: str) -> None:
    drawings = "".join(re.findall(r"<svg.*?</svg>", text, flags=re.S))
    assert not re.search(r"\bNaN\b|undefined|\bnull\b|Infinity", drawings)


def test_every_figure_has_the_same_numbers_as_a_table(page: Any) -> None:
    figures = page.all("figure")
    tables = [one for one in page.all("table") if "figure" in one.inside]
    assert len(figures) == len(tables) == 5


def test_every_table_says_what_it_is_and_what_its_heads_stand_for(page: Any) -> None:
    assert len(page.all("table")) == len(page.all("caption"))
    assert {one.attributes.get("scope") for one in page.all("th")} == {"col", "row", "rowgroup"}


def test_what_is_cited_is_in_the_bibliography_and_nothing_else(text: str) -> None:
    assert set(KEY_LINK.findall(text)) == set(KEY_ENTRY.findall(text))
    assert len(KEY_ENTRY.findall(text)) > 50
    assert "not found</li>" not in text


def test_the_bibliography_marks_what_is_not_verified(text: str) -> None:
    assert "<strong>Not verified.</strong>" in text


def test_the_caution_and_the_run_stand_at_the_head(text: str, summary: dict[str, Any]) -> None:
    head = text[: text.index("<main>")]
    record = json.loads(re.search(r'id="suasion-manifest">(.*?)</script>', text, re.S).group(1))  # type: ignore[union-attr]
    assert summary["caution"] in head
    assert record["manifest"]["run"] in head
    assert summary["case"]["as_of"] in head


def test_the_same_run_gives_the_same_file(
    comparison: Comparison, summary: dict[str, Any], report: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.html"
    write(comparison, summary, again, COMMAND)
    assert again.read_bytes() == report.read_bytes()
    assert list(tmp_path.iterdir()) == [again], "nothing half-written is left"


def test_a_file_of_three_guarantees_stays_small(report: Path) -> None:
    assert report.stat().st_size < 1_000_000


def test_html_in_a_users_texts_is_shown_and_not_obeyed(
    attacked: str, parsed: Callable[[str], Any]
) -> None:
    page = parsed(attacked)
    assert page.faults == []
    assert len(page.all("script")) == 1
    assert page.all("img") == []
    assert "<script>alert" not in attacked
    assert "&lt;script&gt;alert(1)" in attacked
