"""Alliances, what they oblige to, and whether they were honoured."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from suasion.evidence.data.table import table


def load_atop_dyad_years(folder: Path | None = None) -> pd.DataFrame:
    """ATOP pledges between two states by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad-year with at least one alliance in force: the pledge of state
    ccode1 to ccode2; in the order of `ccode1`, `ccode2`, `year`.

    - `ccode1`: COW number of the state that pledges
    - `ccode2`: COW number of the state that it is pledged to
    - `year`: year
    - `atop_defense`: 1: pledge to help in defence
    - `atop_offense`: 1: pledge to help in attack
    - `atop_neutral`: 1: pledge to stay neutral
    - `atop_nonagg`: 1: pledge not to attack
    - `atop_consul`: 1: pledge to consult

    Notes
    -----
    Version 5.1, 1815 to 2018. No atopid in this file, so it cannot be joined to alliance-level
    detail except by member pair and years; right-censored at 2018; consultation pacts are not
    defence pacts.

    First rows::

         ccode1  ccode2  year  atop_defense  atop_offense  atop_neutral  atop_nonagg
              2      20  1942             1             1             0            0
              2      20  1943             1             1             0            0
              2      20  1944             1             1             0            0

    References
    ----------
    [LeedsEtAl2002]_, [Miller2022]_.
    """
    return table("atop-dyad-years", folder)


def load_atop_alliances(folder: Path | None = None) -> pd.DataFrame:
    """ATOP alliances: obligations and provisions.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one alliance (745 alliances); in the order of `atopid`.

    - `atopid`: number of the alliance
    - `begyr`: year in which it took effect
    - `begmo`: month in which it took effect
    - `begday`: day on which it took effect
    - `endyr`: last year; empty: in force at the end of 2016
    - `endmo`: last month
    - `endday`: last day
    - `ineffect`: 1 if in force at the end of 2016
    - `bilat`: 1 if it has two members
    - `wartime`: 1 if made in a war
    - `maxphase`: number of phases
    - `pubsecr`: public or secret, code 0 to 2 of ATOP
    - `speclgth`: kind of length that it specifies, code 0 to 3
    - `length`: length that it specifies [month]
    - `renounce`: provision on leaving it, code 0 to 4
    - `defense`: 1: obligation to help in defence
    - `offense`: 1: obligation to help in attack
    - `neutral`: 1: obligation to stay neutral
    - `nonagg`: 1: obligation not to attack
    - `consul`: 1: obligation to consult
    - `active`: 1: obligation to act, in defence or attack
    - `conditio`: 1 if an obligation is conditional
    - `defcon`: 1 if the obligation to defend is conditional
    - `asymm`: 1 if obligations differ between members
    - `specthrt`: kind of threat that it names, code 0 (none) to 6
    - `statthr1`: COW number of a state named as a threat
    - `statthr2`: COW number of a second one
    - `milcon`: military contact in peacetime, code 0 to 3
    - `milaid`: military aid, code 0 (none) to 4
    - `intcom`: 1 if it has an integrated command
    - `subord`: subordination of forces, code 0 to 2
    - `base`: bases, code 0 (none) to 3
    - `contrib`: 1 if it sets contributions
    - `ecaid`: economic aid, code 0 (none) to 3

    Notes
    -----
    Version 4.01, 1815 to 2016. Version 4.01, not 5.1: 745 alliances instead of about 790; values
    describe the alliance as first signed (or maximum over phases, see ATOP codebook); NATO is
    3180; a bilateral non-aggression pact is an "alliance" here; checks: NATO 3180, US-ROK 3240
    (1953, conditional, base = 3), Russia-Ukraine friendship treaty of 1997 = 4875 (non-aggression
    + consultation, shown as in force at end of 2016), Helsinki Final Act 1975 = 3740. The
    Budapest Memorandum of 1994 is NOT coded as an alliance.

    First rows::

         atopid  begyr  begmo  begday  endyr  endmo  endday  ineffect  bilat  wartime
           1005   1815      1       3   1815      2       8         0      0        0
           1010   1815      1      14   1815      6       8         0      1        0
           1015   1815      4      29   1815      6      12         0      1        0

    References
    ----------
    [LeedsEtAl2002]_.
    """
    return table("atop-alliances", folder)


def load_atop_members(folder: Path | None = None) -> pd.DataFrame:
    """ATOP members of alliances, with conditions of each obligation.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one member state in one phase of an alliance; in the order of `atopid`, `member`,
    `phase`, `yrent`.

    - `atopid`: number of the alliance
    - `member`: COW number of the member; over 999 for a member outside the state system
    - `phase`: phase of the alliance
    - `maxphase`: number of phases
    - `yrent`: year of entry
    - `moent`: month of entry
    - `dayent`: day of entry
    - `yrexit`: year of exit; empty: a member at the end of 2016
    - `moexit`: month of exit
    - `dayexit`: day of exit
    - `ineffect`: 1 if a member at the end of 2016
    - `bilat`: 1 if the alliance has two members
    - `wartime`: 1 if made in a war
    - `defense`: 1: obligation to help in defence
    - `offense`: 1: obligation to help in attack
    - `neutral`: 1: obligation to stay neutral
    - `nonagg`: 1: obligation not to attack
    - `consul`: 1: obligation to consult
    - `active`: 1: obligation to act, in defence or attack
    - `conditio`: 1 if an obligation is conditional
    - `defcon`: 1 if the obligation to defend is conditional
    - `defcoadv`: 1 if the obligation to defend depends on the adversary
    - `defcoloc`: 1 if it depends on the place
    - `defcocon`: 1 if it depends on the conflict
    - `defconum`: 1 if it depends on the number of adversaries
    - `defcodem`: 1 if it depends on a demand
    - `defconpr`: 1 if it depends on the absence of provocation
    - `asymm`: 1 if obligations differ between members
    - `term`: how the membership ended; code of ATOP 4.01
    - `termmode`: way in which it ended; code of ATOP 4.01
    - `termcaus`: cause of its end; code of ATOP 4.01

    Notes
    -----
    Version 4.01, 1815 to 2016. Phases: one member can have several rows; yrexit=0 / dayexit=0
    means still a member at the end of 2016; term, termmode and termcaus are numeric codes
    explained only in the ATOP 4.01 codebook, which was not found here.

    First rows::

         atopid  member  phase  maxphase  yrent  moent  dayent  yrexit  moexit  dayexit
           1005     200      0         0   1815      1       3    1815       2        8
           1005     210      0         0   1815      1      31    1815       2        8
           1005     220      0         0   1815      1       3    1815       2        8

    References
    ----------
    [LeedsEtAl2002]_.
    """
    return table("atop-members", folder)


def load_berkemeier_fuhrmann(folder: Path | None = None) -> pd.DataFrame:
    """Alliances put to the test by wars: honoured or violated.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one alliance in one interstate war in which a member took part (performance
    opportunity); in the order of `atopid`, `warid`.

    - `atopid`: number of the alliance
    - `warid`: number of the war in this file
    - `warname`: name of the war
    - `cowwarid`: number of the war in the COW list
    - `sample`: 1: wars to 1944; 0: later ones
    - `multilateral`: 1 if the alliance has three or more members
    - `honorBF`: 1 honoured, coding BF
    - `violateBF`: 1 violated, coding BF
    - `cfnaBF`: 1 if the treaty did not apply, coding BF
    - `dnaBF`: 1 outside the coded set, coding BF
    - `honorLLM`: 1 honoured, coding LLM
    - `violateLLM`: 1 violated, coding LLM
    - `cfnaLLM`: 1 if the treaty did not apply, coding LLM
    - `dnaLLM`: 1 outside the coded set, coding LLM
    - `sabhon`: 1 honoured, as Sabrosky coded
    - `sabvio`: 1 violated, as Sabrosky coded
    - `defense`: 1: obligation to help in defence
    - `offense`: 1: obligation to help in attack
    - `neutral`: 1: obligation to stay neutral
    - `nonagg`: 1: obligation not to attack
    - `consul`: 1: obligation to consult

    Notes
    -----
    Version replication file of 3 March 2018, 1816 to 2003. Unit is alliance-war, not state-war;
    only 139 of 576 rows carry an outcome: 69 honoured, 70 violated (49.6 %, the published 50 %);
    under the LLM rule 73 : 73; take rows where honorBF or violateBF equals 1, all other rows mean
    that the treaty did not apply; wars 1816-2003; strong period effect (much lower after 1945)
    and selection: pacts whose breach is expected are rarely tested.

    First rows::

         atopid  warid                      warname  cowwarid  sample  multilateral  honorBF
           1020      4    Austro-Sardinian1848-1849        10       1             1     <NA>
           1020     10       ItalianUnification1859        28       1             1     <NA>
           1020     16 SecondSchleswig-Holstein1864        46       1             1     <NA>

    References
    ----------
    [BerkemeierFuhrmann2018]_.
    """
    return table("berkemeier-fuhrmann", folder)


def load_leeds_anac(folder: Path | None = None) -> pd.DataFrame:
    """Institutionalisation of alliances and their performance in war.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one member obligation under one alliance in one war, 1816-1944; in the order of
    `war`, `atopid`, `ccode1`.

    - `war`: number of the war in the COW list
    - `atopid`: number of the alliance
    - `ccode1`: COW number of the state under obligation
    - `honor2`: 1 honoured, 0 violated
    - `honor3`: honoured, with partial honouring
    - `milinst`: military institutionalisation, 0 to 2
    - `formal`: formality, 0 to 2
    - `chcap2d`: 1 if capabilities changed
    - `dinstch2`: as named in the replication file; no codebook at hand
    - `origtar1`: as named in the replication file; no codebook at hand
    - `chalcapd`: as named in the replication file; no codebook at hand
    - `chcp2d20`: as named in the replication file; no codebook at hand
    - `regch2`: as named in the replication file; no codebook at hand
    - `wartime`: 1 if the alliance was made in a war
    - `active`: 1: obligation to act
    - `bilat`: 1 if the alliance has two members

    Notes
    -----
    Version 2005, 1816 to 1944. 1816-1944 only.

    First rows::

         war  atopid  ccode1  honor2  honor3  milinst  formal  chcap2d  dinstch2  origtar1
          10    1030     300       0       0        2       1        1         1         1
          10    1050     300       0       0        2       0        1         1         1
          10    1125     300       0       0        2       1        1         0         1

    References
    ----------
    [LeedsAnac2005]_.
    """
    return table("leeds-anac", folder)
