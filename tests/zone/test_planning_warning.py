"""Warning time and the chain: the library's model and a simulation as referees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from typer.testing import CliRunner

from suasion.cli.main import app
from suasion.theory.library import inspection_periodic as library
from suasion.zone.planning.chain import binding_factors, chain, unanimous
from suasion.zone.planning.ranges import Range
from suasion.zone.planning.warning import Attack, Monitoring, warning_time

RUNS = 60_000
KNOWN = {
    "T": 15.0,
    "lambda_1": 1 / 15,
    "beta": 0.3,
    "B": 30.0,
    "D": 20.0,
    "v": 14.0,
    "t_need": 14.0,
}


def certain(**values: float) -> Attack:
    return Attack(**{name: Range(value, value) for name, value in values.items()})


@pytest.mark.parametrize("visits", ["periodic", "poisson"])
@pytest.mark.parametrize(
    "change", [{}, {"B": 8.0}, {"beta": 0.8}, {"t_need": 1.0}, {"t_need": 90.0}]
)
def test_the_library_has_the_same_numbers(visits: str, change: dict[str, float]) -> None:
    given = KNOWN | change
    solved = library.solve(**given, visits=visits).chosen
    attack = certain(
        build_up_days=given["B"],
        depth_km=given["D"],
        speed_km_per_day=given["v"],
        decide_days=given["t_need"] / 2,
        move_days=given["t_need"] / 2,
    )
    miss = Range(given["beta"], given["beta"])
    how = {"periodic": ("periodic", given["T"]), "poisson": ("random", given["lambda_1"])}[visits]
    found = warning_time(attack, Monitoring(*how, miss))
    # Where the crossing alone is long enough, help comes in time even without notice.
    sure = given["t_need"] <= given["D"] / given["v"]
    assert found.in_time == pytest.approx(
        1.0 if sure else solved.outcomes["noticed in time"], abs=1e-9
    )
    assert found.noticed == pytest.approx(1 - solved.outcomes["not noticed"], abs=1e-9)
    # The mean is summed over 200 pieces of the build-up.
    assert found.mean_days == pytest.approx(solved.values["mean warning"], abs=0.02)


ATTACK = Attack(Range(10, 40), Range(20, 30), Range(15, 60), Range(1, 5), Range(3, 12))


def simulated(
    monitoring: Monitoring, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Days of warning, and days needed, attack by attack."""

    def draw(ends: Range) -> np.ndarray:
        return generator.uniform(ends.low, ends.high, RUNS)

    build_up, crossing = (
        draw(ATTACK.build_up_days),
        draw(ATTACK.depth_km) / draw(ATTACK.speed_km_per_day),
    )
    looks = generator.geometric(1 - draw(monitoring.miss))
    if monitoring.how == "periodic":
        delay = monitoring.pace * (generator.random(RUNS) + looks - 1)
    elif monitoring.how == "random":
        delay = generator.gamma(looks, 1 / monitoring.pace)
    else:
        delay = draw(monitoring.delay_days) if monitoring.how == "delay" else np.full(RUNS, np.inf)
    days = crossing + np.where(delay <= build_up, build_up - np.minimum(delay, build_up), 0.0)
    return days, draw(ATTACK.decide_days) + draw(ATTACK.move_days)


@pytest.mark.parametrize(
    "monitoring",
    [
        Monitoring("periodic", 12.0, Range(0.2, 0.6)),
        Monitoring("random", 0.12, Range(0.1, 0.5)),
        Monitoring("delay", delay_days=Range(2.0, 25.0)),
        Monitoring("none"),
    ],
    ids=lambda one: one.how,
)
def test_simulated_attacks_agree(monitoring: Monitoring) -> None:
    days, need = simulated(monitoring, np.random.default_rng(21))
    found = warning_time(ATTACK, monitoring)
    # Four standard errors of a simulated chance, and of the mean.
    near = 4 * 0.5 / np.sqrt(RUNS)
    assert found.in_time == pytest.approx(np.mean(days >= need), abs=near)
    assert found.mean_days == pytest.approx(days.mean(), abs=4 * days.std() / np.sqrt(RUNS) + 0.02)
    for day in (1.0, 5.0, 15.0, 30.0):
        chance = np.interp(day, found.days, found.at_least)
        assert chance == pytest.approx(np.mean(days >= day), abs=near + 0.005)
    # A quantile of the distribution is known to a step of the times.
    assert found.quantiles_days[2] == pytest.approx(np.median(days), abs=0.4)


def test_a_delay_that_is_known_is_a_step() -> None:
    attack = certain(build_up_days=20, depth_km=30, speed_km_per_day=30, decide_days=4, move_days=9)
    # Noticed after 8 of 20 days, a day to cross: 13 days of warning, just enough.
    found = warning_time(attack, Monitoring("delay", delay_days=Range(8.0, 8.0)))
    assert found.in_time == 1.0
    assert found.quantiles_days[2] == pytest.approx(13.0, abs=0.06)
    late = warning_time(attack, Monitoring("delay", delay_days=Range(8.1, 8.1)))
    assert late.in_time == 0.0


