# SPDX-License-Identifier: Apache-2.0
"""Known mistakes of the op round in what a number becomes."""
import random
from fractions import Fraction

from plan import ELEMENTS, FORMATS, INFINITY, NAN, Format, Plan, power
from registry import mistake

HALF = Fraction(1, 2)


def away(name, code, change):
    mistake(name, code, away=change)


# ---- deterministic: which neighbour --------------------------------------------------------------

away("cuts", "round-truncates", lambda p, right, k, f, mode, neg: mode != "nearest" and right(k, f, mode, neg))
away("cuts-negative", "round-truncates", lambda p, right, k, f, mode, neg: not (mode == "nearest" and neg) and right(k, f, mode, neg))
away("up-and-down-cut", "round-truncates", lambda p, right, k, f, mode, neg: mode not in ("up", "down") and right(k, f, mode, neg))
away("odd-cuts", "round-truncates", lambda p, right, k, f, mode, neg: mode != "odd" and right(k, f, mode, neg))
away("ties-away", "round-half-away", lambda p, right, k, f, mode, neg: mode == "nearest" and f >= HALF or right(k, f, mode, neg))
away("ties-up", "round-half-away", lambda p, right, k, f, mode, neg: not neg if mode == "nearest" and f == HALF else right(k, f, mode, neg))
away("ties-towards-zero", "", lambda p, right, k, f, mode, neg: f > HALF if mode == "nearest" else right(k, f, mode, neg))
away("ties-to-odd", "", lambda p, right, k, f, mode, neg: k % 2 == 0 if mode == "nearest" and f == HALF else right(k, f, mode, neg))
away("nearest-away-to-even", "", lambda p, right, k, f, mode, neg: right(k, f, "nearest" if mode == "nearest-away" else mode, neg))
away("nearest-away-up", "", lambda p, right, k, f, mode, neg: not neg if mode == "nearest-away" and f == HALF else right(k, f, mode, neg))
away("near-tie-is-tie", "", lambda p, right, k, f, mode, neg: right(k, HALF if abs(f - HALF) < power(-20) else f, mode, neg))
away("up-down-exchanged", "", lambda p, right, k, f, mode, neg: right(k, f, {"up": "down", "down": "up"}.get(mode, mode), neg))
away("up-is-away", "", lambda p, right, k, f, mode, neg: mode in ("up", "down") or right(k, f, mode, neg))
away("mode-ignored", "", lambda p, right, k, f, mode, neg: right(k, f, "nearest", neg))
away("zero-is-down", "", lambda p, right, k, f, mode, neg: right(k, f, "down" if mode == "zero" else mode, neg))
away("odd-is-nearest", "", lambda p, right, k, f, mode, neg: right(k, f, "nearest" if mode == "odd" else mode, neg))
away("odd-is-even", "", lambda p, right, k, f, mode, neg: k % 2 == 1 if mode == "odd" else right(k, f, mode, neg))
away("odd-wrong-for-negative", "", lambda p, right, k, f, mode, neg: (k % 2 == 1) if mode == "odd" and neg else right(k, f, mode, neg))
away("small-rest-lost", "", lambda p, right, k, f, mode, neg: f >= power(-24) and right(k, f, mode, neg))


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


for of, code, to in (("ties-away-if-subnormal", "round-half-away", "nearest-away"), ("cuts-if-subnormal", "round-truncates", "zero")):
    mistake(of, code, magnitude=lambda p, right, *a, to=to: subnormal(p, right, *a, lambda m: to if m == "nearest" else m))


def through(wide):
    """Rounds to another format first, to nearest, where that has more bits and exponents."""
    def magnitude(p, right, x, form, mode, overflow, negative):
        covers = wide.precision > form.precision and wide.emin <= form.emin and wide.emax >= form.emax
        middle = Plan.nearest(p, x, wide) if covers and x <= wide.largest else x
        return right(middle, form, mode, overflow, negative) if middle else Fraction(0)
    return magnitude


for middle in ("binary32", "binary16", "bfloat16", "tf32"):
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


mistake("exact-moved", "round-moves-exact", magnitude=moved)


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


mistake("subnormals-coarser", "", format=grid(emin=lambda f: f.emin + 1))
mistake("subnormals-finer", "", format=grid(emin=lambda f: f.emin - 1))


@mistake("no-subnormals-nearest-normal", "")
class NoSubnormals(Plan):
    """Below the smallest normal number: that or zero, whichever is nearer."""

    def bracket(self, x, form):
        least = power(form.emin)
        return super().bracket(x, form) if x >= least else (0, least, x / least)


mistake("subnormals-normalised", "", format=grid(emin=lambda f: -2000))


@mistake("flushes-large-half", "")
class FlushesHalf(Plan):
    def limited(self, y, form, mode, overflow, negative):
        return super().limited(y if y >= power(form.emin - 1) else Fraction(0), form, mode, overflow, negative)


@mistake("flushes-negative", "")
class FlushesNegative(Plan):
    def limited(self, y, form, mode, overflow, negative):
        return super().limited(Fraction(0) if negative and y < power(form.emin) else y, form, mode, overflow, negative)


@mistake("flushes-elements", "")
class FlushesElements(Plan):
    def limited(self, y, form, mode, overflow, negative):
        below = y < power(form.emin) and form in [FORMATS[e] for e in ELEMENTS.values()]
        return super().limited(Fraction(0) if below else y, form, mode, overflow, negative)


