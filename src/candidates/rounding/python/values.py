# SPDX-License-Identifier: Apache-2.0
"""Known mistakes of the op round in what a number becomes."""
from fractions import Fraction

from plan import FORMATS, NAN, Format, Plan, power
from registry import mistake

HALF = Fraction(1, 2)


def away(name, code, change):
    mistake(name, code, away=change)


# ---- deterministic: which neighbour --------------------------------------------------------------

away("cuts", "round-truncates", lambda p, right, k, f, mode, neg: mode != "nearest" and right(k, f, mode, neg))
away("up-and-down-cut", "round-truncates", lambda p, right, k, f, mode, neg: mode not in ("up", "down") and right(k, f, mode, neg))
away("ties-away", "round-half-away", lambda p, right, k, f, mode, neg: mode == "nearest" and f >= HALF or right(k, f, mode, neg))
away("ties-towards-zero", "round-ties", lambda p, right, k, f, mode, neg: f > HALF if mode == "nearest" else right(k, f, mode, neg))
away("ties-to-odd", "round-ties", lambda p, right, k, f, mode, neg: k % 2 == 0 if mode == "nearest" and f == HALF else right(k, f, mode, neg))
away("up-down-exchanged", "", lambda p, right, k, f, mode, neg: right(k, f, {"up": "down", "down": "up"}.get(mode, mode), neg))


@mistake("ties-away-in-blocks", "round-half-away")
class TiesAwayInBlocks(Plan):
    def answer(self, q):
        return super().answer({**q, "mode": "nearest-away"} if q["mode"] == "nearest" and self.blocked(q["to"]) else q)


@mistake("cuts-in-blocks", "round-truncates")
class CutsInBlocks(Plan):
    def answer(self, q):
        return super().answer({**q, "mode": "zero"} if q["mode"] == "nearest" and self.blocked(q["to"]) else q)


def subnormal(self, right, x, form, mode, overflow, negative, change):
    below = x < power(form.emin)
    return right(x, form, change(mode) if below else mode, overflow, negative)


mistake("cuts-if-subnormal", "round-truncates",
        magnitude=lambda p, right, *a: subnormal(p, right, *a, lambda m: "zero" if m == "nearest" else m))


def through(wide):
    """Rounds to another format first, to nearest, where that has more bits and exponents."""
    def magnitude(p, right, x, form, mode, overflow, negative):
        covers = wide.precision > form.precision and wide.emin <= form.emin and wide.emax >= form.emax
        middle = Plan.nearest(p, x, wide) if covers and x <= wide.largest else x
        return right(middle, form, mode, overflow, negative) if middle else Fraction(0)
    return magnitude


for middle in ("binary32", "binary16"):
    mistake("through-" + middle, "round-twice", magnitude=through(FORMATS[middle]))


@mistake("twice-if-subnormal", "round-twice")
class TwiceIfSubnormal(Plan):
    """To all bits of the significand, then to the grid of the subnormal numbers."""

    def magnitude(self, x, form, mode, overflow, negative):
        if mode.startswith("nearest"):
            x = super().magnitude(x, Format.ieee(form.precision, -10**4, 10**4), mode, overflow, negative)
        return super().magnitude(x, form, mode, overflow, negative)


@mistake("twice-with-two-guard-bits", "round-twice")
class TwoGuardBits(Plan):
    def magnitude(self, x, form, mode, overflow, negative):
        if mode == "nearest":
            x = super().magnitude(x, Format.ieee(form.precision + 2, form.emin, 10**4), mode, overflow, negative)
        return super().magnitude(x, form, mode, overflow, negative) if x else x


def moved(p, right, x, form, mode, overflow, negative):
    """The value itself is moved by one where the mode goes away from zero or makes odd."""
    k, spacing, f = p.bracket(x, form)
    if f == 0 and (mode == "odd" and k % 2 == 0 or mode == ("down" if negative else "up")):
        return p.limited((k + 1) * spacing, form, mode, overflow, negative)
    return right(x, form, mode, overflow, negative)


@mistake("odd-moves-exact", "round-moves-exact")
class OddMovesExact(Plan):
    def magnitude(self, x, form, mode, overflow, negative):
        return moved(self, super().magnitude, x, form, mode, overflow, negative) if mode == "odd" else super().magnitude(
            x, form, mode, overflow, negative)


# ---- the grid -----------------------------------------------------------------------------------


def grid(**change):
    """Of the named formats: a field changed."""
    def form(p, right, name):
        f = right(name)
        return Format(**{**f.__dict__, **{k: v(f) for k, v in change.items()}})
    return form


@mistake("no-subnormals-nearest-normal", "")
class NoSubnormals(Plan):
    """Below the smallest normal number: that or zero, whichever is nearer."""

    def bracket(self, x, form):
        least = power(form.emin)
        return super().bracket(x, form) if x >= least else (0, least, x / least)


mistake("subnormals-normalised", "", format=grid(emin=lambda f: -2000))


@mistake("flushes-negative", "")
class FlushesNegative(Plan):
    def limited(self, y, form, mode, overflow, negative):
        return super().limited(Fraction(0) if negative and y < power(form.emin) else y, form, mode, overflow, negative)


# ---- beyond the largest number ------------------------------------------------------------------


def beyond(name, change):
    mistake(name, "round-overflow", beyond=change)


beyond("saturates", lambda p, right, form, mode, overflow, neg: form.largest)
beyond("never-saturates", lambda p, right, form, mode, overflow, neg: right(form, mode, "ieee", neg))
mistake("e4m3-is-ieee", "round-overflow", format=lambda p, right, name: right("e4m3-ieee" if name == "e4m3" else name))
mistake("e4m3-up-to-480", "round-overflow", format=lambda p, right, name: Format(4, -6, 8, Fraction(480), NAN) if name == "e4m3" else right(name))


@mistake("saturates-before-rounding", "round-overflow")
class SaturatesBefore(Plan):
    def bracket(self, x, form):
        return super().bracket(min(x, form.largest), form)


@mistake("wraps", "round-overflow")
class Wraps(Plan):
    def beyond(self, form, mode, overflow, negative):
        return Fraction(0)


@mistake("stochastic-never-overflows", "round-overflow")
class StochasticSaturates(Plan):
    def neighbours(self, x, form, overflow, negative):
        return super().neighbours(x, form, "saturate", negative)

# ---- answers that are no rounding ---------------------------------------------------------------


@mistake("zeros", "round-zeros")
class Zeros(Plan):
    def signed(self, y, v, form):
        return "0.0"


@mistake("zeros-in-blocks", "round-zeros")
class ZerosInBlocks(Plan):
    def cells(self, values, to):
        form, scales = super().cells(values, to)
        return form, [Fraction(0)] * len(values) if self.blocked(to) else scales


@mistake("sign-lost", "")
class SignLost(Plan):
    def signed(self, y, v, form):
        return super().signed(y, abs(v), form)


@mistake("one-answer-late", "")
class OneLate(Plan):
    """The previous answer, where it has the right shape."""

    last, size = "", None

    def answer(self, q):
        answer, size = super().answer(q), (len(q["values"]), q.get("count"))
        late = self.last if self.size == size else answer
        self.last, self.size = answer, size
        return late
