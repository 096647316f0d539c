"""A wrong claim file gets one clear error, with its place and what to do."""

from collections.abc import Callable

import pytest
from tests.claims.conftest import CONTRAST, HEAD, test_of

from suasion.claims.loading import Debate, folder_of, load_claims
from suasion.describe.loading import Loaded
from suasion.errors import InputError, UnknownName

WRONG = {
    "guarantee": ("{guarantee: korean-model}\n", "{guarantee: korea-model}\n", "korean-model"),
    "lever": ("{forces.size: 0}", "{demarcation: on}", "no field section.field and no lever"),
    "choice": ("{forces.size: 0}", "{demarcation-zone: maybe}", "must be one of on, off"),
    "value": ("{forces.size: 0}", "{forces.size: many}", "whole number"),
    "metric": ("through_horizon", "through_horizons", "through_horizon"),
    "metric of the other model": ("through_horizon", "leader_gone", "Choose one of these"),
    "year": ("metric: through_horizon", "metric: through_year", "this metric is read at a year"),
    "mechanism": ("[tripwire, forward-forces]", "[trip-wire]", "Did you mean tripwire"),
    "direction": ("  direction: higher\n", "", "this field is missing"),
    "by": ("  by: 0.02\n", "", "this field is missing"),
    "type": ("type: contrast", "type: contrats", "Did you mean contrast?"),
    "premise": ("korean-model: forces.size > 0", "korean-model forces.size", "SUBJECT: path"),
    "subject": ("korean-model: forces.size >", "korean: forces.size >", "korean-model"),
    "path": ("forces.size > 0", "forces.sizes > 0", "forces.size"),
    "word": ("forces.size > 0", "forces.place = lines", "one of none, line"),
    "order of words": ("forces.size > 0", "forces.place > line", "compares numbers and dates"),
    "source": ("source: Sniehyriov2025", "source: Nobody1900", "no work of the bibliography"),
    "record": ("troops: true", "troop: true", "Did you mean troops"),
    "hold": ("{guarantee: korean-model}\n", "{guarantee: korean-model, hold: {decision: 0.0}}\n",
             "Add model: years"),
    "no mechanisms": ("mechanisms: [tripwire, forward-forces]\n", "", "Name them"),
    "theory": ("  by: 0.02\n", "  by: 0.02\n  theories: [thresholds]\n", "Did you mean threshold"),
    "both": ("    check:", "    fact: {unknown: nothing}\n    check:", "one of the two"),
    "id": ("id: broken", "id: other", "must be the name of the file"),
}  # fmt: skip
"""By what is wrong: a piece of a claim without a fault, what stands in its place, what is told."""


@pytest.mark.parametrize("what", WRONG)
def test_one_fault_gives_one_error(what: str, load: Callable[..., Debate]) -> None:
    good = HEAD.format(id="broken") + CONTRAST
    piece, broken, told = WRONG[what]
    assert piece in good
    with pytest.raises(InputError) as caught:
        load(broken=good.replace(piece, broken, 1))
    (problem,) = caught.value.problems
    assert told in str(problem)
    assert problem.line >= 1
    assert problem.remedy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            test_of(
                type="equivalence",
                metric="through_term",
                first="{guarantee: korean-model}",
                second="{guarantee: no-guarantee}",
            )
            + "mechanisms: [tripwire]\n",
            "test.margin: this field is missing",
        ),
        (
            test_of(
                type="largest-contribution",
                metric="through_term",
                of="{guarantee: korean-model}",
                parts="{troops: [tripwire], law: [tripwire]}",
                part="troops",
            )
            + "mechanisms: [tripwire]\n",
            "a mechanism belongs to one part",
        ),
        (test_of(type="fact-only"), "needs a premise"),
        ("test: {type: not-testable, kind: boring, reason: x}\n", "test.kind"),
    ],
)
def test_what_a_type_needs(text: str, told: str, load: Callable[..., Debate]) -> None:
    with pytest.raises(InputError) as caught:
        load(broken=text)
    assert told in str(caught.value)
    assert len(caught.value.problems) == 1


def test_faults_of_all_files_are_told_at_once(load: Callable[..., Debate]) -> None:
    with pytest.raises(InputError) as caught:
        load(one=CONTRAST.replace("tripwire,", "nothing,"), two=CONTRAST.replace("0.02", "-1"))
    assert {problem.file.rpartition("/")[2] for problem in caught.value.problems} == {
        "one.yaml",
        "two.yaml",
    }


def test_a_claim_that_is_not_there(case: Loaded) -> None:
    with pytest.raises(UnknownName, match="law-beats-peacekeepers"):
        load_claims(case, folder_of("ukraine-2025"), "law-beats-peacekeeper")


def test_the_packaged_claims_have_no_fault(case: Loaded) -> None:
    claims = load_claims(case, folder_of("ukraine-2025")).claims
    assert {"contrast", "equivalence", "fact-only", "not-testable"} <= {
        one.test.type for one in claims.values()
    }