def test_depth_and_watching_help_and_speed_hurts() -> None:
    def in_time(**change: Any) -> float:
        given = {name: getattr(ATTACK, name) for name in ATTACK.__dataclass_fields__} | change
        return warning_time(Attack(**given), Monitoring("periodic", 12.0, Range(0.2, 0.6))).in_time

    plain = in_time()
    assert in_time(depth_km=Range(90, 100)) > plain
    assert in_time(speed_km_per_day=Range(60, 90)) < plain
    assert in_time(decide_days=Range(0, 1)) > plain > in_time(move_days=Range(12, 20))
    assert in_time(build_up_days=Range(0, 0)) < plain


def test_the_binding_factor_raises_the_product_most() -> None:
    factors = {"decide": Range(0.5, 0.9), "honour": Range(0.3, 0.7), "force": Range(0.8, 0.8)}
    in_time = np.random.default_rng(1).uniform(0.4, 0.9, 4096)
    found = chain(in_time, factors)
    raised = {name: found.mean / mean for name, mean in found.means.items()}
    assert found.binding == (max(raised, key=lambda name: raised[name]),) == ("honour",)
    assert found.raised == pytest.approx(raised["honour"])
    assert found.product.low <= found.p5 <= found.mean <= found.p95 <= found.product.high
    assert sum(found.binds.values()) >= 1.0


def test_ranges_of_the_chain_are_tried_independently() -> None:
    # Product of two means is the mean of products only if what is tried is independent.
    found = chain(np.linspace(0, 1, 4096), {"decide": Range(0, 1), "honour": Range(1, 1)})
    assert found.mean == pytest.approx(0.25, abs=0.005)
    wins = found.binds["detect in time"]
    assert wins == pytest.approx(0.5, abs=0.04)


def test_ties_are_said_and_two_zeros_bind_together() -> None:
    assert binding_factors({"detect": 0.5, "decide": 0.5, "honour": 0.6}) == ("detect", "decide")
    both = chain(np.zeros(4096), {"decide": Range(0, 0), "honour": Range(1, 1)})
    assert both.binding == ("detect in time", "decide")
    assert both.raised == 0.0


def test_unanimity_has_the_published_products() -> None:
    found = [unanimous(q, n) for q, n in [(0.99, 32), (0.98, 32), (0.98, 27), (0.95, 30)]]
    # Given to six decimals, of which the last is not always rounded.
    assert found == pytest.approx([0.724980, 0.523883, 0.579567, 0.214639], abs=1e-6)


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


PLAIN = (
    "--depth-km", "30", "--speed-km-per-day", "30:60", "--build-up-days", "20:40",
    "--decide-days", "2:7", "--move-days", "5:14",
)  # fmt: skip
CHAIN = ("--decide", "0.5:0.9", "--honour", "0.3:0.7", "--force", "0.8")


def zone_warning(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["zone", "warning", *PLAIN, *map(str, arguments)])


def test_the_table_fits_a_terminal_and_names_what_binds() -> None:
    result = zone_warning("--visits-every", 15, "--miss", "0.3", *CHAIN)
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "Binding: honour." in result.stdout
    assert "Help needs 7 to 21 days" in result.stdout


def test_the_json_agrees_with_python() -> None:
    result = zone_warning("--visits-every", 15, "--miss", "0.3", "--format", "json")
    found = json.loads(result.stdout)
    attack = Attack(Range(20, 40), Range(30, 30), Range(30, 60), Range(2, 7), Range(5, 14))
    direct = warning_time(attack, Monitoring("periodic", 15.0, Range(0.3, 0.3)))
    assert found["in_time"] == direct.in_time
    assert found["chain"] is None
    assert found["needed_days"] == [7, 21]


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    svg, png = tmp_path / "new" / "w.svg", tmp_path / "w.png"
    assert zone_warning("--delay-days", "5:30", "--out", svg).exit_code == 0
    assert zone_warning("--delay-days", "5:30", "--out", png).exit_code == 0
    root = ElementTree.parse(svg).getroot()
    words = " ".join(text for text in root.itertext())
    assert "days of warning" in words
    assert "Help needs 7 to 21 days" in words
    assert png.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--visits-every", "15"), "--miss: is not given"),
        (("--visits-every", "0", "--miss", "0.3"), "--visits-every: must be a number above 0"),
        (
            ("--visits-a-day", "1", "--miss", "1.3"),
            "--miss: must be a number from 0 to 1 (found '1.3')",
        ),
        (("--visits-a-day", "1", "--delay-days", "3"), "say the same thing twice"),
        (("--miss", "0.3"), "--miss: has no visits that it belongs to"),
        (("--delay-days", "9:3"), "--delay-days: the low end comes first (found '9:3'). Write 3:9"),
        (("--delay-days", "1:2:3"), "--delay-days: a range has two ends"),
        (("--honour", "0.5"), "the chain needs --decide, --force too"),
        (("--members", "32"), "--approve: is not given"),
        (("--members", "3", "--approve", ".9", "--decide", "1"), "is what --members works out"),
        (("--depth-km", "nan"), "--depth-km: must be a number from 0 to 500 km"),
        (("--speed-km-per-day", "0:30"), "--speed-km-per-day: must be a number above 0"),
        (("--out", "w.pdf"), "--out: is no picture"),
    ],
)
def test_a_bad_value_has_one_clear_error(arguments: tuple[str, ...], told: str) -> None:
    result = zone_warning(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
