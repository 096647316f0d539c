"""Derive the base rates (anchors) that the workbench is tied to, from the data mirror.

    python tools/derive_anchors.py            prints the anchors as YAML
    python tools/derive_anchors.py --write    rewrites anchors.yaml and the table in docs/anchors.md

The mirror is the folder named by SUASION_DATA (default ../shared/data beside the repository).
Only the aggregates computed here are committed, never the data.

Definitions
-----------
anchor       one observed rate: `events` out of `n` of a `unit`, with a 95 % interval
Jeffreys     interval of a binomial rate under Beta(1/2, 1/2); the lower end is 0 when nothing
             happened, the upper end is 1 when it always did [BrownCaiDasGupta2001]
upper bound  one-sided exact 95 % bound, 1 - 0.05^(1/n), given where no event was seen
Kaplan-Meier chance of an event within a time when some cases are still unfinished
cluster      what is resampled whole (a war, a leader), because its rows are not independent
"""

import argparse
import io
import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from scipy.stats import beta, gamma, norm

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "src/suasion/mechanism/data/anchors.yaml"
PAGE = ROOT / "docs/anchors.md"
HEADER = (
    "# Base rates computed from the public record. Generated: change tools/derive_anchors.py,\n"
    "# then run it with --write. What each number leaves out is in docs/anchors.md.\n"
)
DRAWS, SEED = 4000, 20260101  # bootstrap: enough draws for two stable decimals; fixed seed

WARS = "disputes/cow_interstate_war_dirdyad_year.parquet"
DISPUTES = "disputes/gml_mid_dirdyad_dispute_year.parquet"
PLEDGES = "alliances/atop_5_1_directed_dyad_year.parquet"
CONTIGUITY = "disputes/cow_direct_contiguity.parquet"
STATES = "disputes/cow_states.csv"
MAJORS = "disputes/cow_major_powers.csv"
ARSENALS = "deterrence/nuclear_status_owid.csv"
HONOUR = "alliances/berkemeier_fuhrmann_2018_reliability.parquet"
MEMBERS = "alliances/atop_4_01_member.parquet"
LEADERS = "leaders/reign_leaders_2021_03.parquet"
REGIMES = "leaders/gwf_autocratic_regimes.parquet"
CAPABILITIES = "disputes/cow_nmc_7_0.parquet"
PROVOCATIONS = "events/north_korea_provocations_1958_2017.csv"
VIOLATIONS = "events/osce_smm_ceasefire_violations_sample.csv"


# --- reading and small statistics ---------------------------------------------------------


def data_folder() -> Path:
    """Folder of the mirror: SUASION_DATA, else ../shared/data beside the repository."""
    return Path(os.environ.get("SUASION_DATA", ROOT / "../shared/data"))


def read(folder: Path, name: str) -> pd.DataFrame:
    """Table `name` of the mirror."""
    path = folder / name
    return pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)


def jeffreys(events: int, n: int) -> list[float]:
    """Jeffreys 95 % interval of a binomial rate."""
    low = 0.0 if events == 0 else beta.ppf(0.025, events + 0.5, n - events + 0.5)
    high = 1.0 if events == n else beta.ppf(0.975, events + 0.5, n - events + 0.5)
    return [low, high]


def rounded(value):
    """Numbers at the precision that is committed: five significant digits."""
    if isinstance(value, (list, tuple)):
        return [rounded(v) for v in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.5g}")
    return int(value) if isinstance(value, np.integer) else value


def anchor(name, what, events, n, *, unit, source, files, rate=None, interval=None, **extra):
    """One anchor; binomial rate and Jeffreys interval unless a rate is given."""
    if rate is None:
        rate, interval = events / n, jeffreys(events, n)
        if events == 0:
            extra["upper_bound_95"] = 1 - 0.05 ** (1 / n)
    fields = {"id": name, "what": what, "events": events, "n": n, "rate": rate}
    fields |= {"interval_95": interval, "unit": unit, **extra}
    fields |= {"source": source, "data_files": files, "computed_by": "tools/derive_anchors.py"}
    return {key: rounded(value) for key, value in fields.items()}


def cluster_weights(clusters: int) -> np.ndarray:
    """How often each cluster is drawn, per bootstrap draw; [draws, clusters]."""
    generator = np.random.default_rng(SEED)
    return generator.multinomial(clusters, np.full(clusters, 1 / clusters), size=DRAWS)


def percentile_interval(draws: np.ndarray) -> list[float]:
    """Middle 95 % of bootstrap draws; a draw in which nobody is at risk is left out."""
    return list(np.nanquantile(draws, [0.025, 0.975]))


# --- a. war recurrence --------------------------------------------------------------------

WORLD_WARS = (106, 139)
LAST_WAR_YEAR = 2007
HORIZONS_YEARS = (1, 5, 10, 20)