@mistake("one-bit-fewer", "")
class OneBitFewer(Plan):
    def format(self, name):
        f = super().format(name)
        return f if name not in ("bfloat16", "tf32") else Format.ieee(f.precision - 1, f.emin, f.emax)


@mistake("tf32-ten-bits-as-binary16", "")
class Tf32(Plan):
    def format(self, name):
        return super().format("binary16" if name == "tf32" else name)


# ---- beyond the largest number ------------------------------------------------------------------


def beyond(name, change):
    mistake(name, "round-overflow", beyond=change)


beyond("saturates", lambda p, right, form, mode, overflow, neg: form.largest)
beyond("never-saturates", lambda p, right, form, mode, overflow, neg: right(form, mode, "ieee", neg))
beyond("infinity-is-nan", lambda p, right, form, *a: NAN if right(form, *a) == INFINITY else right(form, *a))
beyond("nan-is-infinity", lambda p, right, form, *a: r if (r := right(form, *a)) == r else INFINITY)
beyond("zero-mode-infinite", lambda p, right, form, mode, overflow, neg: right(form, "nearest" if mode == "zero" else mode, overflow, neg))
beyond("odd-mode-infinite", lambda p, right, form, mode, overflow, neg: right(form, "nearest" if mode == "odd" else mode, overflow, neg))
beyond("up-infinite-both-ways", lambda p, right, form, mode, overflow, neg: right(form, "nearest" if mode in ("up", "down") else mode, overflow, neg))
beyond("small-formats-nan", lambda p, right, form, mode, overflow, neg: NAN if form.beyond is None and overflow == "ieee" else right(form, mode, overflow, neg))
mistake("e4m3-is-ieee", "round-overflow", format=lambda p, right, name: right("e4m3-ieee" if name == "e4m3" else name))
mistake("e4m3-ieee-is-ocp", "round-overflow", format=lambda p, right, name: right("e4m3" if name == "e4m3-ieee" else name))
mistake("e4m3-up-to-480", "round-overflow", format=lambda p, right, name: Format(4, -6, 8, Fraction(480), NAN) if name == "e4m3" else right(name))
mistake("e5m2-up-to-49152", "round-overflow", format=lambda p, right, name: Format(3, -14, 15, Fraction(49152)) if name == "e5m2" else right(name))
mistake("largest-is-power", "round-overflow", format=grid(largest=lambda f: power(f.emax)))


@mistake("infinite-before-rounding", "round-overflow")
class InfiniteBefore(Plan):
    """Whatever exceeds the largest number is infinite, also what would round to it."""

    def bracket(self, x, form):
        k, spacing, f = super().bracket(x, form)
        return (k + 1, spacing, Fraction(0)) if x > form.largest else (k, spacing, f)


@mistake("saturates-before-rounding", "round-overflow")
class SaturatesBefore(Plan):
    def bracket(self, x, form):
        return super().bracket(min(x, form.largest), form)


@mistake("tie-beyond-largest-stays", "round-overflow")
class TieStays(Plan):
    def magnitude(self, x, form, mode, overflow, negative):
        k, spacing, f = self.bracket(x, form)
        if mode == "nearest" and k * spacing == form.largest and f == HALF:
            return form.largest
        return super().magnitude(x, form, mode, overflow, negative)


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


@mistake("zeros-if-stochastic", "round-zeros")
class ZerosIfStochastic(Plan):
    def stochastic(self, values, q):
        return [["0.0"] * len(values)] * int(q["count"])


@mistake("zeros-in-blocks", "round-zeros")
class ZerosInBlocks(Plan):
    def cells(self, values, to):
        form, scales = super().cells(values, to)
        return form, [Fraction(0)] * len(values) if self.blocked(to) else scales


@mistake("echo", "")
class Echo(Plan):
    def signed(self, y, v, form):
        return repr(float(v))


@mistake("constant", "")
class Constant(Plan):
    def signed(self, y, v, form):
        return "1.0"


@mistake("sign-lost", "")
class SignLost(Plan):
    def signed(self, y, v, form):
        return super().signed(y, abs(v), form)


@mistake("random-neighbours", "")
class RandomNeighbours(Plan):
    """Random numbers of the format's first binade."""

    def signed(self, y, v, form):
        return repr(1 + random.randrange(2**(form.precision - 1)) / 2**(form.precision - 1))


class Cache(Plan):
    def __init__(self):
        self.known = {}

    def answer(self, q):
        key = self.key(q)
        if key not in self.known:
            self.known[key] = super().answer(q)
        return self.known[key]


@mistake("cache-by-values", "")
class CacheByValues(Cache):
    def key(self, q):
        return q["to"], q["mode"] == "stochastic", len(q["values"]), q.get("count"), q["values"][0]


@mistake("cache-without-mode", "")
class CacheWithoutMode(Cache):
    def key(self, q):
        return q["to"], q["mode"] == "stochastic", str(q["values"]), q.get("count"), q.get("seed"), q.get("bits")


@mistake("cache-without-overflow", "")
class CacheWithoutOverflow(Cache):
    def key(self, q):
        return q["to"], q["mode"], str(q["values"]), q.get("count"), q.get("seed"), q.get("bits")


@mistake("one-answer-late", "")
class OneLate(Plan):
    """The previous answer, where it has the right shape."""

    last, size = "", None

    def answer(self, q):
        answer, size = super().answer(q), (len(q["values"]), q.get("count"))
        late = self.last if self.size == size else answer
        self.last, self.size = answer, size
        return late
