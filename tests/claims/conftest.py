"""Claims for tests: one without a fault to be broken, and judging of few draws."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from suasion.claims.evaluate import Asked, verdicts
from suasion.claims.futures import Size
from suasion.claims.loading import Debate, load_claims
from suasion.claims.verdict import Verdict
from suasion.claims.years import YearsSize
from suasion.describe.loading import Loaded, load_case

HEAD = """\
claim: 1
id: {id}
text: A claim for tests.
side: tests
source: Sniehyriov2025
where: nowhere
scope: Tests alone.
"""
CONTRAST = """\
premises:
  - says: The Korean model has soldiers in the country.
    check: "korean-model: forces.size > 0"
test:
  type: contrast
  metric: through_horizon
  first: {guarantee: korean-model}
  second: {guarantee: korean-model, set: {forces.size: 0}}
  direction: higher
  by: 0.02
  because: an example
  disagree: nobody
mechanisms: [tripwire, forward-forces]
record: {what: attacked, first: {troops: true}, second: {troops: false}, direction: lower,
  because: an example}
"""


@pytest.fixture(scope="session")
def case() -> Loaded:
    return load_case("ukraine-2025")


@pytest.fixture
def load(tmp_path: Path, case: Loaded) -> Callable[..., Debate]:
    """Claims from texts that follow the head, each named."""

    def loaded(**texts: str) -> Debate:
        for name, text in texts.items():
            key = name.replace("_", "-")
            whole = text if text.startswith("claim:") else HEAD.format(id=key) + text
            (tmp_path / f"{key}.yaml").write_text(whole, encoding="utf-8")
        return load_claims(case, tmp_path)

    return loaded


@pytest.fixture
def judge(load: Callable[..., Debate]) -> Callable[..., dict[str, Verdict]]:
    """Verdicts of claims in few draws under one theory."""

    def judged(*, draws: int = 60, seed: int = 1, **texts: str) -> dict[str, Verdict]:
        return verdicts(load(**texts), asked(draws=draws, seed=seed))

    return judged


def asked(draws: int = 60, seed: int = 1) -> Asked:
    """A question of few draws under one theory."""
    size = Size(("threshold",), draws, seed)
    return Asked(size, YearsSize(("threshold",), 8, seed, 12, ("leader",)))


def test_of(**fields: Any) -> str:
    """A test's lines with the two that all have."""
    lines = [f"  {name}: {value}" for name, value in fields.items()]
    return "\n".join(["test:", *lines, "  because: an example", "  disagree: nobody", ""])


test_of.__test__ = False  # type: ignore[attr-defined]
