"""Research data made by others: a registry, a folder for them, and a loader for each table.

>>> from suasion.evidence import data
>>> data.data_set("reign").title
'Leaders since 1950'
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "DataFault": "faults",
    "DataSet": "registry",
    "data_set": "registry",
    "dyad_year_panel": "panel",
    "load_ajps_audience_costs": "cases",
    "load_archigos": "leaders",
    "load_atop_alliances": "alliances",
    "load_atop_dyad_years": "alliances",
    "load_atop_members": "alliances",
    "load_berkemeier_fuhrmann": "alliances",
    "load_contiguity": "pairs",
    "load_cow_states": "states",
    "load_cow_to_gw": "states",
    "load_democracy": "states",
    "load_dyadic_trade": "pairs",
    "load_gdp_population": "states",
    "load_gml_directed_disputes": "disputes_gml",
    "load_gml_directed_dyads": "disputes_gml",
    "load_gml_disputes": "disputes_gml",
    "load_gml_participants": "disputes_gml",
    "load_gwf_regimes": "leaders",
    "load_huth_cases": "cases",
    "load_interstate_wars": "disputes",
    "load_jpr_civil_conflicts": "cases",
    "load_lead": "leaders",
    "load_leader_willingness": "leaders",
    "load_leblang2003": "cases",
    "load_leeds_anac": "alliances",
    "load_major_powers": "states",
    "load_mid_directed_disputes": "disputes",
    "load_mid_directed_dyads": "disputes",
    "load_mid_disputes": "disputes",
    "load_mid_participants": "disputes",
    "load_minimum_distance": "pairs",
    "load_national_trade": "pairs",
    "load_nmc": "states",
    "load_nuclear_status": "states",
    "load_psrm_sanctions": "cases",
    "load_reign": "leaders",
    "load_sigint_sanctions": "cases",
    "load_territorial_threat": "states",
    "load_ucdp_conflicts": "peace",
    "load_ucdp_peace_agreements": "peace",
    "load_ucdp_terminations": "peace",
    "load_us_troops": "states",
    "load_war1800": "cases",
}

__all__ = [
    "DataFault",
    "DataSet",
    "data_set",
    "dyad_year_panel",
    "load_ajps_audience_costs",
    "load_archigos",
    "load_atop_alliances",
    "load_atop_dyad_years",
    "load_atop_members",
    "load_berkemeier_fuhrmann",
    "load_contiguity",
    "load_cow_states",
    "load_cow_to_gw",
    "load_democracy",
    "load_dyadic_trade",
    "load_gdp_population",
    "load_gml_directed_disputes",
    "load_gml_directed_dyads",
    "load_gml_disputes",
    "load_gml_participants",
    "load_gwf_regimes",
    "load_huth_cases",
    "load_interstate_wars",
    "load_jpr_civil_conflicts",
    "load_lead",
    "load_leader_willingness",
    "load_leblang2003",
    "load_leeds_anac",
    "load_major_powers",
    "load_mid_directed_disputes",
    "load_mid_directed_dyads",
    "load_mid_disputes",
    "load_mid_participants",
    "load_minimum_distance",
    "load_national_trade",
    "load_nmc",
    "load_nuclear_status",
    "load_psrm_sanctions",
    "load_reign",
    "load_sigint_sanctions",
    "load_territorial_threat",
    "load_ucdp_conflicts",
    "load_ucdp_peace_agreements",
    "load_ucdp_terminations",
    "load_us_troops",
    "load_war1800",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
