"""Derive how leaders leave office (leaders.yaml) from the data mirror.

    python tools/derive_leaders.py            prints the counts as YAML
    python tools/derive_leaders.py --write    rewrites leaders.yaml and tables of docs/leaders.md

The mirror is the folder named by SUASION_DATA (default ../shared/data beside the repository).
Only the aggregates computed here are committed, never the data.

Definitions
-----------
leader-year  what follows 1 January for a leader who is in office on that day: a year, or less if
             the leader leaves within it. Age, tenure and regime are those of the 1 January.
hazard       events / leader-years, with the 95 % interval of the Gamma(events + 1/2) posterior
expected     deaths that the leader's own country, sex, age and period would have brought
factor       natural deaths in office / expected ones (a standardised mortality ratio)
thin         fewer than 10 events: the cell is merged with its neighbour in tenure
"""

import argparse
import io
import os
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from scipy.stats import gamma

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "src/suasion/mechanism/data/leaders.yaml"
ANCHORS = ROOT / "src/suasion/mechanism/data/anchors.yaml"
PAGE = ROOT / "docs/leaders.md"
HEADER = (
    "# How leaders leave office, counted in the public record. Generated: change\n"
    "# tools/derive_leaders.py, then run it with --write. Limits are in docs/leaders.md.\n"
)
THIS = "tools/derive_leaders.py"

LEADERS = "leaders/archigos_4_1.parquet"
REGIMES = "leaders/gwf_autocratic_regimes.parquet"
POLITY = "disputes/democracy_cow_state_year.parquet"
STATES = "disputes/cow_states.csv"
MORTALITY = "leaders/un_wpp2022_mortality_5x5.parquet"
POPULATION = "economy/world_bank_population.parquet"
RECORD = {
    "source": ["GoemansGleditschChiozza2009", "GeddesWrightFrantz2014", "MarshallGurr2020"],
    "data_files": [LEADERS, REGIMES, POLITY],
}
AGAINST_TABLE = {
    "source": [*RECORD["source"], "UNWPP2022"],
    "data_files": [*RECORD["data_files"], STATES, MORTALITY],
}

FIRST_YEAR, LAST_YEAR = 1950, 2010  # the regime list ends in 2010
LAST_SUCCESSOR_YEAR = 2015  # Archigos ends on 31 December 2015
TENURES = (0, 2, 5, 10, 20, 200)
AGES = (0, 60, 70, 75, 80, 200)
WIDE_AGES = (0, 60, 75, 200)  # leaving otherwise is too noisy for finer ones
TYPES = {"monarchy": "gwf_monarch", "party": "gwf_party"}
TYPES |= {"personal": "gwf_personal", "military": "gwf_military"}
FEWEST_EVENTS = 10
DEMOCRACY_FROM = 6  # Polity's usual line
SWITZERLAND, RUSSIA, GERMANY = 225, 365, (260, 255)


# --- reading ------------------------------------------------------------------------------------


def data_folder() -> Path:
    """Folder of the mirror: SUASION_DATA, else ../shared/data beside the repository."""
    return Path(os.environ.get("SUASION_DATA", ROOT / "../shared/data"))


def read(folder: Path, name: str) -> pd.DataFrame:
    """Table `name` of the mirror."""
    path = folder / name
    return pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)


def spells(folder: Path) -> pd.DataFrame:
    """Leaders' spells in office. The case's own leader stays out of his anchor."""
    table = read(folder, LEADERS)
    table = table.assign(start=pd.to_datetime(table.startdate), end=pd.to_datetime(table.enddate))
    table["censored"] = table.exit == "Still in Office"
    table["born"] = table.yrborn.where(table.yrborn > 1700)
    return table[~((table.ccode == RUSSIA) & (table.leader == "Putin"))]


def leader_years(table: pd.DataFrame, last_year: int) -> pd.DataFrame:
    """One row for each leader in office on each 1 January: exposure, age, tenure, exit."""
    rows = []
    for year in range(FIRST_YEAR, last_year + 1):
        day, following = pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1)
        here = table[(table.start <= day) & (table.end > day)]
        length = (following - day).days
        stayed = (here.end.clip(upper=following) - day).dt.days / length
        left = (here.end <= following) & ~here.censored
        tenure = (day - here.start).dt.days / 365.25
        rows.append(here.assign(year=year, exposure=stayed, left=left, tenure=tenure))
    found = pd.concat(rows, ignore_index=True)
    found["age"] = found.year - found.born - 1
    found["died"] = found.left & (found.exit == "Natural Death")
    found["otherwise"] = found.left & ~found.died
    return found


