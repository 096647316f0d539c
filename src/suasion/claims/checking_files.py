"""The check of a claim file: against its case where it lies in one, else its form alone."""

from __future__ import annotations

from pathlib import Path

from suasion.claims.file import Claim
from suasion.claims.loading import load_claims
from suasion.describe.bibliography import beside
from suasion.describe.checking import Findings
from suasion.describe.loading import Loaded, examined, load_case, validated
from suasion.describe.reading import read
from suasion.errors import InputError, Problem, SuasionError

ALONE = (
    "names of candidates, fields and mechanisms were not looked up: "
    "suasion claims CASE --from FILE does that, and so does a folder claims/ of a case"
)


def check(path: Path) -> Findings:
    """Problems and warnings of a claim file."""
    case = path.resolve().parent.parent
    try:
        if path.resolve().parent.name == "claims" and (case / "case.yaml").is_file():
            debate = load_claims(_case(case, path), path.parent, path.stem)
            return Findings(path, "claim", (), (), summary(debate.claims[path.stem]))
        claim = validated(read(path), Claim, beside(path.parent))
    except InputError as error:
        return Findings(path, "claim", tuple(error.problems), ())
    except SuasionError as error:
        return Findings(path, "claim", (Problem(str(path), 0, 0, "", "", str(error), ""),), ())
    return Findings(path, "claim", (), (f"{path.name}: {ALONE}",), summary(claim))


def _case(case: Path, path: Path) -> Loaded:
    """The case; where it has faults, they are told beside those of the claim's form."""
    try:
        return load_case(case)
    except InputError as error:
        faults = examined(read(path), Claim, beside(path.parent))[1]
        raise InputError(faults + error.problems) from None


def summary(claim: Claim) -> str:
    """What a claim is, in words."""
    count = len(claim.premises)
    premises = "1 premise" if count == 1 else f"{count} premises"
    return f"claim of the kind {claim.test.type} with {premises}"
