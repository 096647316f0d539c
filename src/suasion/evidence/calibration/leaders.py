"""Leader exit by regime, tenure and age: the counts of `suasion.mechanism.leaders` as posteriors.

Exits other than by natural death, and successors; ages only as a multiple, since tenure and age are
not counted crosswise. Reference classes of all causes, never a chance for one named person.
"""

from __future__ import annotations

from suasion.evidence.calibration.posterior import Posterior, rate
from suasion.mechanism.leaders import record


def posteriors() -> list[Posterior]:
    """Hazards of leaving and of successors leaving, by regime and tenure.

    References
    ----------
    [GoemansGleditschChiozza2009]_, [GeddesWrightFrantz2014]_.

    Examples
    --------
    >>> found = {one.id: one for one in posteriors()}
    >>> row = found["leaders.leaving.autocracy.tenure_0_2"]
    >>> round(row.mean, 3) == round((row.events + 0.5) / row.exposure, 3)
    True
    """
    rows = [row for section in ("leaving", "successors") for row in record()[section]]
    return [
        rate(
            f"leaders.{row['id']}",
            row["what"],
            row["unit"],
            int(row["events"]),
            float(row["leader_years"]),
            tuple(row["source"]),
            tuple(row["data_files"]),
        )
        for row in rows
    ]
