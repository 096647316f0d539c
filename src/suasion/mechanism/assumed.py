"""Values that mechanisms assume beside their strengths: ranges of unknown facts, and constants.

A mechanism reads its ranges and constants from here, and the pages of assumptions and the report
list what is here, so that neither can say what the other does not. No source gives any of these
values: each is judged, with the reason beside it, unless it names a source. Weights of words stand
beside the mechanisms that read them and are listed from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf


@dataclass(frozen=True)
class Range:
    """What an unknown fact is drawn from, every value in it alike.

    Parameters
    ----------
    field
        Path of the fact.
    low, high
        Ends of the range, in `unit`.
    unit
        Unit of the fact.
    because
        Reason for the ends.
    source
        Bibliography key where a source gives them; empty where they are judged.
    """

    field: str
    low: float
    high: float
    unit: str
    because: str
    source: str = ""

    @property
    def limits(self) -> tuple[float, float]:
        """Both ends."""
        return self.low, self.high

    @property
    def said(self) -> str:
        """What it is drawn from, in words."""
        return f"{self.low:,g} to {self.high:,g}" if self.low < self.high else f"{self.low:g}"


@dataclass(frozen=True)
class Choice:
    """Values of which an unknown fact takes each in an equal share of the draws.

    Parameters
    ----------
    field, unit, because, source
        As for a range.
    values
        What it may be, in `unit`.
    """

    field: str
    values: tuple[float, ...]
    unit: str
    because: str
    source: str = ""

    @property
    def said(self) -> str:
        """What it is drawn from, in words.

        Examples
        --------
        >>> TERMS.said
        '5, 10, 20 or open-ended'
        """
        *most, last = ["open-ended" if isinf(one) else f"{one:g}" for one in self.values]
        return f"{', '.join(most)} or {last}"


@dataclass(frozen=True)
class Constant:
    """A number that a mechanism has for every guarantee and in every draw.

    Parameters
    ----------
    field
        Path of the fact that it concerns; empty where there is none.
    value
        The number, in `unit`.
    unit
        Its unit; 1 for a weight or a share.
    what
        What it does.
    because
        Reason for it.
    source
        Bibliography key where a source gives it; empty where it is judged.
    """

    field: str
    value: float
    unit: str
    what: str
    because: str
    source: str = ""


# --- what unknown facts are drawn from ----------------------------------------------------

TERMS = Choice(
    "duration.years",
    (5.0, 10.0, 20.0, float("inf")),
    "years",
    "round terms that have been proposed or agreed, and none",
)
NOTICE = Range(
    "duration.withdrawal_notice_months",
    0.0,
    12.0,
    "months",
    "from none to the year of many treaties",
)
SIZE = Range(
    "forces.size",
    0.0,
    30_000.0,
    "persons",
    "from none to somewhat above the level announced in Korea since 2008",
)
AID = Range(
    "aid.military_usd_billion_per_year",
    0.0,
    40.0,
    "billion $/year",
    "from none to the aid of a year of large war",
)
DEPTH = Range(
    "zone.depth_challenger_km",
    2.0,
    50.0,
    "km",
    "from the depth of Korea's zone on either side to beyond the reach of most artillery",
)
GUARANTOR_ASSETS = Range(
    "economy.guarantor_assets_usd_billion",
    0.0,
    100.0,
    "billion $",
    "from none to far more than a zone of its size would be thought to draw",
)
CHALLENGER_ASSETS = Range(
    "economy.challenger_assets_usd_billion", 0.0, 100.0, "billion $", "as for the guarantor's"
)
ENERGY = Range(
    "economy.energy_purchases_eur_billion_per_year",
    0.0,
    30.0,
    "billion EUR/year",
    "from none to half as much again as the level of the case's lever",
)
FROZEN = Range(
    "economy.frozen_assets_eur_billion",
    0.0,
    300.0,
    "billion EUR",
    "from none to about half as much again as the sum of the case's lever",
)
MEMBERS = Range(
    "coalition.activation_members",
    2.0,
    32.0,
    "members",
    "from the fewest that can disagree to as many as NATO has",
)
APPROVALS = Range(
    "coalition.entry_approvals", 0.0, 4.0, "approvals", "from none to a handful of legislatures"
)
REFUSALS = Range(
    "coalition.entry_refusals",
    0.0,
    0.0,
    "approvals",
    "nobody is taken to refuse where none is said to; the chance of approval covers the rest",
)

# --- constants ----------------------------------------------------------------------------

UNBOUND = Constant(
    "instrument.legally_binding",
    0.5,
    "1",
    "weight of a form that does not bind in law by its own terms",
    "breach can still be held against the guarantor, by half as much",
)
EXCLUDED = Constant(
    "instrument.excludes_provocation",
    0.7,
    "1",
    "share of the shelter that goes where provoked wars are not covered",
    "most of it; who provoked is disputed in practice",
)
NOTICE_CAP = Constant(
    "duration.withdrawal_notice_months",
    24.0,
    "months",
    "longest notice that counts",
    "a longer one exposes a withdrawal no further",
)
FORWARD = Constant(
    "forces.size",
    5.0,
    "thousand persons",
    "scale of forces in place: their weight is log(1 + size / scale)",
    "about a brigade; each further one adds less",
)
TRIPWIRE = Constant(
    "forces.size",
    1.0,
    "thousand persons",
    "size from which on a tripwire is whole; below it counts in proportion",
    "about a battalion with its support; deaths of more add little to the shock",
)
AID_SCALE = Constant(
    "aid.military_usd_billion_per_year",
    10.0,
    "billion $/year",
    "scale of aid: its weight is log(1 + aid / scale)",
    "each further billion adds less",
)
AID_EXTRA = Constant(
    "aid.training, aid.industry",
    0.15,
    "1",
    "weight that training adds, and as much for industry",
    "each about as much as one and a half billion dollars a year",
)
DEPTH_SCALE = Constant(
    "zone.depth_challenger_km",
    25.0,
    "km",
    "depth that counts 1; others count in proportion",
    "about the reach of common artillery",
)
DEPTH_CAP = Constant(
    "zone.depth_challenger_km",
    2.0,
    "1",
    "most that depth counts, reached at twice the scale",
    "long-range fires need not cross the zone, so more depth adds nothing",
)
SENSORS = Constant(
    "zone.technical_monitoring",
    0.3,
    "1",
    "what sensors add to the weight of monitors, at most 1 together",
    "they see movements, and say less in public than people do",
)
ASSETS_SCALE = Constant(
    "economy.guarantor_assets_usd_billion, economy.challenger_assets_usd_billion",
    10.0,
    "billion $",
    "scale of assets: their weight is log(1 + assets / scale)",
    "each further billion adds less",
)
ENERGY_SCALE = Constant(
    "economy.energy_purchases_eur_billion_per_year",
    20.0,
    "billion EUR/year",
    "purchases that count 1; others count in proportion",
    "the level of the case's lever",
)
FROZEN_SCALE = Constant(
    "economy.frozen_assets_eur_billion",
    200.0,
    "billion EUR",
    "sum that counts 1; others count in proportion",
    "about the sum of the case's lever",
)
PRESSURE_KINDS = Constant(
    "pressure.shadow_fleet, pressure.bases",
    2.0,
    "kinds",
    "kinds of pressure, each of which counts one half",
    "neither is taken to weigh more",
)
ROUTINE = Constant(
    "coalition.entry_approvals",
    2.0,
    "approvals",
    "up to this many approvals are votes on a new text, not routine",
    "a text of one or two parties is new; accessions to an alliance are many and routine",
)
CHANGE_A_YEAR = Constant(
    "",
    0.25,
    "1/year",
    "changes of government in a year where the case has no calendar of the guarantor",
    "one election in four years",
)
EXIT_CAP = Constant(
    "case.leader",
    0.9,
    "1/year",
    "most that the chance of the leader's exit in a year can be",
    "nobody's exit is certain in advance",
)
LONG_TENURE = Constant(
    "case.leader",
    20.0,
    "years",
    "time in office from which on the record's class of long tenures applies",
    "the last class of the table of exits",
)
DRIFT = Constant(
    "",
    15.0,
    "years",
    "years after which the balance of forces drifts no further",
    "neither side builds up for ever",
)
LOOK_AHEAD = Constant(
    "",
    5.0,
    "years",
    "years past the horizon that are planned one by one",
    "far enough that more change nothing worth reading; beyond them states never change",
)
PEACE_LOW = Constant(
    "",
    -3.0,
    "baseline gain/year",
    "least value of a year of peace that is searched for the anchor",
    "a year of peace worth three prizes less than a year after war is beyond belief",
)
PEACE_HIGH = Constant(
    "",
    6.0,
    "baseline gain/year",
    "greatest value of a year of peace that is searched for the anchor",
    "one worth six prizes more is beyond belief; draws that would need it are told as not met",
)
SUCCESSOR = Constant(
    "",
    10.0,
    "years",
    "years over which a successor's exit is averaged to one rate in the full model of the years",
    "after that the record's middling rate stays between 0.08 and 0.10 a year",
)


def drawn_from() -> dict[str, Range | Choice]:
    """What unknown facts are drawn from, by name.

    Examples
    --------
    >>> drawn_from()["SIZE"].limits
    (0.0, 30000.0)
    """
    return {name: one for name, one in globals().items() if isinstance(one, Range | Choice)}


def constants() -> dict[str, Constant]:
    """Every constant, by name.

    Examples
    --------
    >>> constants()["SENSORS"].value
    0.3
    """
    return {name: one for name, one in globals().items() if isinstance(one, Constant)}
