"""Leaders, their experience and their regimes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from suasion.evidence.data.table import table


def load_reign(folder: Path | None = None) -> pd.DataFrame:
    """Leaders since 1950.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one leader spell since 1950; in the order of `ccode`, `syear`, `smonth`, `sday`,
    `leader`.

    - `ccode`: COW number of the state
    - `stateabb`: abbreviation of the state
    - `leadid`: identifier of the leader
    - `leader`: name
    - `syear`: year of taking office
    - `smonth`: month of taking office
    - `sday`: day of taking office
    - `eyear`: year of leaving; empty: in office in March 2021
    - `emonth`: month of leaving
    - `birthyear`: year of birth
    - `gender`: 1 male
    - `militarycareer`: 1 if of a military career, 0 if not, 0.5 where mixed

    Notes
    -----
    Version March 2021, 1950 to 2021. -99 in the file is missing here. No exit type; project ended
    2021, so leaders after March 2021 are missing.

    First rows::

         ccode stateabb  leadid     leader  syear  smonth  sday  eyear  emonth  birthyear
             2      USA A2.9-46     Truman   1945       4    12   1953       1       1884
             2      USA A2.9-49 Eisenhower   1953       1    20   1961       1       1890
             2      USA A2.9-52    Kennedy   1961       1    20   1963      11       1917

    References
    ----------
    [BellEtAl2021]_.
    """
    return table("reign", folder)


def load_archigos(folder: Path | None = None) -> pd.DataFrame:
    """Leaders and how they came and went.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one leader spell in office; in the order of `ccode`, `startdate`, `obsid`.

    - `obsid`: identifier of the time in office
    - `leadid`: identifier of the person
    - `ccode`: COW number of the state
    - `idacr`: abbreviation of the state
    - `leader`: name
    - `startdate`: first day in office
    - `enddate`: last day in office; 2015-12-31 where still in office
    - `entry`: way of coming to office
    - `exit`: way of leaving office
    - `exitcode`: detail of leaving
    - `prevtimesinoffice`: times in office before
    - `posttenurefate`: fate in the year after
    - `gender`: M or F
    - `yrborn`: year of birth
    - `yrdied`: year of death; empty: alive when coded, or unknown
    - `borndate`: day of birth
    - `deathdate`: day of death

    Notes
    -----
    Version 4.1, 1875 to 2015. -777 and -999 in the file are missing here. Ends 31 Dec 2015:
    "Still in Office" = censored; ccode column here follows Gleditsch-Ward/Archigos codes, nearly
    COW; tenure and age must be computed from dates.

    First rows::

             obsid                               leadid  ccode idacr   leader  startdate
          USA-1869 81dcc176-1e42-11e4-b4cd-db5882bf8def      2   USA    Grant 1869-03-04
          USA-1877 81dcc177-1e42-11e4-b4cd-db5882bf8def      2   USA    Hayes 1877-03-04
        USA-1881-1 81dcf24a-1e42-11e4-b4cd-db5882bf8def      2   USA Garfield 1881-03-04

    References
    ----------
    [archigos-41]_.
    """
    return table("archigos", folder)


def load_lead(folder: Path | None = None) -> pd.DataFrame:
    """Experience of leaders before office.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one leader spell; in the order of `obsid`.

    - `obsid`: identifier of the time in office, as in Archigos
    - `leveledu`: education: 0 primary, 1 secondary, 2 university, 3 graduate
    - `milservice`: 1 if of military service
    - `combat`: 1 if of combat
    - `rebel`: 1 if once a rebel
    - `warwin`: 1 if on the winning side of a war, as a soldier
    - `warloss`: 1 if on the losing side of a war, as a soldier
    - `rebelwin`: 1 if on the winning side, as a rebel
    - `rebelloss`: 1 if on the losing side, as a rebel
    - `yrsexper`: years in politics before office [year]
    - `physhealth`: 1 if of poor physical health
    - `mentalhealth`: 1 if of poor mental health

    Notes
    -----
    Version 2015, 1875 to 2004. Covers leaders to 2004.

    First rows::

             obsid  leveledu  milservice  combat  rebel  warwin  warloss  rebelwin  rebelloss
          AFG-1868      <NA>           1       1      0       0        0         0          0
        AFG-1879-1         2           0       0      0       0        0         0          0
        AFG-1879-2         2        <NA>    <NA>   <NA>       0        0         0          0

    References
    ----------
    [EllisHorowitzStam2015]_.
    """
    return table("lead", folder)


def load_leader_willingness(folder: Path | None = None) -> pd.DataFrame:
    """Leaders' latent willingness to use force.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one leader spell; in the order of `obsid`.

    - `obsid`: identifier of the time in office, as in Archigos
    - `theta1_mean`: willingness to use force, model variant 1, mean
    - `theta1_sd`: its standard deviation
    - `theta2_mean`: willingness to use force, model variant 2, mean
    - `theta2_sd`: its standard deviation
    - `theta3_mean`: willingness to use force, model variant 3, mean
    - `theta3_sd`: its standard deviation
    - `theta4_mean`: willingness to use force, model variant 4, mean
    - `theta4_sd`: its standard deviation

    Notes
    -----
    Version 2020, 1875 to 2004. The authors find variant 2 (theta2) to perform best; sd is large
    for short tenures.

    First rows::

             obsid  theta1_mean  theta1_sd  theta2_mean  theta2_sd  theta3_mean  theta3_sd
          AFG-1868     0.462897   0.541247     0.463439   0.545650     0.516382   0.430999
        AFG-1879-1    -0.513572   0.593837    -0.495909   0.609425     0.941627   0.462348
        AFG-1879-2    -0.166426   0.668489    -0.160415   0.666063     0.479155   0.496668

    References
    ----------
    [CarterSmith2020]_.
    """
    return table("leader-willingness", folder)


def load_gwf_regimes(folder: Path | None = None) -> pd.DataFrame:
    """Autocratic regimes by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one autocratic country-year; in the order of `cown`, `year`.

    - `cown`: COW number of the state
    - `year`: year
    - `gwf_country`: name of the country
    - `gwf_casename`: name of the regime
    - `gwf_startdate`: first day of the regime
    - `gwf_enddate`: last day of the regime
    - `gwf_spell`: length of the regime's life [year]
    - `gwf_duration`: age of the regime [year]
    - `gwf_fail`: 1 if the regime ends in this year
    - `gwf_fail_type`: way in which it ends, 0 if it does not
    - `gwf_fail_violent`: violence of its end, 0 if it does not end
    - `gwf_regimetype`: type of the regime
    - `gwf_party`: 1 if a party regime
    - `gwf_personal`: 1 if personal
    - `gwf_military`: 1 if military
    - `gwf_monarch`: 1 if a monarchy

    Notes
    -----
    Version 1.2, 1946 to 2010. Russia coded personal from 1994; ends 2010; regime failure is not
    leader exit.

    First rows::

         cown  year gwf_country gwf_casename gwf_startdate gwf_enddate  gwf_spell
           40  1953        Cuba   Cuba 52-59    1952-03-10  1959-01-01          7
           40  1954        Cuba   Cuba 52-59    1952-03-10  1959-01-01          7
           40  1955        Cuba   Cuba 52-59    1952-03-10  1959-01-01          7

    References
    ----------
    [GeddesWrightFrantz2014]_.
    """
    return table("gwf-regimes", folder)
