"""No committed file names a package index: where packages come from is up to each machine."""

import re
from pathlib import Path

# Written in pieces, so that this file does not name them either.
HOSTS = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("conda.anaconda", "org"),
    ("deb.debian", "org"),
]
OPTIONS = ["index-url", "extra-index-url", "find-links", "trusted-host"]
HOST = re.compile("|".join(re.escape(".".join(pieces)) for pieces in HOSTS).encode())
OPTION = re.compile("|".join(rf"^\s*--{option}\b" for option in OPTIONS), re.MULTILINE)


def test_no_file_names_a_package_index(root: Path, committed_files: list[Path]) -> None:
    assert len(committed_files) > 1
    named = {
        str(path.relative_to(root)): found.group().decode()
        for path in committed_files
        if (found := HOST.search(path.read_bytes()))
    }
    assert not named


def test_no_requirements_file_sets_an_index(root: Path) -> None:
    locks = sorted((root / "requirements").glob("*.txt"))
    assert locks
    set_here = [path.name for path in locks if OPTION.search(path.read_text(encoding="utf-8"))]
    assert not set_here
