"""A plain NumPy reference of the full model without beliefs, written from its description.

One draw and one step at a time, all states in a list, transitions as one dense matrix. It shares
with the package the names and ranges of numbers, the marks of mechanisms and nothing else; the
theory is `threshold`.
"""

import itertools
import math

import numpy as np
from scipy.special import erfc

from suasion.mechanism.situation import table
from suasion.term.years.given import ERODES, FRAYS, GROWS, LAPSES, MASKS, WANES

AXES = ("leader", "government", "coalition", "balance", "zone", "belief", "instrument", "ties")
ROW = {number.name: row for row, number in enumerate(table())}
AHEAD, NEWTON = 5, 8


def survival(given, space):
    """Chance that no major attack has happened by the end of each step, shape (steps, draws)."""
    draws = given.base.shape[-1]
    return np.stack([Draw(given, space, at).survival() for at in range(draws)], axis=1)


class Draw:
    """One draw of one guarantee."""

    def __init__(self, given, space, at):
        self.space, self.h = space, 1 / space.per_year
        self.own = {name: float(rows[at]) for name, rows in given.own.items()}
        self.timed = {name: np.asarray(rows)[:, at] for name, rows in given.timed.items()}
        self.states = np.array(list(itertools.product(*map(range, space.sizes))))
        self.place = {name: self.states[:, axis] for axis, name in enumerate(AXES)}
        self.on = {name: size > 1 for name, size in zip(AXES, space.sizes, strict=True)}
        base, moves = np.asarray(given.base)[:, at], np.asarray(given.moves)[:, :, at]
        self.index = {tuple(state): at for at, state in enumerate(self.states)}
        self.numbers, self.worse = self._numbers(base, moves), self._worse()
        first = [np.asarray(given.start[name])[:, at] if self.on[name] else [1.0] for name in AXES]
        self.first = np.array([math.prod(p) for p in itertools.product(*first)])

    def _numbers(self, base, moves):
        fresh = {n.name: value(base[r] + moves[:, r].sum(), n) for r, n in enumerate(table())}
        place, on = self.place, self.on
        lost = {
            LAPSES: (~np.isin(place["instrument"], (1, 2)) * on["instrument"]) * 1.0,
            WANES: place["government"] * fresh["hedging_loss"],
            ERODES: np.choose(place["zone"], [0.0, fresh["erosion_loss"], 1.0]),
            GROWS: 1 - place["ties"] / 2 if on["ties"] else 0.0,
            FRAYS: 1 - place["coalition"] if on["coalition"] else 0.0,
        }
        found = {}
        for row, number in enumerate(table()):
            linked = np.full(len(self.states), base[row])
            for at, mask in enumerate(MASKS):
                kept = np.ones(len(self.states))
                for bit, gone in lost.items():
                    kept = kept * (1 - gone) if mask & bit else kept
                linked = linked + moves[at, row] * kept
            found[number.name] = linked
        # A leader's type moves the gain on its own scale.
        down, up = (
            value(found[f"{kind}_shift"], spec(f"{kind}_shift")) for kind in ("dove", "hawk")
        )
        found["gain_ratio"] = found["gain_ratio"] + np.choose(place["leader"], [0 * up, -down, up])
        return {name: value(linked, spec(name)) for name, linked in found.items()}

    def at(self, step):
        """The numbers of a step."""
        s, years = dict(self.numbers), step * self.h
        path = self.own["rebuild_gain"] * (1 - math.exp(-years / self.own["rebuild_years"]))
        path = path + s["denial_drift_per_year"] * min(years, 15)
        if self.on["balance"]:
            path = path + (self.place["balance"] - 1) * self.own["balance_step"]
        odds = s["win_alone"] / (1 - s["win_alone"]) * np.exp(path)
        number = spec("win_alone")
        s["win_alone"] = np.clip(odds / (1 + odds), number.low, number.high)
        return s

    def crisis(self, s, wait):
        """Hazard of a step, its share before a war, and the value that crises add in it."""

        def chance(name, more):
            odds = s[name] / (1 - s[name]) * np.exp(s["surprise"] + more)
            return odds / (1 + odds)

        def worth(name, cost):
            return chance(name, s["optimism"]) * s["gain_ratio"] - s["war_cost"] - cost

        nuclear = s["nuclear_risk"] * s["nuclear_loss"]
        alone, against = (
            worth("win_alone", 0.0),
            worth("win_guarantor", s["guarantor_war_cost"] + nuclear),
        )
        saved = np.maximum(chance("win_alone", 0.0) - chance("win_guarantor", 0.0), 0.0)
        able = s["detection_in_time"] * s["decision"] * s["arrival"]

        def fights(doubt):
            willing = s["abandonment_cost"] + saved - s["intervention_cost"] - doubt
            return able * erfc(-willing / s["resolve_spread"] / math.sqrt(2)) / 2

        believed, true = fights(s["resolve_doubt"]), fights(0.0)
        k = (wait - (1 - believed) * alone - believed * against) / s["hawkishness_spread"]
        attack = np.where(k > 0, 1 / np.sqrt(2 + k**2) / (np.sqrt(2 + k**2) + np.abs(k)), 0)
        attack = np.where(
            k > 0, attack, 1 - 1 / np.sqrt(2 + k**2) / (np.sqrt(2 + k**2) + np.abs(k))
        )
        surplus = s["hawkishness_spread"] * (np.sqrt(2 + k**2) - k) / 2
        accident = s["incident_rate_per_year"] * s["escalation"]
        hazard = (s["opportunity_rate_per_year"] * attack + accident) * self.h
        share = -np.expm1(-hazard) / hazard
        war = (1 - true) * alone + true * against
        gain = s["opportunity_rate_per_year"] * surplus + accident * (war - wait)
        return hazard, share, gain * share * self.h

    def probes(self, s, wait, lasting=True):
        """Rates of probes, the share that is seen and let pass or unseen, and what they add."""
        slice_ = s["probe_gain"]
        worth = slice_ * (1 + s["abandonment_cost"]) - s["response_cost"]
        answer = erfc(-worth / (s["resolve_spread"] * slice_) / math.sqrt(2)) / 2
        seen = s["violation_detection"] * s["attribution"]
        worse = self.own.get("erosion_per_probe", 0.0) * (self.worse @ wait - wait) * lasting
        gain = (1 - seen * answer) * (slice_ + worse) - seen * answer * s["probe_cost"]
        scale = slice_ * self.own["probe_spread"]
        k = -gain / scale
        upper = 1 / np.sqrt(2 + k**2) / (np.sqrt(2 + k**2) + np.abs(k))
        rate = self.own["probe_rate_per_year"] * np.where(k > 0, upper, 1 - upper)
        added = self.own["probe_rate_per_year"] * scale * (np.sqrt(2 + k**2) - k) / 2
        return rate, 1 - seen * answer, added

    def _worse(self):
        """States with a zone one place worse."""
        after = self.states.copy()
        after[:, AXES.index("zone")] = np.minimum(
            after[:, AXES.index("zone")] + 1, self.space.sizes[AXES.index("zone")] - 1
        )
        return np.eye(len(self.states))[[self.index[tuple(state)] for state in after]]

    def matrix(self, s, step, foreseen):
        """Chances of every next state, in the order zone, instrument, …, leader."""
        whole = np.eye(len(self.states))
        for name in ("zone", "instrument", "government", "coalition", "balance", "ties", "leader"):
            if self.on[name]:
                whole = whole @ self.moved(name, s, step, foreseen)
        return whole

    def moved(self, name, s, step, foreseen):
        """Chances of every next state when one factor moves."""
        axis, found = AXES.index(name), np.zeros((len(self.states),) * 2)
        for at, state in enumerate(self.states):
            for to, p in enumerate(self.row(name, state, s, at, step, foreseen)):
                after = state.copy()
                after[axis] = to
                found[at, self.index[tuple(after)]] += p
        return found

    def row(self, name, state, s, at, step, foreseen):
        """Chances of each next place of a factor."""
        return getattr(self, f"_{name}")(state, s, at, step, foreseen)

    def happens(self, rate):
        return 1 - math.exp(-rate * self.h)

    def in_force(self, state):
        """The same state with the instrument in force."""
        other = state.copy()
        other[AXES.index("instrument")] = 1 if self.on["instrument"] else 0
        return self.index[tuple(other)]

    def _leader(self, state, s, at, step, foreseen):
        hawk = s["hawk_successor"][self.in_force(state)]
        leaves = self.timed["leaves"][step] * s["succession"][at]
        again = self.happens(self.own["successor_rate"]) * s["succession"][at]
        return (
            (1 - leaves, leaves * (1 - hawk), leaves * hawk),
            (0.0, 1 - again * hawk, again * hawk),
            (0.0, again * (1 - hawk), 1 - again * (1 - hawk)),
        )[state[0]]

    def _government(self, state, s, at, step, foreseen):
        change, p = self.timed["change"][step], s["hedging_chance"][self.in_force(state)]
        return ((1 - change * p, change * p), (change * (1 - p), 1 - change * (1 - p)))[state[1]]

    def _coalition(self, state, s, at, step, foreseen):
        breaks = self.happens(self.own["coalition_break_per_year"])
        heals = self.happens(self.own["coalition_heal_per_year"])
        return ((1 - breaks, breaks), (heals, 1 - heals))[state[2]]

    def _balance(self, state, s, at, step, foreseen):
        out = self.happens(2 * self.own["balance_rate_per_year"])
        back = self.happens(self.own["balance_return_per_year"])
        return ((1 - back, back, 0), (out / 2, 1 - out, out / 2), (0, back, 1 - back))[state[3]]

    def _zone(self, state, s, at, step, foreseen):
        seen = (s["violation_detection"] * s["attribution"])[at]
        erodes = self.happens(s["erosion_rate_per_year"][at] * (1 - seen))
        down = self.own["zone_collapse_per_year"] * (1 - seen)
        up = self.own["zone_restoration_per_year"] * seen
        out = self.happens(down + up)
        middle = (out * up / (down + up), 1 - out, out * down / (down + up))
        renewed = self.happens(self.own["zone_renewal_per_year"])
        return ((1 - erodes, erodes, 0), middle, (0, renewed, 1 - renewed))[state[4]]

    def _instrument(self, state, s, at, step, foreseen):
        here = self.in_force(state)
        intact = self.states[here].copy()
        intact[AXES.index("zone")] = 0
        calm = self.index[tuple(intact)]
        enters = 1 - math.exp(-self.h / self.own["window_years"])
        due = self.timed["expires"][step] * (s["expiry_foresight"][here] if foreseen else 1.0)
        left = self.happens(s["withdrawal_rate_per_year"][calm]) * (state[1] == 1)
        expires = due * (1 - s["renewal"][here]) * (1 - left)
        renews = due * s["renewal"][here] * (1 - left)
        return (
            (1 - enters, enters, 0, 0, 0),
            (0, 1 - expires - renews - left, renews, expires, left),
            (0, 0, 1 - expires - left, expires, left),
            (0, 0, 0, 1, 0),
            (0, 0, 0, 0, 1),
        )[state[6]]

    def _ties(self, state, s, at, step, foreseen):
        grows = self.happens(self.own["ties_growth_per_year"])
        return ((1 - grows, grows, 0), (0, 1 - grows, grows), (0, 0, 1))[state[7]]

    def survival(self):
        """Plan backwards, then carry forward."""
        last = (self.space.horizon_years + AHEAD) * self.space.per_year
        value, rates = self.settled(self.at(last - 1)), {}
        for step in reversed(range(last)):
            s = self.at(step)
            later = self.matrix(s, step, foreseen=True) @ value
            # Half a step before the next one: where opportunities are on average.
            near = self.discount(s) ** 0.5 * later
            peace = s["peace_value_per_year"] * self.h
            rate, slack, more = self.probes(s, near + peace / 2)
            hazard, share, added = self.crisis(s, near + (peace + more * self.h) / 2)
            rates[step] = hazard, rate, slack
            gain = peace + added + share * more * self.h
            value = self.discount(s) * later + self.discount(s) ** 0.5 * gain
        return self.forward(rates)

    def discount(self, s):
        return s["discount_per_year"] ** self.h

    def settled(self, s):
        """Values of states that never change, where probes change nothing either."""
        more = self.probes(s, np.zeros(len(self.states)), lasting=False)[2] * self.h
        peace, factor = s["peace_value_per_year"] * self.h, self.discount(s)
        value = (peace + more) / (1 - factor)
        for _ in range(NEWTON):
            wait = factor**0.5 * value + (peace + more) / 2
            hazard, share, added = self.crisis(s, wait)
            before = factor * value + factor**0.5 * (peace + added + share * more)
            value = value + (before - value) / (1 - factor * np.exp(-hazard))
        return value

    def forward(self, rates):
        mass, found = self.first, []
        for step in range(self.space.steps):
            hazard, rate, slack = rates[step]
            mass = mass * np.exp(-hazard)
            times = max(4 // self.space.per_year, 1)
            happens = np.minimum(rate * self.h / times, 1)
            for _ in range(times):
                falls = mass * happens * slack * self.own.get("erosion_per_probe", 0.0)
                mass = mass - falls + falls @ self.worse
            mass = mass @ self.matrix(self.at(step), step, foreseen=False)
            found.append(mass.sum())
        return np.array(found)


def spec(name):
    return table()[ROW[name]]


def value(linked, number):
    """A number from its link scale, within its range."""
    links = {"log": np.exp, "logit": lambda x: 1 / (1 + np.exp(-x)), "identity": lambda x: x}
    return np.clip(links[number.link](linked), number.low, number.high)
