"""Faults of a claim that only its case can tell: names, settings, premises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from suasion.claims.file import Claim, Premise
from suasion.claims.looked_up import FORM, LookUp, look_up
from suasion.claims.measured import Variant
from suasion.claims.parts import LargestContribution, Sufficiency
from suasion.claims.subjects import fact_of, misfit
from suasion.claims.testing import Played
from suasion.claims.variants import described, named, settings
from suasion.describe.lacking import as_far
from suasion.describe.loading import Loaded, library_names
from suasion.describe.reading import Document, Place
from suasion.errors import InputError, Problem, SuasionError, UnknownName
from suasion.mechanism.registry import MECHANISMS
from suasion.mechanism.situation import names as numbers
from suasion.theory.registry import stages


def faults(claim: Claim, document: Document, loaded: Loaded, name: str) -> list[Problem]:
    """Every fault of a claim against its case.

    Parameters
    ----------
    claim, document
        The claim, and the file that it was read from; a field that is not well formed may be
        missing from it, and nothing is told of what hangs on that.
    loaded
        The case that it is about.
    name
        The file's name without its ending.
    """
    checks = (
        _own_name(claim, document, name),
        _mechanisms(claim, document),
        _of_test(claim, document, loaded),
        *(_premise(claim, at, document, loaded) for at in range(len(_listed(claim)))),
    )
    return [problem for check in checks for problem in as_far(check)]


def _listed(claim: Claim) -> Sequence[Premise]:
    """The premises; none where they are not well formed."""
    return getattr(claim, "premises", ())


def _own_name(claim: Claim, document: Document, name: str) -> Iterator[Problem]:
    if claim.id != name:
        message = f"must be the name of the file, {name!r}"
        yield document.problem(("id",), message, "Rename one of them", repr(claim.id))


def _premise(claim: Claim, at: int, document: Document, loaded: Loaded) -> Iterator[Problem]:
    text = claim.premises[at].check
    if text is not None:
        yield from _check(text, ("premises", at, "check"), document, loaded)


def _mechanisms(claim: Claim, document: Document) -> Iterator[Problem]:
    every = [one.id for one in MECHANISMS]
    yield from _names(document, ("mechanisms",), claim.mechanisms, every, "mechanism")


def _check(text: str, place: Place, document: Document, loaded: Loaded) -> Iterator[Problem]:
    try:
        wanted: LookUp = look_up(text)
        fact_of(wanted, loaded)
    except ValueError as error:
        yield document.problem(place, str(error), FORM, repr(text))
        return
    except UnknownName as error:
        message, _, remedy = str(error).partition(". ")
        yield document.problem(place, message, remedy, repr(text))
        return
    allowed = misfit(wanted)
    if allowed:
        yield document.problem(place, f"{wanted.path} is {allowed}", "Correct the value", text)


def _of_test(claim: Claim, document: Document, loaded: Loaded) -> Iterator[Problem]:
    test = claim.test
    if isinstance(test, Played):
        for name in ("first", "second", "of"):
            if (one := getattr(test, name, None)) is not None:
                yield from _variant(one, ("test", name), document, loaded)
        yield from as_far(_theories(test, document))
        yield from _of_parts(test, document)


def _theories(test: Played, document: Document) -> Iterator[Problem]:
    known = [one.id for one in stages()]
    yield from _names(document, ("test", "theories"), test.theories or [], known, "theory")


def _of_parts(test: Played, document: Document) -> Iterator[Problem]:
    every = [one.id for one in MECHANISMS]
    if isinstance(test, LargestContribution):
        for part, members in getattr(test, "parts", {}).items():
            yield from _names(document, ("test", "parts", part), members, every, "mechanism")
    if isinstance(test, Sufficiency):
        part = getattr(test, "part", [])
        yield from _names(document, ("test", "part"), part, every, "mechanism")


def _variant(one: Variant, place: Place, document: Document, loaded: Loaded) -> Iterator[Problem]:
    yield from as_far(_of_guarantee(one, place, document, loaded))
    yield from as_far(_held(one, place, document))


def _of_guarantee(
    one: Variant, place: Place, document: Document, loaded: Loaded
) -> Iterator[Problem]:
    known = [*loaded.guarantees, *library_names()]
    wrong = list(_names(document, (*place, "guarantee"), [one.guarantee], known, "guarantee"))
    yield from wrong
    if not wrong:
        for text in settings(one):
            yield from _setting(text, one.guarantee, place, document, loaded)


def _held(one: Variant, place: Place, document: Document) -> Iterator[Problem]:
    yield from _names(document, (*place, "hold"), list(one.hold), list(numbers()), "number")


def _setting(
    text: str, guarantee: str, place: Place, document: Document, loaded: Loaded
) -> Iterator[Problem]:
    where = (*place, "set", text.partition("=")[0])
    try:
        described(Variant(guarantee=guarantee, set=named(text)), loaded)
    except InputError as error:
        first = error.problems[0]
        value = first.value or repr(text)
        yield document.problem(where, first.message, first.remedy, value)
    except SuasionError as error:
        yield document.problem(where, str(error), "Correct the setting", repr(text))


def _names(
    document: Document, place: Place, given: Sequence[str], known: Sequence[str], kind: str
) -> Iterator[Problem]:
    """A problem for each name that stands for nothing."""
    several = len(given) > 1 or place[-1] != "guarantee"
    for index, name in enumerate(given):
        if name not in known:
            near = get_close_matches(name, known, n=3)
            remedy = f"Did you mean {' or '.join(near)}?" if near else f"Use one of {_some(known)}"
            part: Place = (name,) if place[-1] == "hold" else (index,)
            where = (*place, *part) if several else place
            yield document.problem(where, f"no {kind} has this name", remedy, repr(name))


def _some(known: Sequence[str]) -> str:
    return ", ".join(known[:20]) + (" and others" if len(known) > 20 else "")
