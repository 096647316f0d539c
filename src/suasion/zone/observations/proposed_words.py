"""Words of a column as a proposal lists them, each with what it may stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from suasion.zone.observations import values
from suasion.zone.observations.columns import Act
from suasion.zone.observations.guessing import guess
from suasion.zone.observations.mapping_file import UNDECIDED
from suasion.zone.observations.quoting import others, quoted
from suasion.zone.observations.reasons import Rejected
from suasion.zone.observations.sample import Sample

Meaning = Callable[[str], str]
"""What a word is guessed to stand for; a comment that it starts is ended with the count."""

WORDS = 40
"""Most words of a column that a proposal lists."""
LONGEST_WORD = 100
ACTS = {
    Act.SEAL_BROKEN: ("seal broken", "seals broken", "broken seal"),
    Act.SEAL_ABSENT: ("seal absent", "seal missing", "no seal", "without seal", "unsealed"),
    Act.SEALED: ("sealed", "under seal", "seal intact", "seals intact"),
    Act.FIRED: ("fire", "fired", "shell", "explosion", "shot", "burst", "strike", "artillery"),
    Act.PRESENT: ("present", "deployed", "stationed", "seen", "storage", "parked"),
    Act.MOVED: ("move", "moved", "moving", "convoy", "transit", "withdrawn"),
    Act.DENIED_ACCESS: ("denied", "refused", "restricted", "blocked", "turned back"),
}
"""Words by which a text is guessed to say what was observed."""


def worded(
    found: Sample, what: str, words: str, taken: Sequence[str], meaning: Meaning
) -> Iterator[str]:
    """The lines about a field whose column has words.

    Parameters
    ----------
    found
        Rows of the file.
    what, words
        The field, and the name of its table of words.
    taken
        Columns that are something else.
    meaning
        What a word is guessed to stand for.
    """
    column = guess(found, what, taken)
    yield f"{what}:"
    if column is None:
        if what == "observed":
            yield f"  constant: {UNDECIDED}  # {', '.join(act.value for act in Act)}"
        else:
            yield "  unknown: no column of the file looks like it"
        return
    yield f"  column: {quoted(column.column)}{others(column)}"
    counts = Counter(_texts(found.columns[column.column]))
    yield f"  {words}:" + ("" if counts else " {}")
    for text, times in counts.most_common(WORDS):
        stands_for = meaning(text)
        sign = "" if "#" in stands_for else "  #"
        yield f"    {quoted(text)}: {stands_for}{sign} {times:,} x"
    if len(counts) > WORDS:
        left = len(counts) - WORDS
        yield f"    # {left:,} more words in the sample; rows with them will be rejected."


def _texts(cells: Sequence[Any]) -> Iterator[str]:
    for cell in cells:
        try:
            text = values.text(cell)
        except Rejected:
            continue
        if len(text) <= LONGEST_WORD:
            yield text


def confidence(found: Sample) -> Iterator[str]:
    """The lines about confidence: its words, where it has any that are no chances."""
    column = guess(found, "confidence")
    if column is None:
        yield "confidence: {unknown: no column of the file looks like it}"
        return
    yield "confidence:"
    yield f"  column: {quoted(column.column)}"
    words = Counter(text for text in _texts(found.columns[column.column]) if not _is_share(text))
    if words:
        yield "  words:"
    for text, times in words.most_common(WORDS):
        yield f"    {quoted(text)}: {UNDECIDED}  # {times:,} x; a chance from 0 to 1"


def _is_share(text: str) -> bool:
    try:
        return 0 <= values.number(text) <= 1
    except Rejected:
        return False


def undecided(text: str) -> str:
    """What a word stands for that only its owner knows."""
    return UNDECIDED


def act(text: str) -> str:
    """What a text says was observed, guessed by the words in it."""
    plain = values.folded(text)
    for one, signs in ACTS.items():
        if plain == one.value:
            return one.value
        if any(re.search(rf"\b{re.escape(sign)}\b", plain) for sign in signs):
            return f"{one.value}  # NOT SURE,"
    return UNDECIDED