def own_pair(dyads: pd.DataFrame) -> pd.Series:
    """Whether a dyad is Russia and Ukraine: the case's own pair stays out of its anchor."""
    return dyads[["ccode1", "ccode2"]].isin([365, 369]).all(axis=1)


def war_dyads(folder: Path) -> pd.DataFrame:
    """One row per opposing pair and war: first and last year of their fighting."""
    wars = read(folder, WARS).query("ccode1 < ccode2")
    spells = wars.groupby(["ccode1", "ccode2", "warnum"]).year.agg(start="min", end="max")
    return spells.reset_index()


def with_recurrence(spells: pd.DataFrame) -> pd.DataFrame:
    """Adds years to the pair's next war (`years`, `again`), censored at the end of the data.

    A war that began before this one ended is another front of the same fighting, not a recurrence.
    """
    pairs = spells.merge(spells, on=["ccode1", "ccode2"], suffixes=("", "_next"))
    later = pairs[(pairs.warnum != pairs.warnum_next) & (pairs.start_next >= pairs.end)]
    first = later.groupby(["ccode1", "ccode2", "warnum"]).start_next.min().rename("next_start")
    joined = spells.merge(first.reset_index(), how="left", on=["ccode1", "ccode2", "warnum"])
    joined["again"] = joined.next_start.notna()
    joined["years"] = joined.next_start.fillna(LAST_WAR_YEAR).astype(int) - joined.end
    return joined


def by_war(spells: pd.DataFrame) -> pd.DataFrame:
    """One row per war: time to the first renewed war of any of its opposing pairs."""
    ordered = spells.sort_values(["again", "years"], ascending=[False, True])
    return ordered.drop_duplicates("warnum").sort_values("warnum")


def kaplan_meier(deaths: np.ndarray, at_risk: np.ndarray) -> np.ndarray:
    """Chance of an event by each year; `deaths` and `at_risk` are [..., years]."""
    share = np.divide(deaths, at_risk, out=np.zeros(at_risk.shape), where=at_risk > 0)
    return 1 - np.cumprod(1 - share, axis=-1)


def greenwood(deaths: np.ndarray, at_risk: np.ndarray) -> list[float]:
    """95 % interval at the last year given, Greenwood's variance on the log-log scale."""
    survival = np.prod(1 - deaths / at_risk)
    spread = np.sqrt(np.sum(deaths / (at_risk * (at_risk - deaths)))) / np.log(survival)
    return [1 - survival ** np.exp(sign * spread * norm.ppf(0.975)) for sign in (1, -1)]


