"""Militarised disputes and inter-state wars."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from suasion.evidence.data.table import table


def load_mid_disputes(folder: Path | None = None) -> pd.DataFrame:
    """Militarised interstate disputes (MIDA).

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one militarised interstate dispute; in the order of `dispnum`.

    - `dispnum`: number of the dispute
    - `styear`: year of the start
    - `stmon`: month of the start
    - `stday`: day of the start
    - `endyear`: year of the end
    - `endmon`: month of the end
    - `endday`: day of the end
    - `outcome`: outcome: 1-2 victory of A, B; 3-4 yield by A, B; 5 stalemate; 6 compromise; 7
      released; 8 unclear; 9 joined a war
    - `settle`: settlement: 1 negotiated, 2 imposed, 3 none, 4 unclear
    - `fatality`: deaths in the dispute: 0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999,
      6 more
    - `fatalpre`: deaths in the dispute, counted
    - `mindur`: least duration [day]
    - `maxdur`: greatest duration [day]
    - `hiact`: highest action, 0 to 21
    - `hostlev`: highest hostility: 1 none, 2 threat, 3 display, 4 use of force, 5 war
    - `recip`: 1 if the dispute was reciprocated
    - `numa`: states on side A
    - `numb`: states on side B
    - `ongo2014`: 1 if still going on at the end of 2014

    Notes
    -----
    Version 5.0, 1816 to 2014. -9 in the file is missing here. -9 = missing. fatality is an
    ordinal 0-6 scale (6 = more than 999 battle deaths); fatalpre = precise count. hostlev 1-5 (5
    = war), hiact 0-21. outcome 1 victory A, 2 victory B, 3 yield A, 4 yield B, 5 stalemate, 6
    compromise, 7 released, 8 unclear, 9 joins war. ongo2014 = 1 means right-censored at end of
    2014.

    First rows::

         dispnum  styear  stmon  stday  endyear  endmon  endday  outcome  settle  fatality
               2    1902      7   <NA>     1903       1      24        6       1         0
               3    1913      5      2     1913      10      25        4       3         0
               4    1946      5     15     1946      11      13        5       3         2

    References
    ----------
    [PalmerEtAl2022]_.
    """
    return table("cow-mid-disputes", folder)


def load_mid_participants(folder: Path | None = None) -> pd.DataFrame:
    """Participants in militarised disputes (MIDB).

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one participant (state episode) in a dispute; in the order of `dispnum`, `ccode`,
    `styear`, `stmon`, `stday`.

    - `dispnum`: number of the dispute
    - `ccode`: COW number of the state
    - `stabb`: abbreviation of the state
    - `styear`: year of the start
    - `stmon`: month of the start
    - `stday`: day of the start
    - `endyear`: year of the end
    - `endmon`: month of the end
    - `endday`: day of the end
    - `sidea`: 1 on side A, which took the first militarised action
    - `revstate`: 1 if it wanted to change the status quo
    - `revtype1`: kind of change wanted: 1 territory, 2 policy, 3 regime, 4 other; 0 none
    - `revtype2`: second kind of change wanted
    - `fatality`: deaths in the dispute: 0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999,
      6 more
    - `fatalpre`: deaths in the dispute, counted
    - `hiact`: highest action, 0 to 21
    - `hostlev`: highest hostility: 1 none, 2 threat, 3 display, 4 use of force, 5 war
    - `orig`: 1 if a party from the first day

    Notes
    -----
    Version 5.0, 1816 to 2014. -9 in the file is missing here. Sidea=1 is the side that took the
    FIRST militarized action, not necessarily the aggressor; orig=1 originator, 0 joiner;
    revstate=1 revisionist. A state can appear more than once per dispute.

    First rows::

         dispnum  ccode stabb  styear  stmon  stday  endyear  endmon  endday  sidea  revstate
               2      2   USA    1902      7   <NA>     1903       1      24      1         1
               2    200   UKG    1902      7   <NA>     1903       1      24      0         1
               3    300   AUH    1913      5      2     1913      10      25      1         1

    References
    ----------
    [PalmerEtAl2022]_.
    """
    return table("cow-mid-participants", folder)


def load_mid_directed_disputes(folder: Path | None = None) -> pd.DataFrame:
    """Militarised disputes as directed dyads by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad in one year of one dispute, 1816-2014; in the order of `dispnum`,
    `ccode1`, `ccode2`, `year`.

    - `dispnum`: number of the dispute
    - `ccode1`: COW number of the first state
    - `ccode2`: COW number of the second state
    - `year`: year
    - `dispongoing`: 1: the dispute is going on in this year
    - `disponset`: 1 in the first year of the dispute
    - `sidea1`: 1 if the first state is on side A
    - `sidea2`: 1 if the second state is on side A
    - `fatality1`: deaths of the first state, as fatality (0 to 6)
    - `fatality2`: deaths of the second state, as fatality (0 to 6)
    - `fatalpre1`: deaths of the first state, counted
    - `fatalpre2`: deaths of the second state, counted
    - `hiact1`: highest action of the first state, 0 to 21
    - `hiact2`: highest action of the second state, 0 to 21
    - `hostlev1`: highest hostility of the first state, 1 to 5
    - `hostlev2`: highest hostility of the second state, 1 to 5
    - `orig1`: 1 if the first state is a party from the first day
    - `orig2`: 1 if the second state is a party from the first day

    Notes
    -----
    Version 5.0, 1816 to 2014. -9 in the file is missing here. Derived by the package author from
    participant data; naive pairing of sides.

    First rows::

         dispnum  ccode1  ccode2  year  dispongoing  disponset  sidea1  sidea2  fatality1
               2       2     200  1902            1          1       1       0          0
               2       2     200  1903            1          0       1       0          0
               2     200       2  1902            1          1       0       1          0

    References
    ----------
    [PalmerEtAl2022]_, [Miller2022]_.
    """
    return table("cow-mid-directed-disputes", folder)


def load_mid_directed_dyads(folder: Path | None = None) -> pd.DataFrame:
    """Directed dyad-years with a militarised dispute.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad-year with a dispute, 1816-2014; in the order of `ccode1`,
    `ccode2`, `year`.

    - `ccode1`: COW number of the first state
    - `ccode2`: COW number of the second state
    - `year`: year
    - `dispnum`: number of the dispute
    - `cowmidongoing`: 1: a dispute is going on in this year
    - `cowmidonset`: 1 if a dispute starts in this year
    - `sidea1`: 1 if the first state is on side A
    - `sidea2`: 1 if the second state is on side A
    - `fatality1`: deaths of the first state, as fatality (0 to 6)
    - `fatality2`: deaths of the second state, as fatality (0 to 6)
    - `fatalpre1`: deaths of the first state, counted
    - `fatalpre2`: deaths of the second state, counted
    - `hiact1`: highest action of the first state, 0 to 21
    - `hiact2`: highest action of the second state, 0 to 21
    - `hostlev1`: highest hostility of the first state, 1 to 5
    - `hostlev2`: highest hostility of the second state, 1 to 5
    - `orig1`: 1 if the first state is a party from the first day
    - `orig2`: 1 if the second state is a party from the first day
    - `fatality`: deaths in the dispute: 0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999,
      6 more
    - `hostlev`: highest hostility: 1 none, 2 threat, 3 display, 4 use of force, 5 war
    - `mindur`: least duration [day]
    - `maxdur`: greatest duration [day]
    - `recip`: 1 if the dispute was reciprocated
    - `stmon`: month of the start

    Notes
    -----
    Version 5.0, 1816 to 2014. -9 in the file is missing here. One dispute kept per dyad-year.

    First rows::

         ccode1  ccode2  year  dispnum  cowmidongoing  cowmidonset  sidea1  sidea2  fatality1
              2      20  1979     2968              1            1       0       1          0
              2      20  1989     3900              1            1       0       1          0
              2      20  1991     3972              1            1       1       0          0

    References
    ----------
    [PalmerEtAl2022]_, [Miller2022]_.
    """
    return table("cow-mid-directed-dyads", folder)


def load_interstate_wars(folder: Path | None = None) -> pd.DataFrame:
    """Opposing states in inter-state wars by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad in one year of an inter-state war (>=1000 battle deaths); in the
    order of `warnum`, `ccode1`, `ccode2`, `year`.

    - `warnum`: number of the war
    - `ccode1`: COW number of the first state
    - `ccode2`: COW number of the second state
    - `year`: year
    - `cowinterongoing`: 1: the war is going on in this year
    - `cowinteronset`: 1 in the first year of the war between the two
    - `sidea1`: side of the first state, 1 or 2
    - `sidea2`: side of the second state, 1 or 2
    - `initiator1`: 1 if the first state began the war on the battlefield
    - `initiator2`: 1 if the second state began the war on the battlefield
    - `outcome1`: outcome for the first state: 1 winner, 2 loser, 3 compromise, 4 became another
      war, 5 going on, 6 stalemate, 7 less than war, 8 changed sides
    - `outcome2`: outcome for the second state, as outcome1
    - `batdeath1`: battle deaths of the first state
    - `batdeath2`: battle deaths of the second state
    - `resume`: 1 if the fighting of the pair was taken up again after a pause

    Notes
    -----
    Version 4.0, 1816 to 2007. -9 in the file is missing here. Ends 2007: Russia-Ukraine wars are
    absent; dyads are opposing-side pairings; initiator means first on the battlefield.

    First rows::

         warnum  ccode1  ccode2  year  cowinterongoing  cowinteronset  sidea1  sidea2
              1     220     230  1823                1              1       1       2
              1     230     220  1823                1              1       2       1
              4     365     640  1828                1              1       1       2

    References
    ----------
    [SarkeesWayman2010]_, [Miller2022]_.
    """
    return table("cow-interstate-wars", folder)