def regime_types(folder: Path) -> pd.DataFrame:
    """Type of every autocratic state-year: the mixed ones go with their leading feature."""
    table = read(folder, REGIMES)
    flags = [table[column] == 1 for column in TYPES.values()]
    return pd.DataFrame(
        {
            "ccode": table.gwf_cowcode,
            "year": table.year,
            "type": np.select(flags, list(TYPES), default="none"),
        }
    )


def with_regime(rows: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Adds `type` and `regime`: autocracy by the regime list, else democracy by Polity, else none.

    Archigos gives united Germany another code than Polity does.
    """
    rows = rows.merge(regime_types(folder), how="left", on=["ccode", "year"])
    united = (rows.ccode == GERMANY[0]) & (rows.year > 1990)
    scores = read(folder, POLITY).rename(columns={"ccode": "code"})[["code", "year", "polity2"]]
    rows = rows.assign(code=rows.ccode.where(~united, GERMANY[1]))
    rows = rows.merge(scores, how="left", on=["code", "year"])
    free = (rows.polity2 >= DEMOCRACY_FROM) & (rows.ccode != SWITZERLAND)
    regime = np.select([rows.type.notna(), free], ["autocracy", "democracy"], default="none")
    return rows.assign(regime=regime)


# --- life tables --------------------------------------------------------------------------------

# The United Nations' names where another list calls the state otherwise.
UN_NAMES = {
    "Venezuela": "Venezuela (Bolivarian Republic of)",
    "Bolivia": "Bolivia (Plurinational State of)",
    "German Federal Republic": "Germany",
    "German Democratic Republic": "Germany",
    "Czechoslovakia": "Czechia",
    "Czech Republic": "Czechia",
    "Macedonia": "North Macedonia",
    "Yugoslavia": "Serbia",
    "Moldova": "Republic of Moldova",
    "Russia": "Russian Federation",
    "Cape Verde": "Cabo Verde",
    "Ivory Coast": "Cote d'Ivoire",
    "Tanzania": "United Republic of Tanzania",
    "Swaziland": "Eswatini",
    "Iran": "Iran (Islamic Republic of)",
    "Turkey": "Turkiye",
    "Syria": "Syrian Arab Republic",
    "Yemen Arab Republic": "Yemen",
    "Yemen People's Republic": "Yemen",
    "Taiwan": "China, Taiwan Province of China",
    "North Korea": "Dem. People's Republic of Korea",
    "South Korea": "Republic of Korea",
    "Laos": "Lao People's Democratic Republic",
    "Vietnam": "Viet Nam",
    "Republic of Vietnam": "Viet Nam",
    "East Timor": "Timor-Leste",
    # The World Bank's names.
    "Bahamas, The": "Bahamas",
    "Congo, Dem. Rep.": "Democratic Republic of the Congo",
    "Congo, Rep.": "Congo",
    "Egypt, Arab Rep.": "Egypt",
    "Gambia, The": "Gambia",
    "Hong Kong SAR, China": "China, Hong Kong SAR",
    "Iran, Islamic Rep.": "Iran (Islamic Republic of)",
    "Korea, Dem. People's Rep.": "Dem. People's Republic of Korea",
    "Korea, Rep.": "Republic of Korea",
    "Kosovo": "Kosovo (under UNSC res. 1244)",
    "Kyrgyz Republic": "Kyrgyzstan",
    "Lao PDR": "Lao People's Democratic Republic",
    "Puerto Rico (US)": "Puerto Rico",
    "Slovak Republic": "Slovakia",
    "Somalia, Fed. Rep.": "Somalia",
    "United States": "United States of America",
    "Venezuela, RB": "Venezuela (Bolivarian Republic of)",
    "West Bank and Gaza": "State of Palestine",
    "Yemen, Rep.": "Yemen",
}
PERIOD = "2025-2030"
SINGLE_AGES = np.arange(20, 101)
COUNTRIES = {"RUS": "Russian Federation"}  # the challengers of the packaged cases
SEXES = {"male": "mxM", "female": "mxF"}


def single_ages(ages: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Death rates at SINGLE_AGES from rates of age groups: their logarithm is linear in between.

    A group's rate is that of its middle; above the middle of the open group it stays.
    """
    middles = np.append((ages[:-1] + ages[1:]) / 2, ages[-1] + 2.5)
    return np.exp(np.interp(SINGLE_AGES + 0.5, middles, np.log(rates)))


def tables(folder: Path) -> dict[tuple[str, int], dict[str, np.ndarray]]:
    """Death rates [1/year] at SINGLE_AGES by UN name and first year of the period."""
    found = {}
    for (name, period), rows in read(folder, MORTALITY).groupby(["country", "period"]):
        rows, ages = rows.sort_values("age"), np.sort(rows.age.to_numpy())
        by_sex = {s: single_ages(ages, rows[c].to_numpy()) for s, c in SEXES.items()}
        found[name, int(period[:4])] = by_sex
    return found


def with_expected(rows: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Adds the death rate of the leader's country, sex, age and period; drops unknown ages."""
    states = read(folder, STATES).drop_duplicates("ccode").set_index("ccode").statenme
    rates, low = tables(folder), SINGLE_AGES[0]
    rows = rows[rows.age.notna()].copy()
    names = rows.ccode.map(states).map(lambda name: UN_NAMES.get(name, name))
    keys = zip(names, rows.year // 5 * 5, rows.gender, rows.age, strict=True)
    rows["mortality"] = [
        rates[name, period]["male" if sex == "M" else "female"][max(int(age) - low, 0)]
        for name, period, sex, age in keys
    ]
    return rows.assign(expected=rows.mortality * rows.exposure)


def world(folder: Path) -> tuple[dict[str, np.ndarray], float]:
    """Mean death rates of the world, weighted by whole populations, and the share covered."""
    people = read(folder, POPULATION)
    people = people[people.year == people.year.max()]
    total = people.population[people.country == "World"].item()
    weights = people.set_index(people.country.map(lambda n: UN_NAMES.get(n, n))).population
    rates = {name: r for (name, first), r in tables(folder).items() if first == int(PERIOD[:4])}
    used = [name for name in rates if name in weights.index]
    share = weights[used].sum() / total
    mean = {
        s: np.average([rates[n][s] for n in used], axis=0, weights=weights[used]) for s in SEXES
    }
    return mean, float(share)


# --- counts -------------------------------------------------------------------------------------


def rounded(value):
    """Numbers at the precision that is committed: five significant digits."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [rounded(v) for v in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.5g}")
    return int(value) if isinstance(value, np.integer) else value


def interval(events: int, exposure: float) -> list[float]:
    """95 % interval of a rate under Jeffreys' prior; the lower end is 0 when nothing happened."""
    low, high = gamma.ppf([0.025, 0.975], events + 0.5) / exposure
    return [0.0 if events == 0 else low, high]


def counted(name, what, rows, happened, *, fields=None, where=RECORD) -> dict:
    """One count: events of a column in leader-years."""
    events, exposure = int(rows[happened].sum()), float(rows.exposure.sum())
    found = {"id": name, "what": what, **(fields or {}), "events": events}
    found |= {"leader_years": exposure, "leaders": rows.obsid.nunique()}
    found |= {"rate": events / exposure, "interval_95": interval(events, exposure)}
    found |= {"unit": "1/leader-year", **where, "computed_by": THIS}
    return {key: rounded(value) for key, value in found.items()}


def between(values: pd.Series, low: float, high: float) -> pd.Series:
    """Whether values lie in [low, high)."""
    return (values >= low) & (values < high)


def merged(rows: pd.DataFrame, happened: str) -> list[tuple[int, int]]:
    """Classes of tenure, thin ones merged with the next, a thin last one with the one before."""
    found, low = [], TENURES[0]
    for high in TENURES[1:]:
        if rows[happened][between(rows.tenure, low, high)].sum() >= FEWEST_EVENTS:
            found.append((low, high))
            low = high
    found[-1] = (found[-1][0], TENURES[-1])
    return found


def named(low: int, high: int, end: int) -> tuple[str, str]:
    """A class for an identifier and for a sentence."""
    return (
        (f"{low}_up", f"{low} and over") if high == end else (f"{low}_{high}", f"{low} to {high}")
    )


def by_tenure(section: str, name: str, who: str, rows: pd.DataFrame, happened: str) -> list[dict]:
    """Hazards of one group by class of tenure."""
    found = []
    for low, high in merged(rows, happened):
        key, words = named(low, high, TENURES[-1])
        fields = {"regime": name, "tenure_from": low, "tenure_to": None if high == 200 else high}
        what = f"{who}, tenure {words} years."
        mask = between(rows.tenure, low, high)
        identifier = f"{section}.{name}.tenure_{key}"
        found.append(counted(identifier, what, rows[mask], happened, fields=fields))
    return found


def leaving(rows: pd.DataFrame) -> list[dict]:
    """Hazards of leaving office other than by natural death, by regime and tenure."""
    groups = {name: rows[rows.regime == name] for name in ("autocracy", "democracy")}
    groups |= {name: rows[rows.type == name] for name in TYPES}
    return [
        entry
        for name, group in groups.items()
        for entry in by_tenure(
            "leaving",
            name,
            f"A leader leaves office other than by natural death, {name}",
            group,
            "otherwise",
        )
    ]


def deaths(rows: pd.DataFrame) -> list[dict]:
    """Natural deaths in office by regime and age, and what the life table would have brought."""
    found = []
    for name in ("autocracy", "democracy"):
        for key, words, band in age_classes(AGES):
            mask = (rows.regime == name) & between(rows.age, *band)
            what = f"A leader dies in office of natural causes, {name}, age {words}."
            identifier = f"death.{name}.age_{key}"
            entry = counted(identifier, what, rows[mask], "died", where=AGAINST_TABLE)
            found.append(entry | compared(rows[mask]))
    return found


def age_classes(edges: tuple[int, ...]) -> list[tuple[str, str, tuple[int, int]]]:
    """Classes of age: for an identifier, for a sentence, and as [low, high)."""
    words = ["under 60", *(f"{low}-{high - 1}" for low, high in pairwise(edges[1:-1]))]
    words.append(f"{edges[-2]} and over")
    keys = [one.replace(" and over", "_up").replace(" ", "_").replace("-", "_") for one in words]
    return list(zip(keys, words, pairwise(edges), strict=True))


def with_hazard(rows: pd.DataFrame, hazards: list[dict]) -> pd.DataFrame:
    """Adds the hazard of leaving otherwise that goes with each row's regime and tenure."""
    found = pd.Series(np.nan, index=rows.index)
    for entry in hazards:
        if entry["regime"] in ("autocracy", "democracy"):
            high = entry["tenure_to"] or TENURES[-1]
            mask = between(rows.tenure, entry["tenure_from"], high)
            found[mask & (rows.regime == entry["regime"])] = entry["rate"]
    return rows.assign(hazard=found, due=found * rows.exposure)


def ages(rows: pd.DataFrame) -> list[dict]:
    """Leaving otherwise by age, beside what tenure alone would have brought."""
    found = []
    for name in ("autocracy", "democracy"):
        for key, words, band in age_classes(WIDE_AGES):
            group = rows[(rows.regime == name) & between(rows.age, *band)]
            what = f"A leader leaves office other than by natural death, {name}, age {words}."
            fields = {"regime": name, "age_from": band[0]}
            identifier = f"leaving_by_age.{name}.age_{key}"
            entry = counted(identifier, what, group, "otherwise", fields=fields)
            found.append(entry | compared(group, "otherwise", "due"))
    return found


def compared(rows: pd.DataFrame, happened: str = "died", by: str = "expected") -> dict:
    """Events against expected ones: their number, the ratio and its interval."""
    events, expected = int(rows[happened].sum()), float(rows[by].sum())
    found = {"expected": expected, "ratio": events / expected}
    return {k: rounded(v) for k, v in (found | {"ratio_95": interval(events, expected)}).items()}


def factors(rows: pd.DataFrame) -> list[dict]:
    """Leaders' mortality as a multiple of their population's, by regime."""
    found = []
    for name in ("autocracy", "democracy"):
        group = rows[rows.regime == name]
        what = f"Natural deaths in office over those of the life table, {name}."
        fields = {"regime": name}
        identifier = f"mortality_factor.{name}"
        entry = counted(identifier, what, group, "died", fields=fields, where=AGAINST_TABLE)
        ill = int((group.left & (group.exit == "Retired Due to Ill Health")).sum())
        found.append(entry | compared(group) | {"retired_ill": ill})
    return found


# --- successors ---------------------------------------------------------------------------------

LONG_YEARS = 10


def succession(table: pd.DataFrame, rows: pd.DataFrame) -> set[str]:
    """Spells of those in office on the 1 January after an autocrat of LONG_YEARS or more left."""
    last = rows[rows.left & (rows.regime == "autocracy")]
    last = last[(last.end - last.start).dt.days >= LONG_YEARS * 365.25]
    found = set()
    for code, end in zip(last.ccode, last.end, strict=True):
        day = pd.Timestamp(end.year + 1, 1, 1)
        own = table[(table.ccode == code) & (table.start <= day) & (table.end > day)]
        found |= set(own[own.start >= end - pd.Timedelta(days=31)].obsid)
    return found


def successors(folder: Path, rows: pd.DataFrame) -> list[dict]:
    """Hazards of leaving, all causes, of those who followed a long-serving autocrat."""
    table = spells(folder)
    chosen = succession(table, rows)
    theirs = with_regime(leader_years(table[table.obsid.isin(chosen)], LAST_SUCCESSOR_YEAR), folder)
    still = theirs[(theirs.regime == "autocracy") & (theirs.year <= LAST_YEAR)]
    follows = f"A leader who followed an autocrat of {LONG_YEARS} years or more leaves, all causes"
    found = []
    for name, who, group in (
        ("any", f"{follows}, whatever the regime became", theirs),
        ("autocracy", f"{follows}, while the state is an autocracy", still),
    ):
        found += by_tenure("successor", name, who, group, "left")
        fields = {"regime": name, "tenure_from": 0, "tenure_to": None}
        total = counted(
            f"successor.{name}.total", f"{who}, all tenures.", group, "left", fields=fields
        )
        found.append(total)
    return found


# --- comparison with the anchors ----------------------------------------------------------------

FIT_AGES = {"under_60": (0, 60), "60_69": (60, 70), "70_74": (70, 75), "75_79": (75, 80)}
FIT_AGES |= {"80_up": (80, 200), "70_up": (70, 200)}
FIT_TENURES = {"under_10": (0, 10), "10_19": (10, 20), "20_up": (20, 200)}


def fit_classes(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Rows of the classes of anchors.yaml: all, by tenure, by age, and long tenure by age."""
    ages = {f"age_{name}": between(rows.age, *band) for name, band in FIT_AGES.items()}
    tenures = {f"tenure_{name}": between(rows.tenure, *band) for name, band in FIT_TENURES.items()}
    long = {f"tenure_20_up.{name}": tenures["tenure_20_up"] & mask for name, mask in ages.items()}
    ages.pop("age_70_up")  # anchors.yaml has it for long tenure only
    return {"all": rows.age.notna()} | tenures | ages | long


def fits(rows: pd.DataFrame, multiple: list[dict], by_age: list[dict]) -> list[dict]:
    """Exits within a year by the two parts, and as seen, in the classes of anchors.yaml."""
    rows = rows[rows.regime == "autocracy"]
    ratio = next(f["ratio"] for f in multiple if f["regime"] == "autocracy")
    old = np.array([a["ratio"] for a in by_age if a["regime"] == "autocracy"])
    multiplier = old[np.searchsorted(WIDE_AGES, rows.age, side="right") - 1]
    deaths_a_year = ratio * rows.mortality
    plain = -np.expm1(-rows.hazard - deaths_a_year)
    aged = -np.expm1(-rows.hazard * multiplier - deaths_a_year)
    return [
        {
            "anchor": f"leader_exit.{name}",
            "events": int(rows.left[mask].sum()),
            "n": int(mask.sum()),
            "observed": rounded(rows.left[mask].mean()),
            "by_the_parts": rounded(plain[mask].mean()),
            "with_age": rounded(aged[mask].mean()),
            **AGAINST_TABLE,
            "computed_by": THIS,
        }
        for name, mask in fit_classes(rows).items()
    ]


# --- writing ------------------------------------------------------------------------------------


def life_tables(folder: Path) -> list[dict]:
    """Death rates by single year of age for the packaged challengers and the world."""
    rates, (mean, share) = tables(folder), world(folder)
    common = {"publisher": "United Nations, DESA, Population Division", "edition": 2022}
    common |= {"period": PERIOD, "variant": "medium", "licence": "CC BY 3.0 IGO"}
    common |= {"unit": "1/year", "first_age": int(SINGLE_AGES[0])}
    rest = {"source": ["UNWPP2022"], "data_files": [MORTALITY], "computed_by": THIS}
    found = [
        {"id": key, "name": name, **common, **rates[name, int(PERIOD[:4])], **rest}
        for key, name in COUNTRIES.items()
    ]
    note = "Means of countries, weighted by whole populations: ages are not weighted apart."
    whole = {"id": "world", "name": "World", "covered": share, "note": note, **common, **mean}
    weighted = {"source": ["UNWPP2022", "WorldBankPopulation2026"]}
    whole |= {**rest, **weighted, "data_files": [MORTALITY, POPULATION]}
    return [{k: rounded(v) for k, v in one.items()} for one in [*found, whole]]


def derive(folder: Path) -> dict[str, list[dict]]:
    """All sections of leaders.yaml."""
    everyone = with_regime(leader_years(spells(folder), LAST_YEAR), folder)
    everyone = everyone[everyone.regime != "none"]
    hazards = leaving(everyone)
    aged = with_hazard(with_expected(everyone, folder), hazards)
    multiple, by_age = factors(aged), ages(aged)
    return {
        "leaving": hazards,
        "ages": by_age,
        "deaths": deaths(aged),
        "factors": multiple,
        "successors": successors(folder, everyone),
        "fits": fits(aged, multiple, by_age),
        "mortality": life_tables(folder),
    }


def as_yaml(sections: dict[str, list[dict]]) -> str:
    """The sections as YAML text, lists of numbers or words on one line."""

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
    plain = {
        name: [{k: inline(v) for k, v in entry.items()} for entry in entries]
        for name, entries in sections.items()
    }
    writer.dump(plain, text)
    return HEADER + text.getvalue()


COUNT_HEAD = "| count | events | leader-years | a year | 95 % |\n|---|---|---|---|---|\n"
AGE_HEAD = "| count | events | by tenure alone | ratio | 95 % |\n|---|---|---|---|---|\n"
DEATH_HEAD = "| count | deaths | expected | ratio | 95 % |\n|---|---|---|---|---|\n"
FIT_HEAD = (
    "| class | anchor | 95 % | seen here | by the parts | with age |\n|---|---|---|---|---|---|\n"
)


def count_row(entry: dict) -> str:
    """One count as a row of a table."""
    low, high = entry["interval_95"]
    span = f"{low:.3f} - {high:.3f}"
    exposure = f"{entry['leader_years']:,.0f}"
    return f"| `{entry['id']}` | {entry['events']} | {exposure} | {entry['rate']:.3f} | {span} |\n"


def ratio_row(entry: dict) -> str:
    """One comparison with expected events as a row of a table."""
    low, high = entry["ratio_95"]
    cells = [f"`{entry['id']}`", str(entry["events"]), f"{entry['expected']:.1f}"]
    return f"| {' | '.join(cells)} | {entry['ratio']:.2f} | {low:.2f} - {high:.2f} |\n"


@cache
def anchors() -> dict[str, dict]:
    """The committed anchors by identifier."""
    listed = YAML(typ="safe").load(ANCHORS.read_text(encoding="utf-8"))["anchors"]
    return {one["id"]: one for one in listed}


def fit_row(entry: dict) -> str:
    """One class of anchors.yaml as a row of a table."""
    anchor = anchors()[entry["anchor"]]
    low, high = anchor["interval_95"]
    found = [anchor["rate"], f"{low:.3f} - {high:.3f}"]
    found += [entry[key] for key in ("observed", "by_the_parts", "with_age")]
    cells = [one if isinstance(one, str) else f"{one:.3f}" for one in found]
    return f"| `{entry['anchor']}` | {' | '.join(cells)} |\n"


def page_tables(sections: dict[str, list[dict]]) -> dict[str, str]:
    """The tables of the page by name."""
    beside = [*sections["deaths"], *sections["factors"]]
    return {
        "leaving": COUNT_HEAD + "".join(map(count_row, sections["leaving"])),
        "ages": AGE_HEAD + "".join(map(ratio_row, sections["ages"])),
        "deaths": DEATH_HEAD + "".join(map(ratio_row, beside)),
        "successors": COUNT_HEAD + "".join(map(count_row, sections["successors"])),
        "fits": FIT_HEAD + "".join(map(fit_row, sections["fits"])),
    }


def with_tables(page: str, sections: dict[str, list[dict]]) -> str:
    """The documentation page with its tables replaced."""
    for name, table in page_tables(sections).items():
        begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
        before, rest = page.split(begin)
        page = before + begin + table + end + rest.split(end)[1]
    return page


def main() -> None:
    """Print the counts, or write them and the tables of the page."""
    parser = argparse.ArgumentParser(description="Derive how leaders leave office.")
    parser.add_argument("--write", action="store_true", help="rewrite leaders.yaml and the page")
    write = parser.parse_args().write
    sections = derive(data_folder())
    if not write:
        sys.stdout.write(as_yaml(sections))
        return
    OUTPUT.write_text(as_yaml(sections), encoding="utf-8")
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), sections), encoding="utf-8")


if __name__ == "__main__":
    main()
