"""The bibliography of what a report actually cites.

A key that is cited becomes a link to its entry, and only keys that were cited get an entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from suasion.describe.bibliography import Work, built_in

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_:+-]*[A-Za-z0-9]")
FIGURE = re.compile(r"[0-9-]")
WEB = ("http://", "https://")


@dataclass
class References:
    """Works by key, and which of them were cited so far."""

    works: Mapping[str, Work]
    cited: set[str] = field(default_factory=set)

    def work(self, key: str) -> Work | None:
        """A work of the case or of the package."""
        return self.works.get(key) or built_in().get(key)

    def cite(self, key: str) -> Markup:
        """A key as a link to its entry."""
        self.cited.add(key)
        found = self.work(key)
        mark = Markup(" <em>(unverified)</em>") if found and found.unverified else ""
        return Markup('<a href="#ref-{0}">{0}</a>{1}').format(key, mark)

    def cites(self, keys: tuple[str, ...] | list[str]) -> Markup:
        """Several keys as links."""
        return Markup(", ").join(self.cite(key) for key in keys)

    def linked(self, text: str) -> Markup:
        """Text in which the keys that it names are links.

        A word counts as a key only if it has a figure or a hyphen: an ordinary word never does.
        """
        parts, end = [], 0
        for match in KEY.finditer(text):
            if FIGURE.search(match.group()) and self.work(match.group()):
                parts += [Markup.escape(text[end : match.start()]), self.cite(match.group())]
                end = match.end()
        return Markup("").join([*parts, Markup.escape(text[end:])])

    def entries(self) -> list[tuple[str, Markup]]:
        """Key and text of every work that was cited, in the order of the keys."""
        found = [(key, self.work(key)) for key in sorted(self.cited, key=str.lower)]
        return [(key, entry(work) if work else Markup("not found")) for key, work in found]


def entry(work: Work) -> Markup:
    """A work as a line of the bibliography."""
    parts = [Markup.escape(str(work)), *_place(work), *_link(work)]
    if work.unverified:
        parts.append(Markup("<strong>Not verified.</strong>"))
    if work.field("note"):
        parts.append(Markup("<em>{}</em>").format(work.field("note")))
    return Markup(" ").join(parts)


def _place(work: Work) -> list[Markup]:
    """Volume, number and pages of an article."""
    volume, issue = work.field("volume"), work.field("number")
    pages = work.field("pages").replace("--", "–")
    parts = [f"{volume}({issue})" if volume and issue else volume or issue, pages]
    text = ", ".join(part for part in parts if part)
    return [Markup("{}.").format(text)] if text and work.kind == "article" else []


def _link(work: Work) -> list[Markup]:
    """The publisher's address, if it is one of the web."""
    doi, url = work.field("doi"), work.field("url")
    address = url or (f"https://doi.org/{doi}" if doi else "")
    if not address.startswith(WEB):
        return []
    return [Markup('<a class="out" href="{0}" rel="noreferrer">{0}</a>').format(address)]
