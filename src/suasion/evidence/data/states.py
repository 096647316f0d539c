"""Membership, numbers, capabilities and regimes of states; troops that they host."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from suasion.evidence.data.table import table


def load_cow_states(folder: Path | None = None) -> pd.DataFrame:
    """Membership of the state system.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one membership spell; in the order of `ccode`, `styear`.

    - `stateabb`: abbreviation
    - `ccode`: COW number of the state
    - `statenme`: name
    - `styear`: year of the start
    - `stmonth`: month of the start
    - `stday`: day of the start
    - `endyear`: last year; 2016 where it went on
    - `endmonth`: month of the end
    - `endday`: day of the end

    Notes
    -----
    Version 2016, 1816 to 2016. Germany 255 (1816-1945, 1990-), GFR 260, GDR 265; Russia/USSR 365;
    endyear 2016 = still member.

    First rows::

        stateabb  ccode                 statenme  styear  stmonth  stday  endyear  endmonth
             USA      2 United States of America    1816        1      1     2016        12
             CAN     20                   Canada    1920        1     10     2016        12
             BHM     31                  Bahamas    1973        7     10     2016        12

    References
    ----------
    [CowStates2017]_.
    """
    return table("cow-states", folder)


def load_major_powers(folder: Path | None = None) -> pd.DataFrame:
    """Major powers.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one spell of major-power status; in the order of `ccode`, `styear`.

    - `ccode`: COW number of the state
    - `styear`: year of the start
    - `stmonth`: month of the start
    - `stday`: day of the start
    - `endyear`: last year; 2016 where it went on
    - `endmonth`: month of the end
    - `endday`: day of the end

    Notes
    -----
    Version 2016, 1816 to 2016. Endyear 2016 = still major.

    First rows::

         ccode  styear  stmonth  stday  endyear  endmonth  endday
             2    1898        8     13     2016        12      31
           200    1816        1      1     2016        12      31
           220    1816        1      1     1940         6      22

    References
    ----------
    [CowStates2017]_.
    """
    return table("cow-major-powers", folder)


def load_nmc(folder: Path | None = None) -> pd.DataFrame:
    """National material capabilities.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one state-year; in the order of `ccode`, `year`.

    - `ccode`: COW number of the state
    - `year`: year
    - `milex`: military expenditure [thousand US dollars of the year; pounds before 1914]
    - `milper`: military personnel [thousand]
    - `irst`: iron and steel [thousand tonne]
    - `pec`: energy consumed [thousand tonne of coal]
    - `tpop`: population [thousand]
    - `upop`: urban population [thousand]
    - `cinc`: composite index of capabilities, share of the world, 0 to 1

    Notes
    -----
    Version 7.0, 1816 to 2022. Milex in current prices; cinc is a share of the system so changes
    with membership.

    First rows::

         ccode  year  milex  milper  irst   pec   tpop  upop     cinc
             2  1816 3823.0    17.0  80.0 254.0 8659.0 101.0 0.039697
             2  1817 2466.0    15.0  80.0 277.0 8899.0 106.0 0.035817
             2  1818 1910.0    14.0  90.0 302.0 9139.0 112.0 0.036127

    References
    ----------
    [SingerEtAl1972]_.
    """
    return table("cow-nmc", folder)


def load_democracy(folder: Path | None = None) -> pd.DataFrame:
    """Democracy scores of states by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one state-year; in the order of `ccode`, `year`.

    - `ccode`: COW number of the state
    - `year`: year
    - `euds`: extended unified democracy score
    - `aeuds`: the same, adjusted
    - `polity2`: Polity, -10 to 10
    - `v2x_polyarchy`: V-Dem polyarchy, 0 to 1

    Notes
    -----
    Version isard 0.2.0, 1816 to 2025. See column names; democracy scores are model-based.

    First rows::

         ccode  year     euds     aeuds  polity2  v2x_polyarchy
             2  1816 0.287924 -0.005231      6.0          0.355
             2  1817 0.287924 -0.005231      6.0          0.355
             2  1818 0.287924 -0.005231      6.0          0.357
    """
    return table("democracy", folder)


def load_cow_to_gw(folder: Path | None = None) -> pd.DataFrame:
    """State numbers: Correlates of War to Gleditsch-Ward.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one state-year; in the order of `ccode`, `gwcode`, `year`.

    - `ccode`: COW number of the state
    - `gwcode`: Gleditsch-Ward number
    - `year`: year
    - `stateabb`: abbreviation
    - `cw_name`: name in the COW list
    - `gw_name`: name in the Gleditsch-Ward list

    Notes
    -----
    Version isard 0.2.0, 1816 to 2025. See column names; democracy scores are model-based.

    First rows::

         ccode  gwcode  year stateabb                  cw_name                  gw_name
             2       2  1816      USA United States of America United States of America
             2       2  1817      USA United States of America United States of America
             2       2  1818      USA United States of America United States of America
    """
    return table("cow-to-gw", folder)


def load_nuclear_status(folder: Path | None = None) -> pd.DataFrame:
    """States that considered, pursued or held nuclear weapons.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one state-year of consideration, pursuit or possession; in the order of `Entity`,
    `Year`.

    - `Entity`: name of the country
    - `Year`: year
    - `nuclear_weapons_status`: 1 considered, 2 pursued, 3 held
    - `nuclear_weapons_consideration`: 1 if considered
    - `nuclear_weapons_pursuit`: 1 if pursued
    - `nuclear_weapons_possession`: 1 if held

    Notes
    -----
    Version OWID 2022, 1939 to 2022. Rows with all zeros were dropped to save space; country
    names, not codes; nuclear umbrella status is not included.

    First rows::

         Entity  Year  nuclear_weapons_status  nuclear_weapons_consideration
        Algeria  1983                       1                              1
        Algeria  1984                       1                              1
        Algeria  1985                       1                              1

    References
    ----------
    [OWIDNuclear2022]_.
    """
    return table("nuclear-status", folder)


def load_us_troops(folder: Path | None = None) -> pd.DataFrame:
    """US troops by host state and year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one host country-year; in the order of `ccode`, `year`.

    - `ccode`: COW number of the state; over 999 for a territory
    - `year`: year
    - `countryname`: name of the host
    - `iso3c`: ISO code
    - `region`: region
    - `troops`: active-duty persons
    - `army`: persons of the army
    - `navy`: persons of the navy
    - `air_force`: persons of the air force
    - `marine_corps`: persons of the marine corps
    - `space_force`: persons of the space force
    - `coast_guard`: persons of the coast guard

    Notes
    -----
    Version troopdata repository of June 2026; 1950-2023, 1950 to 2023. Kane series to 2005 and
    DMDC September reports after; Afghanistan, Iraq and Syria withheld by DoD after 2017;
    temporary deployments are not counted (Europe after 2022 is too low); United States itself is
    ccode 2.

    First rows::

         ccode  year   countryname iso3c        region  troops  army  navy  air_force
             2  1950 United States   USA North America  941231   NaN   NaN        NaN
             2  1951 United States   USA North America 1645490   NaN   NaN        NaN
             2  1952 United States   USA North America 2338379   NaN   NaN        NaN

    References
    ----------
    [AllenEtAl2022]_.
    """
    return table("us-troops", folder)


def load_territorial_threat(folder: Path | None = None) -> pd.DataFrame:
    """Latent external territorial threat to a state.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one state-year; in the order of `ccode`, `year`.

    - `ccode`: COW number of the state
    - `year`: year
    - `lterrthreat`: latent external territorial threat
    - `sd`: its standard deviation
    - `lwr`: its lower bound
    - `upr`: its upper bound
    - `m_lterrthreat`: latent external territorial threat, dyads weighted by least distance
    - `m_sd`: its standard deviation, dyads weighted by least distance
    - `m_lwr`: its lower bound, dyads weighted by least distance
    - `m_upr`: its upper bound, dyads weighted by least distance

    Notes
    -----
    Version 2022, 1816 to 2010. M_ columns weight the dyads by the least distance between the two
    states.

    First rows::

         ccode  year  lterrthreat       sd      lwr      upr  m_lterrthreat  m_sd  m_lwr
             2  1816     0.267779 0.118953 0.091822 0.466081            NaN   NaN    NaN
             2  1817     0.189800 0.114108 0.003303 0.378317            NaN   NaN    NaN
             2  1818     0.265971 0.117299 0.071665 0.448424            NaN   NaN    NaN

    References
    ----------
    [Miller2022threat]_.
    """
    return table("territorial-threat", folder)


def load_gdp_population(folder: Path | None = None) -> pd.DataFrame:
    """GDP and population of states, simulated estimates.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one state-year; in the order of `ccode`, `year`.

    - `ccode`: COW number of the state
    - `year`: year
    - `mrgdppc`: GDP per head, Maddison's series, simulated mean
    - `sd_mrgdppc`: its standard deviation
    - `pwtrgdp`: GDP, Penn World Table's series, simulated mean
    - `sd_pwtrgdp`: its standard deviation
    - `pwtpop`: population, Penn World Table's series, simulated mean [million]
    - `sd_pwtpop`: its standard deviation

    Notes
    -----
    Version isard 0.2.0, 1816 to 2019. Simulated means, with the standard deviation of the
    simulations beside them.

    First rows::

         ccode  year     mrgdppc  sd_mrgdppc      pwtrgdp   sd_pwtrgdp   pwtpop  sd_pwtpop
             2  1816 2668.104566  410.583951 27951.092897 12015.155998 9.164504   0.690452
             2  1817 2655.619116  421.370480 28557.170495 12256.413238 9.412398   0.701567
             2  1818 2643.531282  418.961585 29150.000430 12348.865852 9.693887   0.710849

    References
    ----------
    [FarissEtAl2022]_.
    """
    return table("gdp-population", folder)