def recurrence_table(spells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Events and numbers at risk per war and year since the end; two arrays [wars, 21]."""
    years = np.arange(max(HORIZONS_YEARS) + 1)
    wars, inverse = np.unique(spells.warnum, return_inverse=True)
    event = (spells.years.to_numpy()[:, None] == years) & spells.again.to_numpy()[:, None]
    risk = spells.years.to_numpy()[:, None] >= years
    deaths, at_risk = np.zeros((2, len(wars), len(years)))
    np.add.at(deaths, inverse, event)
    np.add.at(at_risk, inverse, risk)
    return deaths, at_risk


def recurrence_anchors(name: str, who: str, unit: str, spells: pd.DataFrame) -> list[dict]:
    """Kaplan-Meier anchors of one set, one per horizon."""
    deaths, at_risk = recurrence_table(spells)
    weights = cluster_weights(len(deaths))
    draws = kaplan_meier(weights @ deaths, weights @ at_risk)
    total, risk = deaths.sum(0), at_risk.sum(0)
    curve = kaplan_meier(total, risk)
    found = []
    for year in HORIZONS_YEARS:
        events, n = int(total[: year + 1].sum()), len(spells)
        common = {"unit": f"{unit}, probability within {year} y", "files": [WARS]}
        common["source"] = ["SarkeesWayman2010", "Miller2022"]
        what = f"A new inter-state war within {year} y of the end of the last, {who}."
        if events == 0:
            found.append(anchor(f"{name}.{year}y", what, 0, n, **common))
            continue
        common["interval"] = percentile_interval(draws[:, year])
        common["interval_95_independent"] = greenwood(total[: year + 1], risk[: year + 1])
        found.append(anchor(f"{name}.{year}y", what, events, n, rate=curve[year], **common))
    return found


def war_recurrence(folder: Path) -> list[dict]:
    """Anchors of renewed war; the data end in 2007, so Russia-Ukraine is not among the pairs."""
    spells = war_dyads(folder)
    spells = spells[~own_pair(spells)]
    full = with_recurrence(spells)
    small = ~full.warnum.isin(WORLD_WARS)
    recent = full[full.end >= 1946]
    alone = with_recurrence(spells[~spells.warnum.isin(WORLD_WARS)])
    pairs = "opposing pairs of states"
    sets = [
        ("all", f"{pairs}, all COW wars 1823-2003", "war dyad", full),
        ("ended_1946", f"{pairs}, wars ended 1946-2003", "war dyad", recent),
        (
            "no_world_wars",
            f"{pairs}, leaving out pairs of the two world wars (which still count as renewed war)",
            "war dyad",
            full[small],
        ),
        ("no_world_wars_at_all", f"{pairs}, as if the world wars had not been", "war dyad", alone),
        ("per_war_1946", "between any opposing pair, wars ended 1946-2003", "war", by_war(recent)),
    ]
    return [a for n, *rest in sets for a in recurrence_anchors(f"war_recurrence.{n}", *rest)]


# --- b. disputes with and without a nuclear-armed defence ally ------------------------------

FIRST_YEAR, LAST_YEAR = 1950, 2010
FIRST_TEST = {2: 1945, 365: 1949, 200: 1952, 220: 1960, 710: 1964}
FIRST_TEST |= {666: 1972, 750: 1998, 770: 1998, 731: 2006}  # Israel: a convention, no test
OWID_CODES = {"China": 710, "France": 220, "India": 750, "Israel": 666, "North Korea": 731}
OWID_CODES |= {"Pakistan": 770, "Russia": 365, "South Africa": 560, "United Kingdom": 200}
OWID_CODES |= {"United States": 2}
GROUPS = {
    "no_ally": "without any defence ally",
    "non_nuclear_ally": "with defence allies, none of them nuclear-armed",
    "nuclear_ally": "with a nuclear-armed defence ally",
}
OUTCOMES = {
    "mid": "A militarised dispute started",
    "force": "A dispute with use of force started",
    "fatal": "A dispute with deaths started",
    "war": "A dispute that became a war started",
}


def expand(table: pd.DataFrame, start: pd.Series, end: pd.Series) -> pd.DataFrame:
    """One row per year of each spell between FIRST_YEAR and LAST_YEAR."""
    first, last = start.clip(lower=FIRST_YEAR), end.clip(upper=LAST_YEAR)
    years = [list(range(a, b + 1)) for a, b in zip(first, last, strict=True)]
    return table.assign(year=years).explode("year").dropna(subset="year").astype({"year": int})


def nuclear_years(folder: Path, dates: str) -> pd.DataFrame:
    """States with nuclear weapons by year, from `first_test` or from the OWID list."""
    if dates == "first_test":
        since = pd.Series(FIRST_TEST).rename_axis("ccode").reset_index(name="since")
        return expand(since[["ccode"]], since.since, since.since * 0 + LAST_YEAR)
    held = read(folder, ARSENALS).query("nuclear_weapons_status == 3")
    held = held.assign(ccode=held.Entity.map(OWID_CODES))[["ccode", "Year"]]
    return held.rename(columns={"Year": "year"})


def politically_relevant(folder: Path) -> pd.DataFrame:
    """Directed dyad-years with a major power or a contiguity record; `land` marks land borders."""
    states, majors = read(folder, STATES), read(folder, MAJORS)
    member = expand(states[["ccode"]], states.styear, states.endyear).drop_duplicates()
    major = set(map(tuple, expand(majors[["ccode"]], majors.styear, majors.endyear).values))
    dyads = member.merge(member, on="year", suffixes=("1", "2")).query("ccode1 != ccode2")
    border = read(folder, CONTIGUITY)
    spell = [pd.to_datetime(border[c].astype(str)).dt.year for c in ("stdate", "enddate")]
    border = expand(border.assign(land=border.conttype == 1), *spell)
    border = border.groupby(["ccode1", "ccode2", "year"]).land.max().reset_index()
    dyads = dyads.merge(border, how="left", on=["ccode1", "ccode2", "year"])
    great = np.array([(a, y) in major or (b, y) in major for a, b, y in dyad_keys(dyads)])
    return dyads[great | dyads.land.notna()].assign(land=lambda d: d.land.eq(True))


def dyad_keys(table: pd.DataFrame) -> zip:
    """Challenger, target and year of every row."""
    return zip(table.ccode1, table.ccode2, table.year, strict=True)


def dispute_starts(folder: Path) -> pd.DataFrame:
    """Worst hostility and deaths of disputes that an originator started against an originator."""
    rows = read(folder, DISPUTES)
    rows = rows.query("midonset == 1 and sidea1 == 1 and orig1 == 1 and orig2 == 1")
    worst = rows.groupby(["ccode1", "ccode2", "year"])[["hostlev", "fatality"]].max()
    worst = worst.assign(mid=True, force=worst.hostlev >= 4, fatal=worst.fatality > 0)
    return worst.assign(war=worst.hostlev == 5)[list(OUTCOMES)].reset_index()


def ally_group(dyads: pd.DataFrame, pledges: pd.DataFrame, armed: set) -> np.ndarray:
    """Group of every dyad-year by the defence allies of the target, the challenger not counted."""
    nuclear = [key in armed for key in zip(pledges.ccode1, pledges.year, strict=True)]
    tables = [pledges, pledges[nuclear]]
    counts = [p.groupby(["ccode2", "year"]).size().to_dict() for p in tables]
    direct = [set(dyad_keys(p)) for p in tables]
    others = [
        np.array([c.get((t, y), 0) - ((a, t, y) in d) for a, t, y in dyad_keys(dyads)])
        for c, d in zip(counts, direct, strict=True)
    ]
    ordinary = np.where(others[0] > 0, "non_nuclear_ally", "no_ally")
    return np.where(others[1] > 0, "nuclear_ally", ordinary)


def dispute_table(folder: Path, dates: str) -> pd.DataFrame:
    """Directed dyad-years whose target has no nuclear weapons, with groups and outcomes."""
    armed = set(map(tuple, nuclear_years(folder, dates)[["ccode", "year"]].values))
    dyads = politically_relevant(folder)
    pledges = read(folder, PLEDGES).query("atop_defense == 1")
    dyads = dyads[[(t, y) not in armed for _, t, y in dyad_keys(dyads)]]
    dyads = dyads.assign(group=ally_group(dyads, pledges, armed))
    pact = set(dyad_keys(pledges))
    dyads["armed_challenger"] = [(a, y) in armed for a, _, y in dyad_keys(dyads)]
    dyads["allied"] = [(a, t, y) in pact or (t, a, y) in pact for a, t, y in dyad_keys(dyads)]
    dyads = dyads.merge(dispute_starts(folder), how="left", on=["ccode1", "ccode2", "year"])
    return dyads.fillna(dict.fromkeys(OUTCOMES, False)).astype(dict.fromkeys(OUTCOMES, bool))


def dispute_set(name: str, who: str, dyads: pd.DataFrame, **common) -> list[dict]:
    """Anchors of one set of dyad-years: each ally group by each outcome."""
    found = []
    for group, words in GROUPS.items():
        rows = dyads[dyads.group == group]
        for outcome, verb in OUTCOMES.items():
            what = f"{verb} in a year by {who}, against a target {words}, itself not nuclear-armed."
            key = f"dispute.{name}.{group}.{outcome}"
            found.append(anchor(key, what, int(rows[outcome].sum()), len(rows), **common))
    return found


def disputes(folder: Path) -> list[dict]:
    """Dispute anchors, politically relevant directed dyad-years 1950-2010."""
    files = [DISPUTES, PLEDGES, CONTIGUITY, STATES, MAJORS]
    source = ["GibleretAl2016", "LeedsEtAl2002", "StinnettEtAl2002", "CowStates2017", "Miller2022"]
    common = {"unit": "directed dyad-year", "source": source, "files": files}
    dyads = dispute_table(folder, "first_test")
    common["note"] = "Russia against Ukraine 1991-2010 is among them: 5 disputes, no war"
    found = dispute_set("all", "a politically relevant state", dyads, **common)
    found += dispute_set("land", "a state across a land border", dyads[dyads.land], **common)
    who = "a nuclear-armed challenger across a land border, not the target's ally"
    name, common["note"] = "nuclear_challenger_land", "Russia-Ukraine left out, the case's own pair"
    found += dispute_set(name, who, hostile_neighbours(dyads), **common)
    common |= {"source": [*source, "OWIDNuclear2022"], "files": [*files, ARSENALS]}
    other = hostile_neighbours(dispute_table(folder, "owid"))
    return found + dispute_set(f"{name}_owid", f"{who} (OWID nuclear dates)", other, **common)


def hostile_neighbours(dyads: pd.DataFrame) -> pd.DataFrame:
    """Nuclear-armed challenger, land border, no defence pact between the two, not the own pair."""
    return dyads[dyads.land & dyads.armed_challenger & ~dyads.allied & ~own_pair(dyads)]


# --- c. honour of alliance commitments ------------------------------------------------------

PERMANENT_FIVE = (2, 200, 220, 365, 710)


def commitments(folder: Path, rule: str) -> pd.DataFrame:
    """Commitments that a war called on, coded under `rule` (LLM as published, or BF)."""
    table = read(folder, HONOUR)
    coded = table[(table[f"honor{rule}"] == 1) | (table[f"violate{rule}"] == 1)]
    members = read(folder, MEMBERS).groupby("atopid").member
    five = members.apply(lambda m: m.isin(PERMANENT_FIVE).any())
    return coded.assign(
        honoured=coded[f"honor{rule}"] == 1,
        late=coded["sample"] == 0,
        many=coded.atopid.map(members.nunique()) > 2,
        five=coded.atopid.map(five),
    )


EARLY, LATE = "1816-1944", "1945-2003"
FIVE = "with a permanent member of the Security Council"
HONOUR_SETS = {
    "all": ("all pacts 1816-2003", "late >= 0"),
    "1816_1944": (f"all pacts {EARLY}", "not late"),
    "1945_2003": (f"all pacts {LATE}", "late"),
    "bilateral_1816_1944": (f"pacts of two states {EARLY}", "not late and not many"),
    "bilateral_1945_2003": (f"pacts of two states {LATE}", "late and not many"),
    "multilateral_1816_1944": (f"pacts of three or more {EARLY}", "not late and many"),
    "multilateral_1945_2003": (f"pacts of three or more {LATE}", "late and many"),
    "no_arab_league_1945_2003": (f"all but the Arab League's {LATE}", "late and atopid != 3205"),
    "offence": ("pacts with an offence obligation 1816-2003", "offense == 1"),
    "neutrality": ("pacts with a neutrality obligation 1816-2003", "neutral == 1"),
    "nonaggression": ("pacts with a non-aggression obligation 1816-2003", "nonagg == 1"),
    "defence": ("pacts with a defence obligation 1816-2003", "defense == 1"),
    "defence_1816_1944": (f"defence pacts {EARLY}", "not late and defense == 1"),
    "defence_1945_2003": (f"defence pacts {LATE}", "late and defense == 1"),
}
HONOUR_SETS |= {
    f"defence_{name}_1945_2003": (
        f"defence pacts {words} {LATE}",
        f"late and defense == 1 and {rule}",
    )
    for name, words, rule in (
        ("bilateral", "of two states", "not many"),
        ("multilateral", "of three or more", "many"),
        ("p5", FIVE, "five"),
        ("p5_bilateral", f"of two states {FIVE}", "five and not many"),
    )
}
BOTH_RULES = ("all", "1945_2003", "defence_1945_2003")


def honour(folder: Path) -> list[dict]:
    """Share of called commitments that were honoured, under the published coding rule."""
    found = []
    common = {"unit": "commitment called on by a war", "files": [HONOUR, MEMBERS]}
    common["source"] = ["BerkemeierFuhrmann2018", "LeedsLongMitchell2000", "LeedsEtAl2002"]
    for prefix, rule, sets in (("honour", "LLM", HONOUR_SETS), ("honour_bf", "BF", BOTH_RULES)):
        table = commitments(folder, rule)
        for name in sets:
            words, condition = HONOUR_SETS[name]
            rows = table.query(condition)
            what = f"A commitment that a war called on was honoured, {words} ({rule} coding)."
            events = int(rows.honoured.sum())
            found.append(anchor(f"{prefix}.{name}", what, events, len(rows), **common))
    return found


# --- d. exit of autocratic leaders ----------------------------------------------------------

AGE_BANDS = {"under_60": (0, 60), "60_69": (60, 70), "70_74": (70, 75), "75_79": (75, 80)}
AGE_BANDS |= {"80_up": (80, 200)}
TENURE_BANDS = {"under_10": (0, 10), "10_19": (10, 20), "20_up": (20, 200)}
LEADER_FILES = [LEADERS, REGIMES]
LEADER_SOURCE = ["BellEtAl2021", "GeddesWrightFrantz2014"]
BY_LEADER = "interval from resampling whole leaders"


def in_office(leaders: pd.DataFrame, year: int, month: int = 1) -> pd.DataFrame:
    """Leaders in office on the first day of a month."""
    first, start = year * 12 + month, leaders.syear * 12 + leaders.smonth
    started = (start < first) | ((start == first) & (leaders.sday == 1))
    stayed = leaders.eyear.isna() | (leaders.eyear * 12 + leaders.emonth >= first)
    return leaders[started & stayed]


def autocrat_years(folder: Path) -> pd.DataFrame:
    """Autocratic leaders on 1 January 1950-2010: completed age, tenure, and years to exit.

    Vladimir Putin is left out: the case's own leader stays out of his anchor.
    """
    leaders = read(folder, LEADERS).query("not (ccode == 365 and leader == 'Putin')")
    years = [in_office(leaders, y).assign(year=y) for y in range(FIRST_YEAR, LAST_YEAR + 1)]
    regimes = read(folder, REGIMES)[["cown", "year"]].rename(columns={"cown": "ccode"})
    rows = pd.concat(years).merge(regimes, on=["ccode", "year"])
    born = rows.birthyear.where(rows.birthyear > 1800)
    started = rows.syear + (rows.smonth - 1) / 12 + (rows.sday - 1) / 365.25
    return rows.assign(
        age=rows.year - born - 1,
        tenure=rows.year - started,
        stay=rows.eyear.fillna(9999) - rows.year,
        person=rows.ccode.astype(str) + rows.leadid,
    )


def within(values: pd.Series, band: tuple[int, int]) -> pd.Series:
    """Whether values lie in [low, high)."""
    return (values >= band[0]) & (values < band[1])


def exit_anchor(name: str, who: str, rows: pd.DataFrame) -> dict:
    """Annual exit of one group of leader-years; `thin` where fewer than 10 exits were seen."""
    events = int((rows.stay == 0).sum())
    return anchor(
        f"leader_exit.{name}",
        f"An autocratic leader in office on 1 January leaves within the year, {who}.",
        events,
        len(rows),
        unit="leader-year",
        leaders=rows.person.nunique(),
        thin=events < 10,
        source=LEADER_SOURCE,
        files=LEADER_FILES,
    )


def exit_cells(rows: pd.DataFrame) -> list[dict]:
    """Annual exit by age, by tenure, and by both."""
    ages = {a: within(rows.age, band) for a, band in AGE_BANDS.items()}
    tenures = {t: within(rows.tenure, band) for t, band in TENURE_BANDS.items()}
    found = [exit_anchor("all", "all ages and tenures", rows)]
    for t, mask in tenures.items():
        found.append(exit_anchor(f"tenure_{t}", f"tenure {say(t)} years", rows[mask]))
    for a, mask in ages.items():
        found.append(exit_anchor(f"age_{a}", f"age {say(a)}", rows[mask]))
    for t, long in tenures.items():
        for a, old in ages.items():
            who = f"tenure {say(t)} years, age {say(a)}"
            found.append(exit_anchor(f"tenure_{t}.age_{a}", who, rows[long & old]))
    return found


def say(band: str) -> str:
    """A band in words: `60_69` is "60-69", `80_up` is "80 and over"."""
    if band.endswith("_up"):
        return band.replace("_up", " and over")
    return band.replace("under_", "under ").replace("_", "-")


def by_person(rows: pd.DataFrame, masks: list[pd.Series]) -> np.ndarray:
    """Number of rows of each leader in each mask; [leaders, masks]."""
    table = pd.DataFrame(dict(enumerate(masks)), index=rows.index)
    return table.groupby(rows.person).sum().to_numpy(float)


def exit_within(rows: pd.DataFrame, name: str, who: str, years: int) -> dict:
    """Observed share of leader-years after which the leader left within some years."""
    left = rows.stay < years
    counts = by_person(rows, [left, left.notna()])
    draws = cluster_weights(len(counts)) @ counts
    return anchor(
        f"leader_exit.within.{name}.{years}y",
        f"An autocratic leader in office on 1 January leaves within {years} y, {who} "
        "(a leader counts once for every 1 January in that state).",
        int(left.sum()),
        len(rows),
        rate=left.mean(),
        interval=percentile_interval(draws[:, 0] / draws[:, 1]),
        unit=f"leader-year, probability within {years} y",
        leaders=len(counts),
        note=BY_LEADER,
        source=LEADER_SOURCE,
        files=LEADER_FILES,
    )


def exit_product(rows: pd.DataFrame, name: str, who: str, age: int, years: int) -> dict:
    """Chance of exit within some years by multiplying the yearly hazards of the age bands."""
    masks = [within(rows.age, band) for band in AGE_BANDS.values()]
    exits = by_person(rows, [m & (rows.stay == 0) for m in masks])
    at_risk = by_person(rows, masks)
    weights = np.vstack([np.ones(len(exits)), cluster_weights(len(exits))])
    with np.errstate(invalid="ignore"):
        hazard = (weights @ exits) / (weights @ at_risk)
    edges = [low for low, _ in AGE_BANDS.values()]
    path = np.searchsorted(edges, np.arange(age, age + years), side="right") - 1
    chance = 1 - np.prod(1 - hazard[:, path], axis=1)
    used = np.unique(path)
    return anchor(
        f"leader_exit.product.{name}.age_{age}.{years}y",
        f"An autocratic leader aged {age}, {who}, leaves within {years} y, "
        "by the product of the yearly hazards of the age bands passed through.",
        int(exits[:, used].sum()),
        int(at_risk[:, used].sum()),
        rate=chance[0],
        interval=percentile_interval(chance[1:]),
        unit=f"leader-year, probability within {years} y",
        note=f"{BY_LEADER}; events and n are those of the bands used",
        source=LEADER_SOURCE,
        files=LEADER_FILES,
    )


def leader_exit(folder: Path) -> list[dict]:
    """Anchors of the exit of autocratic leaders."""
    rows = autocrat_years(folder)
    long = rows[rows.tenure >= 20]
    groups = {
        "all": ("all ages and tenures", rows),
        "tenure_10_up": ("tenure 10 and over", rows[rows.tenure >= 10]),
        "tenure_20_up": ("tenure 20 and over", long),
        "age_70_74": ("age 70-74", rows[within(rows.age, AGE_BANDS["70_74"])]),
        "tenure_20_up.age_70_up": ("tenure 20 and over, age 70 and over", long[long.age >= 70]),
    }
    found = exit_cells(rows)
    found.append(exit_anchor("tenure_20_up.age_70_up", *groups["tenure_20_up.age_70_up"]))
    found += [exit_within(g, name, who, y) for name, (who, g) in groups.items() for y in (5, 10)]
    for name, who, used in (
        ("tenure_20_up", "tenure 20 and over", long),
        ("all", "any tenure", rows),
    ):
        found += [exit_product(used, name, who, a, y) for a in (70, 73) for y in (5, 10)]
    return found


# --- e. change of government among guarantors -----------------------------------------------


def sole_leader(leaders: pd.DataFrame, year: int, month: int = 1) -> str:
    """Identity of the leader in office on a day, the latest to start if a list has two."""
    here = in_office(leaders, year, month).sort_values(["syear", "smonth", "sday"])
    return here.leadid.iloc[-1]


def leader_change(folder: Path) -> list[dict]:
    """Change of the head of government: US at elections; US, UK and France by year."""
    leaders = read(folder, LEADERS)
    common = {"source": ["BellEtAl2021"], "files": [LEADERS]}
    usa = leaders[leaders.ccode == 2]
    elections = range(1948, 2021, 4)
    changed = sum(sole_leader(usa, y, 11) != sole_leader(usa, y + 1, 2) for y in elections)
    what = (
        "Another president on 1 February after a presidential election than on 1 November before "
        "it, USA 1948-2020; a change of person, since the data code no party."
    )
    name = "government_change.usa.election"
    found = [anchor(name, what, changed, len(elections), unit="presidential election", **common)]
    countries = [("usa", "USA", 2, 1950), ("uk", "United Kingdom", 200, 1950)]
    countries += [("france", "France, Fifth Republic", 220, 1959)]
    for key, country, code, first in countries:
        own, years = leaders[leaders.ccode == code], range(first, 2020 + 1)
        changed = sum(sole_leader(own, y) != sole_leader(own, y + 1) for y in years)
        what = f"Another leader on 1 January than a year before, {country} {first}-2020."
        name = f"government_change.{key}.annual"
        found.append(anchor(name, what, changed, len(years), unit="year", **common))
    return found


# --- f. capabilities, g. incidents ----------------------------------------------------------

COUNTRIES = {"USA": 2, "Canada": 20, "United Kingdom": 200, "France": 220, "Germany": 255}
COUNTRIES |= {"Poland": 290, "Italy": 325, "Russia": 365, "Ukraine": 369, "Turkey": 640}
COUNTRIES |= {"China": 710, "North Korea": 731, "South Korea": 732, "Japan": 740}


def capability(folder: Path) -> list[dict]:
    """COW index of national capability in the last year of the data."""
    table = read(folder, CAPABILITIES)
    year = int(table.year.max())
    now = table[table.year == year].set_index("ccode")
    found = []
    parts = ["milex", "milper", "irst", "pec", "tpop", "upop"]
    for country, code in COUNTRIES.items():
        missing = [p for p in parts if pd.isna(now.loc[code, p])]
        extra = {"note": f"no value for {', '.join(missing)} in {year}"} if missing else {}
        found.append(
            anchor(
                f"capability.{country.lower().replace(' ', '_')}",
                f"Composite index of national capability (CINC) of {country} in {year}.",
                None,
                None,
                rate=now.loc[code, "cinc"],
                interval_reason="a published index, not a sample",
                unit="share of the state system",
                year=year,
                source=["SingerEtAl1972", "Miller2022"],
                files=[CAPABILITIES],
                **extra,
            )
        )
    return found


def poisson_anchor(name: str, what: str, counts: pd.Series, **common) -> dict:
    """Events per year under a Poisson rate with Jeffreys interval, and how far from Poisson."""
    events, years = int(counts.sum()), len(counts)
    ratio = counts.var() / counts.mean() if years > 2 and events else None
    return anchor(
        name,
        what,
        events,
        years,
        rate=events / years,
        interval=list(gamma.ppf([0.025, 0.975], events + 0.5) / years),
        variance_to_mean=ratio,
        **common,
    )


def provocations(folder: Path) -> list[dict]:
    """North Korean provocations per year, whole period and by decade."""
    table = read(folder, PROVOCATIONS)
    year = pd.to_datetime(table.date).dt.year
    line = (table.dmz_related == 1) | (table.nll_related == 1)
    spans = {"1958_1959": (1958, 1959), "2010_2017": (2010, 2017)}
    spans |= {f"{y}_{y + 9}": (y, y + 9) for y in range(1960, 2010, 10)}
    common = {"unit": "1/year", "source": ["BeyondParallel2017"], "files": [PROVOCATIONS]}
    sets = [("1958_2017", (1958, 2017), year, "North Korean military provocations listed by CSIS")]
    words = "those of them whose text names the DMZ, the military line or the Northern Limit Line"
    sets.append(("line_1958_2017", (1958, 2017), year[line], words))
    sets += [(name, spans[name], year, sets[0][3]) for name in sorted(spans)]
    found = []
    for name, (first, last), dates, who in sets:
        counts = dates.value_counts().reindex(range(first, last + 1), fill_value=0)
        what = f"Incidents per year, {who}, {first}-{last}."
        found.append(poisson_anchor(f"incident.north_korea.{name}", what, counts, **common))
    everything = year.value_counts().reindex(range(1958, 2018), fill_value=0).to_numpy()
    draws = cluster_weights(len(everything)) @ everything / len(everything)
    found[0] |= {"interval_95": rounded(percentile_interval(draws))}
    found[0] |= {"note": "interval from resampling whole years; the list of 2017 ends in November"}
    return found


def ceasefire_violations(folder: Path) -> list[dict]:
    """Ceasefire violations per day in the sampled OSCE reports that give both oblasts."""
    table = read(folder, VIOLATIONS).dropna(subset=["donetsk_cfv", "luhansk_cfv"])
    total = table.donetsk_cfv + table.luhansk_cfv
    return [
        anchor(
            "incident.donbas.ceasefire_violations",
            "Ceasefire violations recorded per day by the OSCE mission in the Donbas, "
            "reports sampled from July 2020 to February 2022.",
            int(total.sum()),
            int(table.days.sum()),
            rate=total.sum() / table.days.sum(),
            interval_reason="reports were chosen by availability, not at random",
            unit="1/day",
            reports=len(table),
            quantiles_10_50_90=list(np.quantile(total / table.days, [0.1, 0.5, 0.9])),
            source=["OSCESMM2022"],
            files=[VIOLATIONS],
        )
    ]


# --- writing ----------------------------------------------------------------------------------

SECTIONS = (war_recurrence, disputes, honour, leader_exit, leader_change, capability)
SECTIONS += (provocations, ceasefire_violations)


def derive(folder: Path) -> list[dict]:
    """All anchors, in the order of the sections."""
    return [found for section in SECTIONS for found in section(folder)]


def as_yaml(anchors: list[dict]) -> str:
    """The anchors as YAML text, short lists on one line."""

    def inline(value):
        if not isinstance(value, list):
            return value
        row = CommentedSeq(value)
        row.fa.set_flow_style()
        return row

    writer, text = YAML(), io.StringIO()
    writer.width = 4096  # one sentence, one line
    writer.representer.add_representer(
        type(None), lambda r, _: r.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    writer.dump({"anchors": [{k: inline(v) for k, v in a.items()} for a in anchors]}, text)
    return HEADER + text.getvalue()


TABLE_HEAD = "| anchor | events / n | rate | 95 % | unit |\n|---|---|---|---|---|\n"
TABLE_MARKS = ("<!-- table: begin -->\n", "<!-- table: end -->")


def as_table(anchors: list[dict]) -> str:
    """The anchors as a Markdown table."""
    lines = []
    for a in anchors:
        bounds = a["interval_95"]
        span = "none" if bounds is None else f"{bounds[0]:.4g} - {bounds[1]:.4g}"
        count = "index" if a["n"] is None else f"{a['events']:,} / {a['n']:,}"
        lines.append(f"| `{a['id']}` | {count} | {a['rate']:.4g} | {span} | {a['unit']} |\n")
    return TABLE_HEAD + "".join(lines)


def with_table(page: str, anchors: list[dict]) -> str:
    """The documentation page with its table replaced."""
    before, rest = page.split(TABLE_MARKS[0])
    after = rest.split(TABLE_MARKS[1])[1]
    return before + TABLE_MARKS[0] + as_table(anchors) + TABLE_MARKS[1] + after


def main() -> None:
    """Print the anchors, or write them and the table of the page."""
    parser = argparse.ArgumentParser(description="Derive base rates from the data mirror.")
    parser.add_argument("--write", action="store_true", help="rewrite anchors.yaml and the page")
    write = parser.parse_args().write
    anchors = derive(data_folder())
    if not write:
        sys.stdout.write(as_yaml(anchors))
        return
    OUTPUT.write_text(as_yaml(anchors), encoding="utf-8")
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), anchors), encoding="utf-8")


if __name__ == "__main__":
    main()
