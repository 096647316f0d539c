"""What a study can keep of every draw: names, units, meanings, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from suasion.errors import UnknownName

BOTH = ("comparison", "years")


@dataclass(frozen=True)
class Metric:
    """One number that is kept of every draw, variant and theory.

    Parameters
    ----------
    name
        As study files and stores call it.
    unit
        `1` for a chance or a share.
    meaning
        In words.
    high
        Largest possible value; the least is 0.
    missing
        True where it may be missing without a fault, since a theory or term does not have it.
    models
        The models of the years that give it.
    """

    name: str
    unit: str
    meaning: str
    high: float = 1.0
    missing: bool = False
    models: tuple[str, ...] = BOTH


MET = "base_rate_met"
INFINITE = float("inf")
METRICS: tuple[Metric, ...] = (
    Metric("through_horizon", "1", "chance of no major attack by the end of the horizon"),
    Metric("through_term", "1", "chance of no major attack by the end of the term"),
    Metric(
        "unconditional_horizon",
        "1",
        "chance of no major attack by the end of the horizon where entry is not given",
    ),
    Metric(
        "unconditional_term",
        "1",
        "chance of no major attack by the end of the term where entry is not given",
    ),
    Metric(
        "hazard_before",
        "1/year",
        "mean hazard of a major attack in the three years before the end of the term",
        INFINITE,
    ),
    Metric(
        "hazard_after",
        "1/year",
        "mean hazard of a major attack in the three years after the end of the term; missing "
        "where the term ends with the horizon",
        INFINITE,
        missing=True,
    ),
    Metric(
        "honour_imposed",
        "1",
        "chance that the commitment is honoured if tested at random in the term",
    ),
    Metric(
        "honour_chosen",
        "1",
        "chance that it is honoured when the challenger chooses the test",
    ),
    Metric("incidents", "1/year", "limited incidents in a year of the term", INFINITE),
    Metric(
        "concession",
        "1",
        "chance of a coerced concession without a major attack by the end of the horizon; "
        "missing where the theory has none",
        missing=True,
        models=("comparison",),
    ),
    Metric("entry", "1", "chance that the guarantee comes into being"),
    Metric(
        MET,
        "1",
        "1 where the case without a guarantee meets the base rate that was drawn, else 0; always "
        "kept, and counted in reports",
    ),
)


def metric(name: str) -> Metric:
    """A metric by its name.

    Examples
    --------
    >>> metric("hazard_after").unit
    '1/year'
    """
    found = {one.name: one for one in METRICS}
    if name not in found:
        raise UnknownName("metric", name, list(found))
    return found[name]


def names(model: str) -> list[str]:
    """Names of the metrics that a model of the years gives."""
    return [one.name for one in METRICS if model in one.models]
