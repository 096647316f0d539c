"""Checks of files: errors that stop a run and warnings that a careful reader wants."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suasion.describe.fact import Unknown
from suasion.describe.guarantee import Guarantee
from suasion.describe.loading import load_case, load_guarantee
from suasion.errors import InputError, Problem


@dataclass(frozen=True)
class Findings:
    """What a check of one file found."""

    path: Path
    what: str
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]


def check(path: Path) -> Findings:
    """Problems and warnings of a guarantee file, a case folder or a case file."""
    is_case = path.is_dir() or path.name == "case.yaml"
    what = "case" if is_case else "guarantee"
    try:
        guarantees = (
            list(load_case(path).guarantees.values()) if is_case else [load_guarantee(path)]
        )
    except InputError as error:
        return Findings(path, what, tuple(error.problems), ())
    warnings = [text for guarantee in guarantees for text in _warnings(guarantee)]
    return Findings(path, what, (), tuple(warnings))


def _warnings(guarantee: Guarantee) -> Iterator[str]:
    facts = list(each_fact(guarantee))
    unverified = [path for path, fact in facts if any(map(_unverified, versions(fact)))]
    unknown = [path for path, fact in facts if isinstance(fact, Unknown)]
    if unverified:
        yield f"{guarantee.id}: {len(unverified)} facts not verified: {', '.join(unverified)}"
    if unknown:
        yield f"{guarantee.id}: {len(unknown)} of {len(facts)} facts unknown"


def versions(fact: Any) -> list[Any]:
    """A fact's versions: several where it is contested, else itself."""
    return list(getattr(fact, "contested", [fact]))


def _unverified(fact: Any) -> bool:
    return bool(getattr(fact, "unverified", False))


def each_fact(guarantee: Guarantee) -> Iterator[tuple[str, Any]]:
    """Every fact of a guarantee with its path."""
    for section in Guarantee.model_fields:
        part = getattr(guarantee, section)
        if hasattr(type(part), "is_section"):
            for field in type(part).model_fields:
                if field != "otherwise":
                    yield f"{section}.{field}", getattr(part, field)


def main(arguments: list[str]) -> int:
    """Check files from the command line of a contributor."""
    findings = [check(Path(name)) for name in arguments]
    lines = [str(problem) for one in findings for problem in one.problems]
    lines += [warning for one in findings for warning in one.warnings]
    sys.stdout.write("\n".join([*lines, f"{len(findings)} checked"]) + "\n")
    return 2 if any(one.problems for one in findings) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
