"""On what an explanation rests: sources of facts, and judgement where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from suasion.describe.fact import Contested, Judged, Known
from suasion.describe.loading import Loaded
from suasion.describe.vocabulary import Role
from suasion.mechanism.assumed import drawn_from
from suasion.mechanism.facts import Facts
from suasion.mechanism.prior import Prior
from suasion.mechanism.registry import mechanism
from suasion.uncertainty.difference import said

JUDGED = "judgement"


def said_of_fact(loaded: Loaded, guarantee: str, path: str) -> str:
    """A fact with its sources, with who judged it, or with what it is drawn from."""
    facts = Facts(loaded.guarantees[guarantee], loaded.case, lambda name: np.zeros(1))
    fact = facts.found(path)
    if fact is None:
        return f"{path} = none"
    whose = "" if fact is facts.fact(path) else "; of the case"
    return f"{path} = {said(fact)} [{_basis(path, fact)}{whose}]"


def said_of_case(loaded: Loaded, guarantee: str, name: str) -> Iterator[str]:
    """Facts of the case itself that a mechanism reads, with their sources."""
    case, reads = loaded.case, mechanism(name).reads
    if "parties" in reads:
        parties = {
            one.id for one in loaded.guarantees[guarantee].parties if Role.GUARANTOR in one.roles
        } | {case.leader.party}
        for one in case.capabilities:
            if one.party in parties:
                yield _of_case(f"{one.party}.cinc", one.cinc)
    if "case.leader" in reads:
        for field in ("born", "in_office_since", "regime"):
            yield _of_case(f"leader.{field}", getattr(case.leader, field))


def _of_case(path: str, fact: Any) -> str:
    return f"{path} = {said(fact)} [{_basis(path, fact)}; of the case]"


def _basis(path: str, fact: Any) -> str:
    if isinstance(fact, Known):
        return _source(fact)
    if isinstance(fact, Contested):
        return " | ".join(_source(one) for one in fact.contested)
    return JUDGED if isinstance(fact, Judged) else _drawn(path)


def _source(fact: Known[Any]) -> str:
    place = ", ".join(part for part in (fact.source, fact.where) if part)
    return f"{place}, not verified" if fact.unverified else place


def _drawn(path: str) -> str:
    """What an unknown fact is drawn from."""
    ranges = {one.field: one for one in drawn_from().values()}
    if path not in ranges:
        return "each answer in an equal share of the draws"
    one = ranges[path]
    return f"drawn from {one.said} {one.unit}, {one.source or JUDGED}"


def said_of_strengths(name: str, priors: Mapping[str, Prior]) -> Iterator[str]:
    """Each strength of a mechanism with its prior and the prior's source."""
    one = mechanism(name)
    for strength in one.strengths:
        prior = priors[one.factor(strength)]
        yield f"{strength} {prior} [{prior.source or JUDGED}]"


def said_of_numbers(numbers: Sequence[str], priors: Mapping[str, Prior]) -> str:
    """How many of the numbers' priors are judged, and which have a source."""
    known = {name: priors[f"situation:{name}"].source for name in numbers}
    sourced = [f"{name} [{source}]" for name, source in known.items() if source]
    rest = f" A source gives {', '.join(sourced)}." if sourced else ""
    judged = f"{len(known) - len(sourced)} of {len(known)}"
    return f"Before any mechanism: {judged} priors are judgement.{rest}"


def said_of_shares(found: Mapping[str, Any], baseline: str) -> str:
    """Which mechanisms have no share, and why; empty where each has one."""
    ranked = {row["mechanism"] for row in found["shapley"]["shares"]}
    if not ranked:
        itself = found["guarantee"] == baseline
        why = "this is" if itself else "every mechanism acts just as in"
        return f"No shares: {why} {baseline}, the case without a guarantee that is compared to."
    alike = [one["id"] for one in found["mechanisms"] if one["id"] not in ranked]
    if not alike:
        return ""
    return f"No share, as they act just as in {baseline}: {', '.join(alike)}."
