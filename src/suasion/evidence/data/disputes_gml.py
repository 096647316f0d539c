"""Militarised disputes in the version of Gibler, Miller and Little."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from suasion.evidence.data.table import table


def load_gml_disputes(folder: Path | None = None) -> pd.DataFrame:
    """Militarised disputes, GML version (short form).

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one dispute; in the order of `dispnum`.

    - `dispnum`: number of the dispute
    - `styear`: year of the start
    - `stmon`: month of the start
    - `outcome`: outcome: 1-2 victory of A, B; 3-4 yield by A, B; 5 stalemate; 6 compromise; 7
      released; 8 unclear; 9 joined a war
    - `settle`: settlement: 1 negotiated, 2 imposed, 3 none, 4 unclear
    - `fatality`: deaths in the dispute: 0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999,
      6 more
    - `mindur`: least duration [day]
    - `maxdur`: greatest duration [day]
    - `hiact`: highest action, 0 to 21
    - `hostlev`: highest hostility: 1 none, 2 threat, 3 display, 4 use of force, 5 war
    - `recip`: 1 if the dispute was reciprocated

    Notes
    -----
    Version 2.2.1, 1816 to 2010. -9 in the file is missing here. Covers 1816-2010 ONLY
    (Russia-Ukraine 2014 is not in it: use the COW MID 5.0 files, disputes 4681-4683);
    abbreviated; no end date (use participants file).

    First rows::

         dispnum  styear  stmon  outcome  settle  fatality  mindur  maxdur  hiact  hostlev
               2    1902      5        6       1         0       1      31      7        3
               3    1913      5        4       3         0     177     177     10        3
               4    1946      5        6       1         2     183     183     16        4

    References
    ----------
    [GibleretAl2016]_, [Miller2022]_.
    """
    return table("gml-mid-disputes", folder)


def load_gml_participants(folder: Path | None = None) -> pd.DataFrame:
    """Participants in militarised disputes, GML version, with leaders.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one participant episode in a dispute; in the order of `dispnum`, `ccode`, `styear`,
    `stmon`, `stday`.

    - `dispnum`: number of the dispute
    - `ccode`: COW number of the state
    - `styear`: year of the start
    - `stmon`: month of the start
    - `stday`: day of the start
    - `endyear`: year of the end
    - `endmon`: month of the end
    - `endday`: day of the end
    - `obsid_start`: leader in office at the start (obsid of Archigos)
    - `obsid_end`: leader in office at the end (obsid of Archigos)
    - `dummy_stday`: day of the start, imputed where unknown
    - `dummy_endday`: day of the end, imputed where unknown
    - `sidea`: 1 on side A, which took the first militarised action
    - `hiact`: highest action, 0 to 21
    - `orig`: 1 if a party from the first day

    Notes
    -----
    Version 2.2.1 + Archigos 4.1, 1816 to 2010. -9 in the file is missing here. Covers 1816-2010
    ONLY (Russia-Ukraine 2014 is not in it: use the COW MID 5.0 files, disputes 4681-4683);
    stday/endday -9 = unknown; dummy_stday/dummy_endday are imputations; do not compute durations
    from them.

    First rows::

         dispnum  ccode  styear  stmon  stday  endyear  endmon  endday obsid_start obsid_end
               2      2    1902      5   <NA>     1902       5    <NA>    USA-1901  USA-1901
               2    200    1902      5   <NA>     1902       5    <NA>    UKG-1895  UKG-1895
               3    300    1913      5      2     1913      10      25    AUH-1848  AUH-1848

    References
    ----------
    [GibleretAl2016]_, [archigos-41]_.
    """
    return table("gml-mid-participants", folder)


def load_gml_directed_disputes(folder: Path | None = None) -> pd.DataFrame:
    """Militarised disputes, GML version, as directed dyads by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad in one year of one dispute, each pair twice (A to B and B to A);
    in the order of `dispnum`, `ccode1`, `ccode2`, `year`.

    - `dispnum`: number of the dispute
    - `ccode1`: COW number of the first state
    - `ccode2`: COW number of the second state
    - `year`: year
    - `midongoing`: 1: the dispute is going on in this year
    - `midonset`: 1 in the first year of the dispute
    - `sidea1`: 1 if the first state is on side A
    - `sidea2`: 1 if the second state is on side A
    - `revstate1`: 1 if the first state wanted to change the status quo
    - `revstate2`: 1 if the second state wanted to change the status quo
    - `revtype11`: kind of change the first state wanted
    - `revtype12`: kind of change the second state wanted
    - `revtype21`: second kind of change of the first state
    - `revtype22`: second kind of change of the second state
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
    - `hiact`: highest action, 0 to 21
    - `hostlev`: highest hostility: 1 none, 2 threat, 3 display, 4 use of force, 5 war
    - `mindur`: least duration [day]
    - `maxdur`: greatest duration [day]
    - `outcome`: outcome: 1-2 victory of A, B; 3-4 yield by A, B; 5 stalemate; 6 compromise; 7
      released; 8 unclear; 9 joined a war
    - `settle`: settlement: 1 negotiated, 2 imposed, 3 none, 4 unclear
    - `fatality`: deaths in the dispute: 0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999,
      6 more
    - `fatalpre`: deaths in the dispute, counted
    - `stmon`: month of the start
    - `endmon`: month of the end
    - `recip`: 1 if the dispute was reciprocated
    - `numa`: states on side A
    - `numb`: states on side B
    - `ongo2010`: 1 if still going on at the end of 2010
    - `version`: version of the data

    Notes
    -----
    Version 2.2.1, 1816 to 2010. -9 in the file is missing here. Covers 1816-2010 ONLY
    (Russia-Ukraine 2014 is not in it: use the COW MID 5.0 files, disputes 4681-4683); dispute
    list differs from COW MID 5 (cases dropped/merged/renamed); dyads are "naive": every A-B
    pairing of opposing sides, even where the two never fought; package author warns against
    revtype variables.

    First rows::

         dispnum  ccode1  ccode2  year  midongoing  midonset  sidea1  sidea2  revstate1
               2       2     200  1902           1         1       1       0          1
               2     200       2  1902           1         1       0       1          1
               3     300     345  1913           1         1       1       0          1

    References
    ----------
    [GibleretAl2016]_, [Miller2022]_.
    """
    return table("gml-mid-directed-disputes", folder)


def load_gml_directed_dyads(folder: Path | None = None) -> pd.DataFrame:
    """Directed dyad-years with a militarised dispute, GML version.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad-year with a dispute (unique ccode1, ccode2, year); in the order
    of `ccode1`, `ccode2`, `year`.

    - `ccode1`: COW number of the first state
    - `ccode2`: COW number of the second state
    - `year`: year
    - `dispnum`: number of the dispute
    - `gmlmidongoing`: 1: a dispute is going on in this year
    - `gmlmidonset`: 1 if a dispute starts in this year
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
    Version 2.2.1, 1816 to 2010. -9 in the file is missing here. Covers 1816-2010 ONLY
    (Russia-Ukraine 2014 is not in it: use the COW MID 5.0 files, disputes 4681-4683); where
    several disputes fell in a dyad-year only one was kept (onset > fatality > hostility >
    duration).

    First rows::

         ccode1  ccode2  year  dispnum  gmlmidongoing  gmlmidonset  sidea1  sidea2  fatality1
              2      20  1979     2968              1            1       0       1          0
              2      20  1989     3900              1            1       0       1          0
              2      20  1991     3972              1            1       1       0          0

    References
    ----------
    [GibleretAl2016]_, [Miller2022]_.
    """
    return table("gml-mid-directed-dyads", folder)
