"""Numbers of the years as they were observed of a zone, in place of their priors.

================================  ================================================================
number of the situation           from a feed of compliance
================================  ================================================================
violation_detection               the coverage, as it was stated: drawn among the feed's years by
                                  their days, a point where the feed has one year
attribution                       Beta(k + 1/2, n - k + 1/2) of n sightings that broke a rule, k of
                                  them with a known side
incident_rate_per_year            Gamma(k + 1/2, w) of k days with fire in w years of full coverage
erosion_rate_per_year             Gamma(k + 1/2, t) of k erosions in t years of an intact zone, over
                                  the share of violations that nobody sees or names
================================  ================================================================

These are posteriors under Jeffreys' priors [BrownCaiDasGupta2001]_. Each is drawn with the column
of uniform numbers that its prior has, so runs with and without a feed are compared draw by draw.

An observation tells what a number is with everything at work that the guarantee describes. So the
number before any mechanism is moved until the guarantee as described gives what was observed; what
its mechanisms add, and lose when the zone erodes or the instrument lapses, stays as it was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import betaincinv, gammaincinv

from suasion.describe.guarantee import Guarantee
from suasion.describe.sections import Absent
from suasion.errors import InputError, Problem
from suasion.mechanism.prior import Array
from suasion.mechanism.situation import from_link, position, table, to_link
from suasion.term.years.given import Given
from suasion.uncertainty.feed import Feed, Year, feed_from
from suasion.uncertainty.sample import Sample

DAYS = 365.25
ENDS = (0.025, 0.5, 0.975)
EROSION = "erosion_rate_per_year"
NUMBERS = ("violation_detection", "attribution", "incident_rate_per_year", EROSION)
"""Of what a feed may speak."""

UNDECIDED = "no observation tells a deliberate act from one that nobody decided on"
NAMED = 3
"""Observers that a sentence names."""
LEFT = {
    "probe_rate_per_year": UNDECIDED,
    "probe_spread": UNDECIDED,
    "erosion_per_probe": UNDECIDED,
    "erosion_loss": "a feed counts violations and not what they undo",
    "zone_collapse_per_year": "a feed ends with the zone",
    "zone_restoration_per_year": "a feed does not say what was put right",
    "zone_renewal_per_year": "a feed ends with the zone",
    "escalation": "a feed holds no wars",
}
"""Numbers about a zone that stay as they were, and why."""


@dataclass(frozen=True)
class Posterior:
    """What was observed of one number.

    Parameters
    ----------
    quantile
        Values at probabilities, any shape.
    said
        On what it rests, in words.
    """

    quantile: Callable[[Array], Array]
    said: str

    def ends(self) -> list[float]:
        """The median between the ends of the 95 % interval."""
        low, middle, high = self.quantile(np.array(ENDS)).tolist()
        return [low, middle, high]


@dataclass(frozen=True)
class Fit:
    """Of which guarantees a feed speaks.

    Parameters
    ----------
    named
        Those whose zone it is, by identifier.
    others
        Those that are played without it, and why.
    stated
        False where the feed does not say whose zone it is, and is taken at its user's word.
    """

    named: tuple[str, ...]
    others: Mapping[str, str]
    stated: bool


@dataclass(frozen=True)
class Observed:
    """What a feed says, and of what it says nothing.

    Parameters
    ----------
    posteriors
        By number of the situation. That of the erosion rate is of the erosions as they came, with
        what was seen and named.
    """

    feed: Feed
    posteriors: Mapping[str, Posterior]
    left: Mapping[str, str]

    def fit(self, guarantees: Mapping[str, Guarantee]) -> Fit:
        """Of which of some guarantees the feed speaks.

        Raises
        ------
        InputError
            Where it is none of them: they have no zone, or the feed says that its zone is another.
        """
        feed = self.feed
        others = {
            name: "it has no zone" if isinstance(one.zone, Absent) else "its zone is another"
            for name, one in guarantees.items()
            if isinstance(one.zone, Absent) or (feed.guarantees and name not in feed.guarantees)
        }
        named = tuple(name for name in guarantees if name not in others)
        if not named:
            raise self._of_none(others)
        return Fit(named, others, bool(feed.guarantees))

    def _of_none(self, others: Mapping[str, str]) -> InputError:
        asked, remedy = ", ".join(others), "Leave the feed out"
        message = "none of these guarantees has a zone that a feed could be of"
        if "its zone is another" in others.values():
            owners = ", ".join(self.feed.guarantees)
            message = f"the feed is of the zone {self.feed.zone}, which is that of {owners}"
            remedy += (
                f", or ask about {owners}. If they have the same zone, or its record shall stand "
                "for both, name both under `guarantees` in the zone file and write the feed again"
            )
        return InputError([Problem("--zone-feed", 0, 0, "", asked, message, remedy)])

    def shifts(self, given: Given, sample: Sample) -> dict[str, Array]:
        """What to add to numbers before any mechanism, on their link scales, shape (draws,).

        Parameters
        ----------
        given
            The guarantee as described.
        """
        values = self.values(given, sample)
        return {
            name: to_link(value, table()[position(name)]) - _at_work(given, name)
            for name, value in values.items()
        }

    def values(self, given: Given, sample: Sample) -> dict[str, Array]:
        """The numbers as drawn from what was observed, shape (draws,)."""
        found = {
            name: one.quantile(sample.column(f"situation:{name}"))
            for name, one in self.posteriors.items()
        }
        if EROSION in found:
            seen = np.ones(sample.draws)
            for name in ("violation_detection", "attribution"):
                seen = seen * _held(found.get(name, _described(given, name)), name)
            found[EROSION] = found[EROSION] / (1 - seen)
        return {name: _held(value, name) for name, value in found.items()}

    def drawn(self, number: str, u: float) -> tuple[float | None, float | None]:
        """A number at a probability, and its median.

        None for the erosion rate, which hangs on what is seen and named in the draw as well.
        """
        if number == EROSION:
            return None, None
        value, median = self.posteriors[number].quantile(np.array([u, 0.5])).tolist()
        return value, median

    def as_data(self, fit: Fit) -> dict[str, Any]:
        """As `options.zone_feed` of the JSON has it."""
        feed = self.feed
        return {
            "files": [{"file": name, "sha256": digest} for name, digest in feed.files],
            "zone": feed.zone,
            "zone_sha256": feed.zone_sha256,
            "zone_of": list(feed.guarantees),
            "used_for": list(fit.named),
            "not_used_for": dict(fit.others),
            "years": [one.year for one in feed.years],
            "period": [day.isoformat() for day in feed.period] or None,
            "observed_by": list(feed.observed_by),
            "observers": feed.observers,
            "numbers": {
                name: dict(zip(("low", "median", "high"), one.ends(), strict=True))
                | {"from": one.said}
                for name, one in self.posteriors.items()
            },
            "left_as_judgement": dict(self.left),
        }

    def notes(self, fit: Fit) -> list[str]:
        """What was taken from where, and what was left, as sentences."""
        parts = [
            f"{name} {_interval(*one.ends())}, {one.said}" for name, one in self.posteriors.items()
        ]
        said = [
            f"As observed of the zone {self.feed.zone}, {self._when()}, for "
            f"{', '.join(fit.named)}: {'; '.join(parts)}. It counts as what is to come.",
            f"Left as judgement, for the feed does not speak of it: {', '.join(self.left)}.",
        ]
        if fit.others:
            each = "; ".join(f"{name}, because {why}" for name, why in fit.others.items())
            said.append(f"Played without the feed: {each}.")
        if not fit.stated:
            said.append(
                f"The feed does not say whose zone {self.feed.zone} is, and is taken for that of "
                f"{', '.join(fit.named)}. Name it under `guarantees` in the zone file and write "
                "the feed again, so that no other zone is taken for it."
            )
        return said

    def _when(self) -> str:
        """The days, or else the years, and who saw it."""
        feed = self.feed
        ends = [str(day) for day in feed.period] or [str(one.year) for one in feed.years]
        span = ends[0] if len(set(ends)) == 1 else f"{ends[0]} to {ends[-1]}"
        shown = list(feed.observed_by[:NAMED])
        more = feed.observers - len(shown)
        shown += [f"{more} more"] if more > 0 else []
        if not shown:
            return span
        *before, last = shown
        return f"{span}, by {', '.join(before)}{' and ' if before else ''}{last}"


def observed_from(paths: Sequence[Path]) -> Observed:
    """What feeds of one zone say of the model's numbers.

    Raises
    ------
    InputError
        See `suasion.uncertainty.feed.feed_from`.
    """
    feed = feed_from(paths)
    covered = [one for one in feed.years if not math.isnan(one.days_watched)]
    found = {
        "violation_detection": _detection(covered),
        "attribution": _attribution(feed.years),
        "incident_rate_per_year": _incidents(covered),
        EROSION: _erosion(feed.years),
    }
    posteriors = {name: one for name, one in found.items() if one is not None}
    silent = {
        "attribution": "no sighting broke a rule",
        EROSION: "nobody said what counts as eroded, or no month tells",
    }
    left = {name: why for name, why in silent.items() if name not in posteriors}
    return Observed(feed, posteriors, left | LEFT)


def _detection(years: Sequence[Year]) -> Posterior:
    """Coverage by year, each as likely as it has days."""
    shares = np.array([one.days_watched / one.days for one in years])
    order = np.argsort(shares, kind="stable")
    weights = np.array([one.days for one in years], float)[order]
    bounds = np.cumsum(weights) / weights.sum()

    def quantile(u: Array) -> Array:
        found: Array = shares[order][np.searchsorted(bounds[:-1], u, side="left")]
        return found

    stated = "the coverage stated for" if len(years) == 1 else "the coverages stated for"
    return Posterior(quantile, f"{stated} {', '.join(str(one.year) for one in years)}")


def _attribution(years: Sequence[Year]) -> Posterior | None:
    number, of = sum(one.attributed for one in years), sum(one.sightings for one in years)
    if not of:
        return None
    return Posterior(
        lambda u: np.asarray(betaincinv(number + 0.5, of - number + 0.5, u)),
        f"the side was known in {number:,} of {of:,} sightings",
    )


def _incidents(years: Sequence[Year]) -> Posterior:
    number = sum(one.days_with_fire for one in years)
    watched = sum(one.days_watched for one in years) / DAYS
    # There are no more days with fire in a year than days.
    days = "1 day" if number == 1 else f"{number:,} days"
    return Posterior(
        lambda u: np.minimum(gammaincinv(number + 0.5, u) / watched, DAYS),
        f"fire on {days} in {_span(watched)} of full coverage",
    )


def _erosion(years: Sequence[Year]) -> Posterior | None:
    known = [one for one in years if not math.isnan(one.days_intact)]
    number = sum(one.erosions for one in known)
    at_risk = sum(one.days_intact for one in known) / DAYS
    if not at_risk:
        return None
    times = {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")
    return Posterior(
        lambda u: np.asarray(gammaincinv(number + 0.5, u)) / at_risk,
        f"found eroded {times} in {_span(at_risk)}, before what is seen and named",
    )


def shifted(given: Given, shifts: Mapping[str, Array]) -> Given:
    """What the kernel takes, with numbers moved before any mechanism."""
    base = np.array(given.base)
    for name, shift in shifts.items():
        base[position(name)] += shift
    return given._replace(base=base)


def _at_work(given: Given, name: str) -> Array:
    """A number with every mechanism at work, on its link scale, shape (draws,)."""
    row = position(name)
    found: Array = np.asarray(given.base[row] + given.moves[:, row].sum(axis=0))
    return found


def _described(given: Given, name: str) -> Array:
    """A number with every mechanism at work, shape (draws,)."""
    return from_link(_at_work(given, name), table()[position(name)])


def _held(value: Array, name: str) -> Array:
    """Within the range of the number."""
    one = table()[position(name)]
    found: Array = np.clip(value, one.low, one.high)
    return found


def _interval(low: float, middle: float, high: float) -> str:
    return _told(middle) if low == high else f"{_told(middle)} ({_told(low)} to {_told(high)})"


def _told(value: float) -> str:
    """Two digits, and all of those before the point."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _span(years: float) -> str:
    """A length of time in words."""
    return f"{_told(years)} years" if years >= 1 else f"{_told(years * DAYS)} days"
