"""The packaged library, cases and bibliography hold together."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from suasion.describe.bibliography import REFERENCES, built_in, keys, works
from suasion.describe.loading import CASES, DATA, LIBRARY, source_keys
from suasion.describe.reading import read

FILES = sorted([*LIBRARY.glob("*.yaml"), *CASES.glob("*/*.yaml")])
ARTICLE = Path(__file__).resolve().parents[4] / "shared" / "article.txt"
RUN = 8


def test_no_key_is_given_twice() -> None:
    found = Counter(key for path in REFERENCES.glob("*.bib") for key in keys(path))
    assert not [key for key, times in found.items() if times > 1]


@pytest.mark.parametrize("path", sorted(REFERENCES.glob("*.bib")), ids=lambda path: path.name)
def test_the_quick_scan_finds_the_keys_that_the_parser_finds(path: Path) -> None:
    assert keys(path) == list(works(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_source_is_in_the_bibliography(path: Path) -> None:
    missing = {key for _, key in source_keys(read(path).data) if key not in built_in()}
    assert not missing


def test_every_work_has_a_title() -> None:
    assert not [key for key, work in built_in().items() if not work.title]


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of eight words."""
    words = re.findall(r"[^\W_]+", text.lower())
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def prose(path: Path) -> str:
    """A file's text without the titles of the works that it names."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"^\s*title\s*=.*$", "", text, flags=re.MULTILINE)


def test_no_text_is_copied_from_the_article() -> None:
    if not ARTICLE.is_file():
        pytest.skip(f"{ARTICLE} is not here, so copied runs of words cannot be looked for")
    theirs = set(runs(ARTICLE.read_text(encoding="utf-8")))
    copied = {
        path.name: " ".join(run)
        for path in sorted(DATA.rglob("*.*"))
        for run in runs(prose(path))
        if run in theirs
    }
    assert not copied
