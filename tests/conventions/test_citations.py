"""Every work that is cited is in the bibliography; every fact and number that is named exists."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from suasion.describe import sections
from suasion.describe.bibliography import REFERENCES, built_in, works
from suasion.describe.guarantee import Guarantee
from suasion.mechanism.priors import packaged, read_data
from suasion.mechanism.registry import MECHANISMS
from suasion.mechanism.situation import names
from suasion.theory.catalogue import entries, get
from suasion.theory.registry import stages

IN_TEXT = re.compile(r"\[([A-Za-z][\w:+-]*)\]_")
LIKE_A_KEY = re.compile(r"\b[A-Z][A-Za-z]+(?:1[89]|20)\d\d\b")
ELSEWHERE = {"parties", "case.leader"}
SIGNS = {"+", "-", "?"}


def cited(root: Path) -> Iterator[tuple[str, str]]:
    """Where a work is cited, and its key."""
    for one in MECHANISMS:
        yield from ((f"mechanism {one.id}", key) for key in one.theory)
    for stage in stages():
        yield from ((f"theory {stage.id}", key) for key in stage.source)
    for entry in entries():
        yield from ((f"model {entry.id}", key) for key in get(entry.id).source)
    for factor, prior in packaged().items():
        yield from ((f"prior {factor}", key) for key in _of_prior(prior.source, prior.because))
    for anchor in read_data("anchors.yaml")["anchors"]:
        yield from ((f"anchor {anchor['id']}", key) for key in anchor["source"])
    for path in sorted((root / "src").rglob("*.py")):
        found = IN_TEXT.findall(path.read_text(encoding="utf-8"))
        yield from ((path.relative_to(root).as_posix(), key) for key in found)


def _of_prior(source: str | None, because: str) -> list[str]:
    return [*([source] if source else []), *LIKE_A_KEY.findall(because)]


def test_every_cited_work_is_in_the_bibliography(root: Path) -> None:
    known = built_in()
    missing = sorted({f"{key} ({place})" for place, key in cited(root) if key not in known})
    assert not missing, f"not in src/suasion/describe/data/references/*.bib: {missing}"


def test_the_check_sees_every_kind_of_citation(root: Path) -> None:
    kinds = {place.split()[0] for place, _ in cited(root)}
    assert {"mechanism", "theory", "model", "prior", "anchor"} < kinds
    assert any(kind.endswith(".py") for kind in kinds)


def test_every_mechanism_theory_and_model_cites_a_work() -> None:
    silent = [one.id for one in MECHANISMS if not one.theory]
    silent += [stage.id for stage in stages() if not stage.source]
    assert not silent + [entry.id for entry in entries() if not get(entry.id).source]


def test_no_work_behind_a_mechanism_is_listed_for_nothing(root: Path) -> None:
    used = {key for _, key in cited(root)}
    assert not sorted(set(works(REFERENCES / "mechanism.bib")) - used)


def exists(path: str) -> bool:
    """True for a field of a section of a guarantee, or one of the few facts told elsewhere."""
    section, _, name = path.partition(".")
    part: Any = getattr(sections, section.capitalize(), None)
    fields = getattr(part, "model_fields", {})
    return path in ELSEWHERE or (section in Guarantee.model_fields and name in fields)


def test_every_fact_that_a_mechanism_reads_can_be_described() -> None:
    missing = {one.id: [path for path in one.reads if not exists(path)] for one in MECHANISMS}
    assert not {key: paths for key, paths in missing.items() if paths}
    assert not exists("zone.colour")


def test_every_number_that_a_mechanism_moves_is_in_the_situation() -> None:
    wrong = {one.id: sorted(set(one.moves) - set(names())) for one in MECHANISMS}
    assert not {key: numbers for key, numbers in wrong.items() if numbers}
    assert {sign for one in MECHANISMS for sign in one.moves.values()} <= SIGNS
