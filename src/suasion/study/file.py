"""The study file: what is drawn, under which design, and what is measured.

::

    study: which - assumption
    case: ukraine - 2025
    guarantees: [korean - model, us - article - 5 - like]
    design: {kind: latin - hypercube, draws: 9000, seed: 1}

Names of guarantees, levers, theories, factors and metrics are looked up when the study is planned;
see `suasion.study.plan`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from suasion.describe.bibliography import beside
from suasion.describe.fact import Model, SourceKey, Text, fault
from suasion.describe.guarantee import Id
from suasion.describe.loading import examined
from suasion.describe.reading import Document, Place, read
from suasion.errors import InputError, Problem, UnknownName
from suasion.study.designs.kinds import OneDesign

STUDIES = Path(__file__).parent / "data"
Scalar = bool | int | float | str
Name = Annotated[str, Field(min_length=1, max_length=200)]
SHAPES = {
    "fixed": "a value",
    "uniform": "low and high",
    "loguniform": "low and high",
    "triangular": "low, mode and high",
    "beta": "alpha and beta",
    "quantiles": "two or more values",
}
"""The numbers of each shape of prior, in words."""
MANY = {"uniform": 2, "loguniform": 2, "triangular": 3, "beta": 2}
"""How many numbers a shape has; `quantiles` has any number from two."""
UNSAID = "needs a source, or a judgement with its reason"


class OwnPrior(Model):
    """A prior of this study in place of the packaged one: one shape, and on whose word."""

    fixed: float | None = None
    """A value that is set and not drawn."""
    uniform: list[float] | None = None
    """Low and high."""
    loguniform: list[float] | None = None
    """Low and high, both above 0; evenly spread on a log scale."""
    triangular: list[float] | None = None
    """Low, mode and high."""
    beta: list[float] | None = None
    """Alpha and beta, both above 0."""
    quantiles: list[float] | None = None
    """Values at evenly spaced probabilities from 0 to 1."""
    source: SourceKey | None = None
    """Key of the source in the bibliography."""
    where: Text | None = None
    """Where in the source."""
    judgement: Text | None = None
    """The reason, where no source decides it."""

    @property
    def shape(self) -> str:
        """The name of the shape that is given."""
        return next(name for name in SHAPES if getattr(self, name) is not None)

    @model_validator(mode="after")
    def _is_one_prior(self) -> Self:
        given = [name for name in SHAPES if getattr(self, name) is not None]
        if len(given) != 1:
            message = f"a prior has exactly one of {', '.join(SHAPES)}"
            remedy = "Keep one of them" if given else "Add e.g. uniform: [0, 1]"
            raise fault(given[-1] if given else "uniform", message, remedy, " and ".join(given))
        numbers = getattr(self, self.shape)
        if self.shape != "fixed" and len(numbers) != MANY.get(self.shape, max(len(numbers), 2)):
            message = f"{self.shape} has {SHAPES[self.shape]}"
            raise fault(self.shape, message, "Give these numbers", f"a list of {len(numbers)}")
        return self

    @model_validator(mode="after")
    def _on_someones_word(self) -> Self:
        if self.source is None and self.judgement is None:
            raise fault("judgement", f"a prior {UNSAID}", 'Add judgement: "why this range"', "")
        return self


class Correlation(Model):
    """Two factors that go together."""

    factors: Annotated[list[Name], Field(min_length=2, max_length=2)]
    """Their names."""
    rank: Annotated[float, Field(ge=-0.999, le=0.999)]
    """Spearman's rank correlation."""
    judgement: Text | None = None
    """Why they go together, where no source decides it."""
    source: SourceKey | None = None
    """Key of the source in the bibliography."""
    where: Text | None = None
    """Where in the source."""

    @model_validator(mode="after")
    def _on_someones_word(self) -> Self:
        if self.source is None and self.judgement is None:
            remedy = 'Add judgement: "why they go together"'
            raise fault("judgement", f"a correlation {UNSAID}", remedy, "")
        return self


class Study(Model):
    """A study as its file says it."""

    study: Id
    """Identifier."""
    title: Text | None = None
    """What the study asks, in words."""
    case: Name
    """A packaged case, or the folder of one beside this file."""
    guarantees: Literal["all"] | Annotated[list[Name], Field(min_length=1)] = "all"
    """Candidates of the case."""
    levers: dict[Name, Annotated[list[Scalar], Field(min_length=1)]] = {}
    """Settings of fields or levers of the case; every combination is played."""
    theories: Literal["all"] | Annotated[list[Name], Field(min_length=1)] = "all"
    """Theories, or game files beside this file."""
    theory: Literal["drawn", "each"] = "drawn"
    """Whether each draw is played under one theory drawn in equal shares, or under every one."""
    factors: Literal["all"] | Annotated[list[Name], Field(min_length=1)] = "all"
    """What is drawn; whatever else bears on the guarantees is held at its middle."""
    others: Literal["held", "grouped"] = "held"
    """What becomes of the factors that are not named: held, or drawn and counted as one group."""
    basis: Literal["judgement", "record"] = "judgement"
    """Packaged priors: judgement alone, or the record's where it speaks."""
    priors: dict[Name, OwnPrior] = {}
    """Priors of this study in place of packaged ones."""
    correlations: list[Correlation] = []
    """Factors that go together; all others are independent."""
    metrics: Literal["all"] | Annotated[list[Name], Field(min_length=1)] = [
        "through_horizon",
        "unconditional_horizon",
        "through_term",
        "hazard_after",
    ]
    """What is kept of every draw."""
    design: OneDesign
    """How the factors are drawn."""
    horizon_years: Annotated[int, Field(ge=10, le=60)] = 25
    """Years to look ahead [year]."""
    model: Literal["comparison", "years"] = "comparison"
    """The short model of the years that `suasion compare` plays, or the full one."""


@dataclass(frozen=True)
class Written:
    """A study with its file, so that an error can say where."""

    study: Study
    document: Document
    folder: Path

    def wrong(self, place: Place, message: str, remedy: str, value: object = "") -> InputError:
        """The error for something that stands in the study file."""
        return InputError([self.document.problem(place, message, remedy, str(value))])


def written_of(study: str | Path | Written | Study) -> Written:
    """A study with its file; one that was made in code has its own identifier for a file name."""
    if isinstance(study, Written):
        return study
    if not isinstance(study, Study):
        return load_study(study)
    document = Document(f"study {study.study}", study.model_dump(mode="json"), {(): (0, 0)})
    return Written(study, document, Path())


def load_study(path: str | Path) -> Written:
    """A study from its file, or a packaged one by name.

    Raises
    ------
    UnknownName
        Where there is neither such a file nor such a packaged study.
    InputError
        With every problem of the file.

    Examples
    --------
    >>> load_study("which-assumption").study.case
    'ukraine-2025'
    """
    written, faults = read_study(path)
    if faults:
        raise InputError(faults)
    return written


def read_study(path: str | Path) -> tuple[Written, list[Problem]]:
    """As `load_study`, with the problems of the file.

    A field that is not well formed is missing from the study; see `suasion.describe.lacking`.
    """
    file = Path(path)
    if not file.suffix and not file.is_file():
        file = STUDIES / f"{path}.yaml"
        if not file.is_file():
            raise UnknownName("study", str(path), study_names())
    document = read(file)
    study, faults = examined(document, Study, beside(file.parent))
    return Written(study, document, file.parent), faults


def study_names() -> list[str]:
    """Names of the packaged studies."""
    return sorted(path.stem for path in STUDIES.glob("*.yaml"))
