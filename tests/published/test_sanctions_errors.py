"""How the printed standard errors of the sanctions game were made, and how they differ from ours.

The printed ones are in estimationLog.txt of the replication archive of Crisman-Cox and Gibilisco
(2021), to two decimals. What is written here are formulas, worked out on this package's own
derivatives:

NPL
    ``L^-1 S'S R^-T`` with S the score of each game at held beliefs, where R adds
    ``S'r (I - J)^-1 Psi_theta`` and L the same with J, the slopes of best responses by chances,
    transposed. Theory has R on both sides.
CMLE
    The Hessian of the log-likelihood alone along the equilibria, in coefficients and log odds of
    resistance; that of the Lagrangian would add the curvature of the constraint. In the slope that
    is differentiated, one of two terms of d log(concession) / dS_A has the other sign.
"""

import numpy as np
import pytest
from scipy.special import expit, logit, ndtr, ndtri

from suasion.evidence.data import load_sigint_sanctions
from suasion.evidence.signalling import (
    Beliefs,
    constrained_likelihood,
    crises,
    nested_pseudo_likelihood,
)
from suasion.evidence.signalling.beliefs import C_B, V_B, answer, answer_slope
from suasion.evidence.signalling.constrained import _Problem
from suasion.evidence.signalling.local import (
    BELIEVED,
    CHANCES,
    FIRM,
    RESISTS,
    UTILITIES,
    local,
)

GAME = {
    "s_a": ["root_sender", "senderdemocracy", "contig", "ally"],
    "v_a": ["1", "anticipatedsendercosts"],
    "c_b": ["1", "root_target", "anticipatedtargetcosts", "contig", "ally"],
    "w_a": ["1", "root_sender", "senderdemocracy", "lncaprat"],
    "w_b": ["1", "targetdemocracy", "lncaprat"],
    "a": ["1", "senderdemocracy"],
}
# fmt: off
NPL = (1.11, 0.07, 0.04, 0.10, 1.65, 0.27, 0.80, 1.11, 0.06, 0.04, 0.12, 0.13, 1.14, 0.07, 0.03,
       1.11, 0.01, 0.05, 0.13, 0.07)
CMLE = (0.55, 0.03, 0.01, 0.07, 0.12, 0.17, 2.24, 0.63, 0.05, 0.03, 0.11, 0.08, 0.18, 0.03, 0.01,
        2.92, 0.01, 0.09, 0.10, 0.03)
# fmt: on
PRINTED = 5.1e-3
ROOT = np.sqrt(2.0 * np.pi)


@pytest.fixture(scope="module")
def nested(record_folder):
    found = load_sigint_sanctions(record_folder)
    table = found.assign(
        root_sender=np.sqrt(found.senderecondep), root_target=np.sqrt(found.targetecondep)
    )
    first = Beliefs(ndtri(table.PRhat.to_numpy()), table.PFhat.to_numpy())
    return nested_pseudo_likelihood(crises(table, GAME), first)


@pytest.fixture(scope="module")
def constrained(nested):
    return constrained_likelihood(nested.data, nested)


def density(z):
    return np.exp(-0.5 * z * z) / ROOT


def errors(covariance):
    return np.sqrt(np.diag(covariance))


def test_nested_with_one_jacobian_transposed(nested):
    data, z, q = nested.data, nested.z, nested.firm
    utility = data.utilities(nested.values)
    found = local(utility, z, answer(utility, q))
    turn, phi = (utility[:, C_B] - utility[:, V_B]) / q**2, density(z)
    through = found.slope[:, CHANCES, RESISTS, None] * answer_slope(q)[:, None, :]
    by_theta = (found.slope[:, CHANCES, UTILITIES] + through) @ data.design
    scores = np.einsum("dy,dyk->dk", data.counts, by_theta)
    by_chances = np.stack(
        [
            found.slope[:, CHANCES, BELIEVED] / phi[:, None],
            found.slope[:, CHANCES, RESISTS] * turn[:, None],
        ],
        axis=-1,
    )
    by_chances = np.einsum("dy,dyj->dj", data.counts, by_chances)
    psi = np.stack([answer_slope(q) * phi[:, None], found.slope[:, FIRM, UTILITIES]], axis=1)
    steady = np.broadcast_to(np.eye(2), (len(q), 2, 2)).copy()
    steady[:, 0, 1], steady[:, 1, 0] = -turn * phi, -found.slope[:, FIRM, BELIEVED] / phi
    omega = scores.T @ scores

    def bread(matrix):
        moved = np.linalg.solve(matrix, psi) @ data.design
        return np.linalg.inv(omega + np.einsum("dk,dj,djl->kl", scores, by_chances, moved))

    right, left = bread(steady), bread(np.swapaxes(steady, 1, 2))
    assert errors(left @ omega @ right.T) == pytest.approx(NPL, abs=PRINTED)
    # As theory has it, with each game's plays taken as one, errors are larger than the printed.
    assert errors(right @ omega @ right.T)[4] == pytest.approx(2.15, abs=PRINTED)


def test_constrained_with_one_sign_turned(constrained):
    data, theta, z = constrained.data, constrained.values, constrained.z
    width, problem = len(theta), _Problem(constrained.data)
    x = np.concatenate([theta, z])
    slope, bend = problem.cost_slope(x), problem.cost_bend(x).toarray()
    chance, phi = ndtr(z), density(z)
    once = chance * (1.0 - chance) / phi
    twice = once * ((1.0 - 2.0 * chance) + z * once)
    units = np.concatenate([np.ones(width), once])
    hessian = bend * np.outer(units, units) + np.diag(
        np.concatenate([np.zeros(width), slope[width:] * twice])
    )
    gaps = problem.gap_slope(x).toarray()
    follow = -gaps[:, :width] / (np.diag(gaps[:, width:]) * once)[:, None]
    along = np.vstack([np.eye(width), follow])

    def spread(matrix):
        return errors(np.linalg.inv(along.T @ matrix @ along))

    place = np.concatenate([theta, logit(chance)])
    turned = hessian.copy()
    turned[:width] -= derivative(lambda at: missing(data, at), place)
    assert spread(turned) == pytest.approx(CMLE, abs=PRINTED)
    # With the right sign the constant of v_a has an error near ours, 0.43, not the printed 0.12.
    assert spread(hessian)[4] == pytest.approx(0.47, abs=PRINTED)


def missing(data, place):
    """Twice the term of the slope by S_A whose sign is turned, of shape K."""
    theta, odds = np.split(place, [len(data.names)])
    utility, resists = data.utilities(theta), expit(odds)
    gain = (utility[:, 0] - (1.0 - resists) * utility[:, 1]) / resists
    fights, stays = ndtr(gain - utility[:, 3]), gain - utility[:, 5]
    challenged = 1.0 - fights * ndtr(stays)
    weight = data.counts[:, 1] * 2.0 * fights * density(stays) / (resists * challenged)
    return weight @ data.design[:, 0, :]


def derivative(function, place, step=1e-5):
    """Central differences of a vector, of shape K by the length of the place."""
    rows = []
    for change in step * np.eye(len(place)):
        rows.append((function(place + change) - function(place - change)) / (2.0 * step))
    return np.array(rows).T
