"""Borders, distances and trade between states."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from suasion.evidence.data.table import table


def load_contiguity(folder: Path | None = None) -> pd.DataFrame:
    """Direct contiguity of states, by land or by sea.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad contiguity spell; in the order of `ccode1`, `ccode2`, `stdate`.

    - `ccode1`: COW number of the first state
    - `ccode2`: COW number of the second state
    - `conttype`: 1 land or river; by water: 2 to 12, 3 to 24, 4 to 150, 5 to 400 miles; 0 farther
    - `stdate`: first day
    - `enddate`: last day; 2016-12 where it went on

    Notes
    -----
    Version 3.2, 1816 to 2016. Spell data; right edge 2016.

    First rows::

         ccode1  ccode2  conttype     stdate    enddate
              2      20         1 1920-01-01 2016-12-01
              2      31         4 1973-07-01 2016-12-01
              2      40         4 1902-05-01 1906-09-01

    References
    ----------
    [StinnettEtAl2002]_.
    """
    return table("cow-contiguity", folder)


def load_minimum_distance(folder: Path | None = None) -> pd.DataFrame:
    """Least distance between two states by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one non-directed dyad-year (ccode1 < ccode2); in the order of `ccode1`, `ccode2`,
    `year`.

    - `ccode1`: COW number of the first state
    - `ccode2`: COW number of the second state, higher than the first
    - `year`: year
    - `mindist`: least distance [km]; 0 where they touch

    Notes
    -----
    Version CShapes 2.0, 1886 to 2019. 0 = share a land border; non-directed.

    First rows::

         ccode1  ccode2  year  mindist
              2      20  1921      0.0
              2      20  1922      0.0
              2      20  1923      0.0

    References
    ----------
    [SchvitzEtAl2022]_.
    """
    return table("cow-minimum-distance", folder)


def load_dyadic_trade(folder: Path | None = None) -> pd.DataFrame:
    """Trade between two states by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one non-directed dyad-year (ccode1 < ccode2) with some trade; in the order of
    `ccode1`, `ccode2`, `year`.

    - `ccode1`: COW number of the first state
    - `ccode2`: COW number of the second state, higher than the first
    - `year`: year
    - `flow1`: imports of the first from the second [million US dollars of the year]
    - `flow2`: imports of the second from the first [million US dollars of the year]

    Notes
    -----
    Version 4.0, 1945 to 2014. Kept ccode1<ccode2, 1945+, non-zero only (absent row = zero or
    missing); smoothed flows dropped; NA where only smoothed values existed.

    First rows::

         ccode1  ccode2  year  flow1  flow2
              2      20  1948 1794.0 2038.0
              2      20  1949 1743.0 2101.0
              2      20  1950 2101.0 2162.0

    References
    ----------
    [BarbieriKeshkPollins2009]_.
    """
    return table("cow-dyadic-trade", folder)


def load_national_trade(folder: Path | None = None) -> pd.DataFrame:
    """Imports and exports of states by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one state-year; in the order of `ccode`, `year`.

    - `ccode`: COW number of the state
    - `year`: year
    - `imports`: imports [million US dollars of the year]
    - `exports`: exports [million US dollars of the year]

    Notes
    -----
    Version 4.0, 1870 to 2014.

    First rows::

         ccode  year  imports  exports
             2  1870    450.0    418.0
             2  1871    534.0    475.0
             2  1872    632.0    474.0
    """
    return table("cow-national-trade", folder)
