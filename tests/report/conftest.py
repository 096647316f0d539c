"""One small comparison and its report, shared by the tests of this folder."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from suasion.describe.loading import load_case
from suasion.report.page import write
from suasion.uncertainty.comparison import Comparison, compare, options_for
from suasion.uncertainty.summary import summarise

COMMAND = "suasion compare ukraine-2025 --draws 60"
GUARANTEES = ("no-guarantee", "korean-model", "us-article-5-like")
THEORIES = ("threshold", "strategic")
VOID = {"meta", "link", "br", "img", "hr", "input"}
ATTACK = '<script>alert(1)</script><img src="http://evil.example/x.png">'


@dataclass
class Element:
    """A start tag with its attributes, the tags around it and the text right inside it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""


class Page(HTMLParser):
    """Every element of a page, and every fault of its nesting."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[Element] = []
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{one.tag}> is never closed" for one in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = tuple(one.tag for one in self.open)
        found = Element(tag, {name: value or "" for name, value in attrs}, names)
        self.elements.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = tuple(one.tag for one in self.open)
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, names))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes nothing")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one.text += data

    def all(self, *tags: str) -> list[Element]:
        """Elements with one of these tags, in their order."""
        return [one for one in self.elements if one.tag in tags]

    def ids(self) -> list[str]:
        """Every identifier, as often as it is given."""
        return [one.attributes["id"] for one in self.elements if "id" in one.attributes]


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    loaded = load_case("ukraine-2025")
    return compare(loaded, options_for(loaded, GUARANTEES, THEORIES, draws=60, horizon=12))


@pytest.fixture(scope="session")
def summary(comparison: Comparison) -> dict[str, Any]:
    return summarise(comparison)


@pytest.fixture(scope="session")
def report(comparison: Comparison, summary: dict[str, Any], tmp_path_factory: Any) -> Path:
    """The report as a file; tests that change it write a copy."""
    path = Path(tmp_path_factory.mktemp("report")) / "report.html"
    write(comparison, summary, path, COMMAND)
    return path


@pytest.fixture(scope="session")
def text(report: Path) -> str:
    return report.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def page(text: str) -> Page:
    return Page(text)


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], Page]:
    return Page


@pytest.fixture(scope="session")
def attacked(comparison: Comparison, summary: dict[str, Any], tmp_path_factory: Any) -> str:
    """The report of a case whose author wrote HTML into its texts."""
    key = "korean-model"
    one = comparison.loaded.guarantees[key]
    title = one.instrument.title.model_copy(update={"value": ATTACK, "note": ATTACK})
    instrument = one.instrument.model_copy(update={"title": title})
    told = {"title": ATTACK, "summary": ATTACK, "instrument": instrument}
    case = comparison.loaded.case.model_copy(update={"title": ATTACK, "question": ATTACK})
    guarantees = {**comparison.loaded.guarantees, key: one.model_copy(update=told)}
    raw = {**comparison.loaded.raw, "case": {"title": ATTACK}}
    changed = replace(comparison.loaded, case=case, guarantees=guarantees, raw=raw)
    rows = [row | {"title": ATTACK} if row["id"] == key else row for row in summary["guarantees"]]
    path = Path(tmp_path_factory.mktemp("attacked")) / "report.html"
    shown = summary | {"guarantees": rows}
    write(replace(comparison, loaded=changed), shown, path, f"suasion compare {ATTACK}")
    return path.read_text(encoding="utf-8")
