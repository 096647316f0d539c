"""Works that the packaged limits name in their reasons are in the bibliography."""

import re

from suasion.describe.bibliography import built_in
from suasion.design.limits import PACKAGED

NAMED = re.compile(r"\(([a-z]+(?:-[a-z0-9]+)*-\d{4}(?:-\d\d)*)\)")


def test_works_named_in_reasons_exist() -> None:
    found = [
        key for path in PACKAGED.glob("*.yaml") for key in NAMED.findall(path.read_text("utf-8"))
    ]
    assert len(found) >= 3
    assert [key for key in found if key not in built_in()] == []
