"""Every question, in the order of the help."""

from __future__ import annotations

from suasion.errors import UnknownName
from suasion.uncertainty.questions import (
    denial,
    erosion,
    length,
    ratification,
    renewal,
    succession,
    waiting,
    window,
    years,
)
from suasion.uncertainty.questions.answer import Question

QUESTIONS: tuple[Question, ...] = (
    years.QUESTION,
    length.QUESTION,
    waiting.QUESTION,
    succession.QUESTION,
    renewal.QUESTION,
    ratification.QUESTION,
    window.QUESTION,
    erosion.QUESTION,
    denial.QUESTION,
)


def question(name: str) -> Question:
    """A question by its name.

    Raises
    ------
    UnknownName
        Where there is none.
    """
    found = {one.id: one for one in QUESTIONS}
    if name not in found:
        raise UnknownName("question", name, list(found))
    return found[name]
