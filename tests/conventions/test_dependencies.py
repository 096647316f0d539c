"""The lock is exact and hashed, holds every dependency, and each has its reason on record."""

import re
from pathlib import Path
from typing import Any

import pytest

DECISION = Path("docs/decisions/0002-dependencies.md")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==\S+")


def requirements(root: Path, purpose: str) -> list[str]:
    """The logical lines of a requirements file."""
    text = (root / "requirements" / f"{purpose}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [line for line in "\n".join(lines).replace("\\\n", " ").splitlines() if line.strip()]


def pins(root: Path, purpose: str) -> set[str]:
    """Name, version and marker of everything in a requirements file."""
    return {line.partition("--hash")[0].strip() for line in requirements(root, purpose)}


def bare(requirement: str) -> str:
    """The normalised name in a requirement."""
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-").replace(".", "-")


@pytest.fixture(scope="session")
def direct(project: dict[str, Any]) -> dict[str, set[str]]:
    """The direct dependencies, by the requirements file that must hold them."""
    groups = project["dependency-groups"]
    run = {bare(item) for item in [*project["project"]["dependencies"], *groups["build"]]}
    return {"run": run, "dev": run | {bare(item) for item in groups["dev"]}}


@pytest.mark.parametrize("purpose", ["run", "dev"])
def test_every_line_is_exact_and_hashed(root: Path, purpose: str) -> None:
    loose = [
        line
        for line in requirements(root, purpose)
        if not PIN.match(line) or "--hash=sha256:" not in line
    ]
    assert not loose


@pytest.mark.parametrize("purpose", ["run", "dev"])
def test_lock_holds_every_direct_dependency(
    root: Path, direct: dict[str, set[str]], purpose: str
) -> None:
    locked = {bare(pin) for pin in pins(root, purpose)}
    assert not direct[purpose] - locked, "run `make lock`"


def test_tests_run_on_the_versions_that_users_run(root: Path) -> None:
    versions = {pin.partition(" ")[0] for pin in pins(root, "run")}
    assert not versions - {pin.partition(" ")[0] for pin in pins(root, "dev")}


def test_every_direct_dependency_has_its_reason(root: Path, direct: dict[str, set[str]]) -> None:
    table = (root / DECISION).read_text(encoding="utf-8")
    missing = {name for name in direct["dev"] if f"| {name} |" not in table}
    assert not missing, f"add a line to {DECISION}"
