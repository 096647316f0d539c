"""Cases with published estimates: deterrence, disputes, currencies, sanctions, civil conflicts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from suasion.evidence.data.table import table


def load_huth_cases(folder: Path | None = None) -> pd.DataFrame:
    """Attempts at extended immediate deterrence.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one attempt at extended immediate deterrence; in the order of `case`.

    - `case`: number of the case
    - `year`: year
    - `ccode1`: COW number of the defender
    - `ccode2`: COW number of the attacker
    - `deter`: 1 if deterrence succeeded
    - `outcome`: 1 status quo, 3 attack and the defender backs down, 4 attack and war
    - `attacker`: 1 if the attacker attacks
    - `defender`: 1 if the defender fights; empty where no attack
    - `ibf`: immediate balance of forces, defender and protege over attacker
    - `sbf`: short-term balance of forces
    - `lbf`: long-term balance of forces
    - `nuclear`: 1 if the defender has nuclear weapons
    - `milallia`: 1 if defender and protege are allies
    - `milarm`: arms transfers to the protege, deciles
    - `fortrade`: protege's share of the defender's trade [%]
    - `firmflex`: 1: firm-but-flexible diplomacy of the defender
    - `tft`: 1: tit-for-tat military answer of the defender
    - `putdown`: past behaviour, as named in the replication file
    - `stalemat`: past behaviour, as named in the replication file
    - `diplo`: past behaviour, as named in the replication file
    - `pastdet`: past behaviour, as named in the replication file
    - `capitu`: past behaviour, as named in the replication file
    - `armed`: past behaviour, as named in the replication file
    - `contigad`: 1 if attacker and defender are contiguous
    - `contigdp`: 1 if defender and protege are contiguous
    - `contigap`: 1 if attacker and protege are contiguous
    - `s_wt_glo`: similarity of alliances, weighted, global
    - `dem_def`: 1 if the defender is a democracy
    - `dem_att`: 1 if the attacker is a democracy

    Notes
    -----
    Version 58 cases, 1885-1983, 1885 to 1983. -9 in the file is missing here. No protege code in
    the file - it must be read off Huth 1988 (ccode2 is the ATTACKER); selection: only immediate
    crises, so success rates say nothing on general deterrence (Fearon 1994, 2002); "defender" is
    missing where no attack; several variables were recoded by Signorino & Tarar.

    First rows::

         case  year  ccode1  ccode2  deter  outcome  attacker  defender  ibf  sbf  lbf
            1  1885     200     365      1        1         0      <NA> 0.55 0.38 0.54
            2  1885     300     365      1        1         0      <NA> 0.48 2.88 6.03
            3  1886     200     350      1        1         0      <NA> 5.56 1.72 5.41

    References
    ----------
    [Huth1988]_, [SignorinoTarar2006]_.
    """
    return table("huth-cases", folder)


def load_war1800(folder: Path | None = None) -> pd.DataFrame:
    """Militarised disputes for strategic models.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad of a militarized dispute, 1816-1999 (313); in the order of
    `midnum`, `ccode1`, `ccode2`, `year`.

    - `midnum`: number of the dispute
    - `ccode1`: COW number of the initiator
    - `ccode2`: COW number of the respondent
    - `year`: year
    - `esc`: 1: escalation, that is capitulation or war
    - `sq`: 1: status quo
    - `capit`: 1: capitulation
    - `war`: 1: war
    - `cap_1`: capabilities of the initiator, share of the world
    - `cap_2`: capabilities of the respondent, share of the world
    - `balanc`: initiator's share of the pair's capabilities
    - `s_wt_re1`: similarity of alliances of the two, weighted for the initiator's region
    - `s_wt_re2`: similarity of alliances of the two, weighted for the respondent's region
    - `dem1`: Polity score of the initiator
    - `dem2`: Polity score of the respondent
    - `distance`: distance [mile]
    - `peaceyrs`: years since the last dispute of the two [year]
    - `revis1`: 1 if the first state wanted to change the status quo
    - `revis2`: 1 if the second state wanted to change the status quo
    - `regime1`: regime of the first state
    - `regime2`: regime of the second state

    Notes
    -----
    Version games 1.1.2, 1817 to 1899. Published egame12/egame123 estimates are in the package
    vignette (JSS 2014).

    First rows::

         midnum  ccode1  ccode2  year  esc  sq  capit  war    cap_1    cap_2   balanc
              8     200     630  1856    1   0      0    1 0.292711 0.006245 0.979111
              9     200     235  1889    0   1      0    0 0.185487 0.004731 0.975129
             13     200     740  1863    1   0      1    0 0.248943 0.040556 0.859910

    References
    ----------
    [KenkelSignorino2014]_.
    """
    return table("war1800", folder)


def load_leblang2003(folder: Path | None = None) -> pd.DataFrame:
    """Speculative attacks on currencies.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one country-month (7240); in the order of `nation`, `year`, `month`.

    - `nation`: name of the country
    - `year`: year
    - `month`: month
    - `outcome`: no attack, devaluation or defense
    - `preelec`: 1 in the three months before an election
    - `postelec`: 1 in the three months after an election
    - `rightgov`: 1 if a right-wing party governs
    - `unifgov`: 1 if government is unified
    - `lreserves`: log of reserves over base money, standardised
    - `realinterest`: real interest rate, standardised
    - `lexports`: log of exports over GDP, standardised
    - `capcont`: 1 if there are capital controls
    - `overval`: overvaluation of the currency, standardised
    - `creditgrow`: growth of credit, standardised
    - `service`: debt service, standardised
    - `USinterest`: US interest rate, standardised
    - `contagion`: attacks in other countries, standardised
    - `prioratt`: earlier attacks, standardised

    Notes
    -----
    Version games 1.1.2, 1985 to 1998. -9 in the file is missing here. Published egame12/egame123
    estimates are in the package vignette (JSS 2014).

    First rows::

         nation  year  month   outcome  preelec  postelec  rightgov  unifgov  lreserves
        Albania  1992      3 no attack        1         0         0        1  -0.483516
        Albania  1992      4 no attack        0         1         0        1  -0.501608
        Albania  1992      5 no attack        0         1         0        1  -0.519079

    References
    ----------
    [Leblang2003]_, [KenkelSignorino2014]_.
    """
    return table("leblang2003", folder)


def load_psrm_sanctions(folder: Path | None = None) -> pd.DataFrame:
    """Sanctions as a signalling game, article.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad-decade (495); in the order of `gameID`.

    - `gameID`: pair and decade
    - `ccode1`: COW number of the sender
    - `ccode2`: COW number of the target
    - `tenyear`: first year of the decade
    - `sq`: months of status quo
    - `cd`: months in which the target concedes
    - `sf`: months in which the sender stands firm
    - `bd`: months in which the sender backs down
    - `senderecondep`: sender's economic dependence
    - `targetecondep`: target's economic dependence
    - `senderdemocracy`: sender's Polity score
    - `targetdemocracy`: target's Polity score
    - `contig`: contiguity, code 1 to 6
    - `ally`: share of the decade in alliance
    - `anticipatedsendercosts`: sender's anticipated costs
    - `anticipatedtargetcosts`: target's anticipated costs
    - `lncaprat`: log of the ratio of capabilities
    - `cinc1`: capabilities of the sender
    - `cinc2`: capabilities of the target
    - `trade`: trade between the two

    Notes
    -----
    Version PSRM replication archive, 1970 to 1999. Outcome column names were put on by us from
    the order of the four rows, checked against the package data.

    First rows::

             gameID  ccode1  ccode2  tenyear  sq  cd  sf  bd  senderecondep  targetecondep
        002020_1980       2      20     1980 115   0   4   1       0.009207       0.094804
        002020_1990       2      20     1990 112   2   3   3       0.014111       0.158019
        002040_1980       2      40     1980 119   0   1   0       0.000000       0.000000

    References
    ----------
    [CrismanCoxGibilisco2021]_.
    """
    return table("psrm-sanctions", folder)


def load_sigint_sanctions(folder: Path | None = None) -> pd.DataFrame:
    """Sanctions as a signalling game, package.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one directed dyad-decade (gameID); in the order of `gameID`.

    - `gameID`: pair and decade
    - `ccode1`: COW number of the sender
    - `ccode2`: COW number of the target
    - `tenyear`: first year of the decade
    - `sq`: months of status quo
    - `cd`: months in which the target concedes
    - `sf`: months in which the sender stands firm
    - `bd`: months in which the sender backs down
    - `senderecondep`: sender's economic dependence
    - `targetecondep`: target's economic dependence
    - `senderdemocracy`: sender's Polity score
    - `targetdemocracy`: target's Polity score
    - `contig`: contiguity, code 1 to 6
    - `ally`: share of the decade in alliance
    - `anticipatedsendercosts`: sender's anticipated costs
    - `anticipatedtargetcosts`: target's anticipated costs
    - `lncaprat`: log of the ratio of capabilities
    - `PRhat`: first-stage chance that the target resists
    - `PFhat`: first-stage chance that the sender stands firm
    - `PRnpl`: chance that the target resists, nested pseudo-likelihood
    - `PFnpl`: chance that the sender stands firm, nested pseudo-likelihood

    Notes
    -----
    Version sigInt 0.2.0, 1970 to 1999. Counts of months per outcome, not single observations.

    First rows::

             gameID  ccode1  ccode2  tenyear  sq  cd  sf  bd  senderecondep  targetecondep
        002020_1980       2      20     1980 115   0   4   1       0.009207       0.094804
        002020_1990       2      20     1990 112   2   3   3       0.014111       0.158019
        002040_1980       2      40     1980 119   0   1   0       0.000000       0.000000

    References
    ----------
    [CrismanCoxGibilisco2021]_.
    """
    return table("sigint-sanctions", folder)


def load_ajps_audience_costs(folder: Path | None = None) -> pd.DataFrame:
    """Estimated audience costs by country.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one country; in the order of `ccode`.

    - `ccode`: COW number of the state
    - `country`: name
    - `AC`: audience cost, units of utility; more negative is dearer
    - `ACse`: its standard error

    Notes
    -----
    Version AJPS replication archive, 1993 to 2007. Model-dependent; sign convention: cost is
    negative.

    First rows::

         ccode       country         AC     ACse
             2 United States -16.920495 1.124735
            20        Canada -16.761850 2.810195
            40          Cuba -14.802240 6.621803

    References
    ----------
    [CrismanCoxGibilisco2018]_.
    """
    return table("ajps-audience-costs", folder)


def load_jpr_civil_conflicts(folder: Path | None = None) -> pd.DataFrame:
    """Civil conflicts as wars of attrition.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one civil conflict; in the order of `ccode`, `startyear`, `caseList`.

    - `ccode`: COW number of the state
    - `startyear`: first year of the conflict
    - `caseList`: rebel side
    - `durationMons`: duration [month]
    - `VicSide3`: outcome, code 0 to 2 of the archive
    - `rgdpna`: real GDP per head, as scaled in the archive
    - `polity2`: Polity, -10 to 10
    - `tpop`: population, as scaled in the archive
    - `milper`: military personnel, as scaled in the archive
    - `relfrac`: religious fractionalisation
    - `ethfrac`: ethnic fractionalisation
    - `lmtnest`: mountainous terrain, as scaled in the archive
    - `sos`: as named in the archive
    - `coup`: as named in the archive
    - `Oil`: as named in the archive
    - `rebInt`: as named in the archive
    - `govInt`: as named in the archive
    - `Incomp`: as named in the archive

    Notes
    -----
    Version JPR replication archive, 1951 to 2007.

    First rows::

         ccode  startyear                              caseList  durationMons  VicSide3
             2       2001                             al-Qaida             15         0
            42       1965 Military faction (constitutionalists)             4         1
            52       1990                   Jamaat al-Muslimeen             1         2

    References
    ----------
    [CrismanCox2022]_.
    """
    return table("jpr-civil-conflicts", folder)
