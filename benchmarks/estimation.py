"""Estimation: against a plain SciPy fit of the same likelihood, and sampling against many fits.

The plain fit is what a careful user writes: the formulas of the game in NumPy, BFGS with numerical
gradients; from zeros, and from the start that ours takes. All are timed warm and alternate in one
run, the least of several; processor time is shown too, because other work adds to wall time.
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtr

from _record import row, save
from suasion.evidence.data import DataFault, load_huth_cases, load_leblang2003
from suasion.evidence.estimation import Model, estimate, model, sample
from suasion.evidence.estimation.starts import backward_start

LEBLANG = (
    "outcome ~ 0 + capcont + lreserves + overval + creditgrow + USinterest + service + contagion"
    " + prioratt | 1 | 1 | unifgov + lexports + preelec + postelec + rightgov + realinterest"
    " + capcont + lreserves"
)
HUTH = (
    "outcome ~ tft + firmflex + dem_att + I(year - 1885) | 1"
    " | 0 + nuclear + ibf + sbf + lbf + milallia + milarm"
    " | nuclear + ibf + sbf + milallia + milarm + fortrade + stalemat + dem_def"
)
CODES = {"no attack": "status_quo", "devaluation": "concession", "defense": "war"}
NUMBERS = {1: "status_quo", 3: "concession", 4: "war"}
TIMES, FITS = 3, 300
CHAINS, WARMUP, DRAWS, SEEDS = 4, 300, 700, range(2, 9)


def timed(body: Callable[[], object]) -> float:
    """Wall time of one call [s]."""
    start = time.perf_counter()
    body()
    return time.perf_counter() - start


def used(body: Callable[[], object]) -> float:
    """Processor time of one call [s]."""
    start = time.process_time()
    body()
    return time.process_time() - start


def plain(made: Model, start: np.ndarray) -> tuple[np.ndarray, float]:
    """The two-player game with private information, as its formulas stand, by SciPy."""
    quo, backs, war, fights = (one.values for one in made.matrices)
    ends = np.cumsum([quo.shape[1], backs.shape[1], war.shape[1]])

    def minus(beta: np.ndarray) -> float:
        b1, b3, b4, b24 = np.split(beta, ends)
        p4 = ndtr(fights @ b24 / np.sqrt(2.0))
        p3 = 1.0 - p4
        gain = p3 * (backs @ b3) + p4 * (war @ b4) - quo @ b1
        p2 = ndtr(gain / np.sqrt(1.0 + p3**2 + p4**2))
        chances = np.stack([1.0 - p2, p2 * p3, p2 * p4], axis=1)
        return -np.log(np.maximum(chances[np.arange(len(p2)), made.seen], 1e-300)).sum()

    found = minimize(minus, start, method="BFGS")
    return found.x, -float(found.fun)


def against_scipy() -> dict[str, float]:
    """Maximum likelihood on 7,240 rows, both ways."""
    data = load_leblang2003()
    made = model("egame12", data, LEBLANG, shocks="private-information", codes=CODES)
    start = backward_start(made.kernel, made.matrices, made.seen)
    first = timed(lambda: estimate(made, starts=1))
    work = [
        min(used(body) for _ in range(TIMES))
        for body in (lambda: plain(made, start), lambda: estimate(made, starts=1))
    ]
    ours, theirs = [], []
    for _ in range(TIMES):
        ours.append(timed(lambda: estimate(made, starts=1)))
        theirs.append(timed(lambda: plain(made, start)))
    zeros = min(timed(lambda: plain(made, np.zeros_like(start))) for _ in range(TIMES))
    gap = estimate(made, starts=1).log_likelihood - plain(made, start)[1]
    found = {
        "leblang_first_seconds": first,
        "leblang_seconds": min(ours),
        "leblang_scipy_seconds": min(theirs),
        "leblang_scipy_from_zero_seconds": zeros,
        "leblang_ratio_from_zero": zeros / min(ours),
        "leblang_ratio": min(theirs) / min(ours),
        "leblang_processor_ratio": work[0] / work[1],
        "leblang_log_likelihood_ahead": gap,
    }
    row("Leblang, 19 coefficients, first fit", first, "s, compilation in it")
    row("Leblang, again, with errors and separation", min(ours), "s")
    row("Leblang, plain SciPy", min(theirs), "s, no errors")
    row("ratio", found["leblang_ratio"], "times", "at least 10")
    row("ratio to plain SciPy from zeros", zeros / min(ours), "times")
    row("ratio of processor time", found["leblang_processor_ratio"], "times")
    row("log-likelihood ahead of SciPy's", gap, "", "not below -1e-6")
    return found


def sampling() -> dict[str, float]:
    """58 cases, 21 coefficients: four chains against hundreds of penalised fits, processor time."""
    made = model("egame12", load_huth_cases(), HUTH, shocks="private-information", codes=NUMBERS)
    estimate(made, "log-f", starts=1)
    fits = used(lambda: [estimate(made, "log-f", starts=1) for _ in range(FITS)])
    first = used(lambda: sample(made, prior="log-f", warmup=WARMUP, draws=DRAWS))
    runs = [sample(made, prior="log-f", warmup=WARMUP, draws=DRAWS, seed=s).dataset for s in SEEDS]
    chains = statistics.median(
        used(lambda s=s: sample(made, prior="log-f", warmup=WARMUP, draws=DRAWS, seed=s))
        for s in SEEDS
    )
    ess, tail = (statistics.median(float(one[n].min()) for one in runs) for n in ("ess", "tail"))
    row(f"{FITS} penalised fits of 58 cases", fits, "s")
    row("four chains of 1,000 steps, first time", first, "s, compilation in it")
    row("the same, again, median of seeds", chains, "s")
    row("ratio", chains / fits, "times", "about 1")
    row("ratio, compilation in it", first / fits, "times")
    row("least effective sample size, median", ess, "draws")
    row("that of the tails, median", tail, "draws")
    row("effective draws a second", ess / chains, "1/s")
    row("penalised fits in the time of one chain", FITS / fits * chains / CHAINS, "fits")
    row("largest R-hat", max(float(one["rhat"].max()) for one in runs), "")
    return {
        "huth_fits_seconds": fits,
        "huth_chains_first_seconds": first,
        "huth_chains_seconds": chains,
        "huth_ess": ess,
        "huth_tail_ess": tail,
        "huth_ess_a_second": ess / chains,
    }


def main() -> int:
    """Measure, print, save."""
    print(__doc__.splitlines()[0])
    try:
        found = against_scipy() | sampling()
    except DataFault as fault:
        print(f"  left out: {fault}")
        return 0
    save("estimation", found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
