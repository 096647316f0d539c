"""Armed conflicts, how they ended, and peace agreements."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from suasion.evidence.data.table import table


def load_ucdp_conflicts(folder: Path | None = None) -> pd.DataFrame:
    """Armed conflicts by year.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one conflict-year (expanded when there are several secondary parties); in the order
    of `conflict_id`, `year`, `gwno_a`, `gwno_a_2nd`, `gwno_b`, `gwno_b_2nd`.

    - `conflict_id`: number of the conflict
    - `year`: year
    - `gwno_a`: Gleditsch-Ward number of side A
    - `gwno_a_2nd`: of a state that supports side A
    - `gwno_b`: of side B, if a state
    - `gwno_b_2nd`: of a state that supports side B
    - `type_of_conflict`: interstate, intrastate, II (internationalised intrastate), extrasystemic
    - `incompatibility`: what it is about
    - `intensity_level`: 1: 25 to 999 battle deaths in the year, 2: more
    - `start_date`: first death in the conflict
    - `start_prec`: precision of start_date
    - `start_date2`: start of the episode
    - `start_prec2`: precision of start_date2
    - `ep_end`: 1 in the last year of an episode
    - `ep_end_date`: end of the episode

    Notes
    -----
    Version 25.1, 1946 to 2024. Gleditsch-Ward codes, not COW codes; secondary parties repeat
    rows; Russia-Ukraine is 13243 (365 v. 369), interstate 2022-2024, North Korea (731) as second
    party in 2024; the Donbas wars of 2014-2021 are coded II (369 against DPR/LPR/Novorossiya with
    365 as second party).

    First rows::

         conflict_id  year  gwno_a  gwno_a_2nd  gwno_b  gwno_b_2nd type_of_conflict
                 200  1946     145        <NA>    <NA>        <NA>       intrastate
                 200  1949     145        <NA>    <NA>        <NA>       intrastate
                 200  1952     145        <NA>    <NA>        <NA>       intrastate

    References
    ----------
    [GleditschEtAl2002]_.
    """
    return table("ucdp-prio-acd", folder)


def load_ucdp_terminations(folder: Path | None = None) -> pd.DataFrame:
    """Episodes of armed conflict and how they ended.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one dyad-year inside a conflict episode; in the order of `dyadep_id`, `year`,
    `dyad_id`.

    - `dyadep_id`: number of the episode of the dyad
    - `dyad_id`: number of the dyad
    - `conflict_id`: number of the conflict
    - `year`: year
    - `location`: country or countries
    - `side_a`: side A
    - `side_b`: side B
    - `gwno_loc`: Gleditsch-Ward numbers of the location
    - `type_of_conflict`: 1 extrasystemic, 2 interstate, 3 intrastate, 4 internationalised
      intrastate
    - `intensity_level`: 1: 25 to 999 battle deaths in the year, 2: more
    - `incompatibility`: 1 territory, 2 government, 3 both
    - `dyadepisode`: number of the episode within the dyad
    - `dyadcount`: year of the episode
    - `dyadterm`: 1 in the last year of the episode
    - `outcome`: 1 peace agreement, 2 ceasefire, 3 victory A, 4 victory B, 5 low activity, 6 actor
      ceases to exist
    - `recur`: 1 if fighting is taken up again later
    - `start_date`: first death in the conflict
    - `start_date2`: start of the episode
    - `ependdate`: end of the episode
    - `cfiredate`: ceasefire, as written in the source
    - `peagdate`: peace agreement, as written in the source

    Notes
    -----
    Version 3-2021, 1946 to 2019. Recurrence censored at 2019; missing values are blank; low
    activity (5) is the most common outcome.

    First rows::

         dyadep_id  dyad_id  conflict_id  year location                side_a
             39901      399          200  1946  Bolivia Government of Bolivia
             40001      400          200  1952  Bolivia Government of Bolivia
             40101      401          200  1967  Bolivia Government of Bolivia

    References
    ----------
    [Kreutz2010]_.
    """
    return table("ucdp-terminations", folder)


def load_ucdp_peace_agreements(folder: Path | None = None) -> pd.DataFrame:
    """Peace agreements between warring parties.

    Parameters
    ----------
    folder
        Where to look, laid out like a mirror; by default `SUASION_DATA`, then the cache.

    Returns
    -------
    One row is one peace agreement signed by at least two warring parties; in the order of `paid`.

    - `paid`: number of the agreement
    - `conflict_id`: number of the conflict, or several
    - `dyad_id`: number of the dyad, or several
    - `gwno`: Gleditsch-Ward numbers
    - `conflict_name`: name of the conflict
    - `pa_name`: name of the agreement
    - `pa_date`: day of signature
    - `year`: year
    - `pa_type`: 1 full, 2 partial, 3 process
    - `ended`: 1 if its validity was later contested by a signatory
    - `duration`: day on which it ended, as written in the source
    - `termdur`: code of UCDP
    - `cease`: 1: ceasefire
    - `withd`: 1: withdrawal of foreign forces
    - `ddr`: 1: disarmament and demobilisation
    - `intarmy`: 1: integration into the army
    - `demarcation`: 1: demarcation of a border
    - `pko`: 1: peacekeeping operation
    - `mil_prov`: 1: any military provision
    - `pol_prov`: 1: any political provision
    - `terr_prov`: 1: any territorial provision
    - `justice_prov`: 1: any provision on justice
    - `inclusive`: code of UCDP
    - `noconf17`: code of UCDP

    Notes
    -----
    Version 22.1, 1975 to 2021. -1 and -99 in the file are missing here. Mostly intrastate;
    ended/duration are defined on whether the validity of the agreement was contested by a
    signatory, not on renewed fighting.

    First rows::

         paid conflict_id dyad_id gwno           conflict_name
           24       11345   12413  626 South Sudan: Government
           28       11345   12413  626 South Sudan: Government
           29       11345   12413  626 South Sudan: Government

    References
    ----------
    [PetterssonHogbladhOberg2019]_.
    """
    return table("ucdp-peace-agreements", folder)
